from django.db import migrations

UNTOLD = """
    UPDATE leads_customer customer SET tell_until = came.at + interval '1 month'
    FROM (
        SELECT lead.customer_id AS customer, min(event.at) AS at
        FROM leads_lead lead
        JOIN ledger_event event
          ON event.subject_type = 'leads.lead' AND event.subject_key = lead.id::text AND event.verb = 'imported'
        GROUP BY lead.customer_id
    ) came
    WHERE came.customer = customer.id AND NOT EXISTS (
        SELECT 1 FROM leads_notice notice JOIN leads_customer told ON told.id = notice.customer_id
        WHERE told.id = customer.id OR told.merged_into_id = customer.id
    )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_events_letters_and_looks"),
        ("leads", "0028_who_came_in_a_file_is_told_in_time"),
    ]

    operations = [migrations.RunSQL(UNTOLD, migrations.RunSQL.noop)]
