from django.db import migrations

# Two admins, or two auditors, whose terms overlap and whom nobody of the network named: the second one needs two people.
EXCLUDE = """
ALTER TABLE ambassadors_role ADD CONSTRAINT the_console_names_the_first_alone EXCLUDE USING gist (
    (CASE name WHEN 'admin' THEN int4range(0, 1) ELSE int4range(2, 3) END) WITH &&,
    daterange(valid_from, valid_until) WITH &&
) WHERE (granted_by_id IS NULL AND name IN ('admin', 'auditor'));
"""
ALLOW = "ALTER TABLE ambassadors_role DROP CONSTRAINT the_console_names_the_first_alone;"


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0007_admin_and_auditor_need_two_people")]

    operations = [migrations.RunSQL(EXCLUDE, ALLOW)]
