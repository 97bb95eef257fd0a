from django.db import migrations

# Two admins, or two auditors, whose terms overlap and whom nobody of the network named: the second one needs two people.
EXCLUDE = """
ALTER TABLE ambassadors_role ADD CONSTRAINT the_console_names_the_first_alone EXCLUDE USING gist (
    (CASE name WHEN 'admin' THEN int4range(0, 1) ELSE int4range(2, 3) END) WITH &&,
    daterange(valid_from, valid_until) WITH &&
) WHERE (granted_by_id IS NULL AND name IN ('admin', 'auditor'){but});
"""
ALLOW = "ALTER TABLE ambassadors_role DROP CONSTRAINT the_console_names_the_first_alone;"
# Before this the console could name several. They keep what they hold; the first of them keeps the console from naming more.
LATER = """
SELECT later.id FROM ambassadors_role later JOIN ambassadors_role first ON later.name = first.name AND later.id <> first.id
WHERE later.granted_by_id IS NULL AND first.granted_by_id IS NULL AND later.name IN ('admin', 'auditor')
  AND daterange(later.valid_from, later.valid_until) && daterange(first.valid_from, first.valid_until)
  AND (first.valid_from, first.created_at, first.id) < (later.valid_from, later.created_at, later.id)
GROUP BY later.id
"""


def exclude(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(LATER)
        later = ", ".join(f"'{key}'" for (key,) in cursor.fetchall())
        cursor.execute(EXCLUDE.format(but=f" AND id NOT IN ({later})" if later else ""))


def allow(_apps, schema_editor):
    schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0007_admin_and_auditor_need_two_people")]

    operations = [migrations.RunPython(exclude, allow)]
