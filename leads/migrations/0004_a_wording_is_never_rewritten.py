from django.db import migrations

TABLES = ("consentwording", "noticewording")
REFUSE = "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON leads_{table} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();"
    for table in TABLES
)
ALLOW = "\n".join(f"DROP TRIGGER {table}_is_append_only ON leads_{table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_words_are_kept_by_version")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
