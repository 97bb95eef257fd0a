from django.db import migrations

REFUSE = """
CREATE TRIGGER notice_is_append_only BEFORE UPDATE OR DELETE ON leads_notice FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER paper_is_never_exchanged BEFORE UPDATE ON leads_paper FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
"""
ALLOW = """
DROP TRIGGER paper_is_never_exchanged ON leads_paper;
DROP TRIGGER notice_is_append_only ON leads_notice;
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0009_consents_are_asked_for_confirmed_and_proven")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
