from django.db import migrations, models

PLAN = """
UPDATE ambassadors_hrrecord SET leaves_on = exit_date + 1
FROM ambassadors_ambassador person
WHERE person.id = ambassador_id AND exit_date IS NOT NULL AND person.state IN ('invited', 'active')
  AND (person.joined_at IS NULL OR person.joined_at::date <= exit_date)
"""


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0011_people_are_found_by_topic_and_language")]

    operations = [
        migrations.AddField("hrrecord", "leaves_on", models.DateField(blank=True, editable=False, null=True)),
        migrations.RunSQL(PLAN, migrations.RunSQL.noop),
        migrations.AddIndex(
            "hrrecord",
            models.Index(
                fields=["leaves_on"], condition=models.Q(leaves_on__isnull=False), name="hr_record_leaves"
            ),
        ),
        migrations.AddConstraint(
            "hrrecord",
            models.CheckConstraint(
                name="who_leaves_has_an_exit_date",
                condition=models.Q(leaves_on__isnull=True) | models.Q(exit_date__isnull=False),
            ),
        ),
    ]
