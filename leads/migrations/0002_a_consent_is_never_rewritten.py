from django.db import migrations

TABLES = ("consent", "consentuse", "consentwithdrawal")
REFUSE = "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON leads_{table} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();"
    for table in TABLES
)
ALLOW = "\n".join(f"DROP TRIGGER {table}_is_append_only ON leads_{table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0001_encounters_customers_leads_and_follow_ups"),
        ("ledger", "0002_what_happened_is_never_rewritten"),
    ]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
