from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: what happened is not rewritten', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON ledger_event FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER look_is_append_only BEFORE UPDATE OR DELETE ON ledger_look FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
"""
ALLOW = """
DROP TRIGGER look_is_append_only ON ledger_look;
DROP TRIGGER event_is_append_only ON ledger_event;
DROP FUNCTION refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_events_letters_and_looks")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
