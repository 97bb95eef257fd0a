from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models

from leads.models import lead_folding

BATCH = 2000


def fold(apps, _schema):
    """Write down anew how every lead is found: each word once, and the marks that narrow a list."""
    rows = apps.get_model("leads", "Lead").objects
    batch = []
    for lead in rows.select_related("customer", "encounter").iterator(BATCH):
        lead.folded, lead.marks = lead_folding.words_of(lead), lead_folding.marks_of(lead)
        batch.append(lead)
        if len(batch) == BATCH:
            rows.bulk_update(batch, ["folded", "marks"])
            batch.clear()
    rows.bulk_update(batch, ["folded", "marks"])


class Migration(migrations.Migration):
    dependencies = [("leads", "0011_leads_say_what_stood_in_the_way")]

    operations = [
        migrations.RemoveIndex("lead", "lead_found_by"),
        migrations.AddField(
            "lead",
            "marks",
            ArrayField(models.CharField(max_length=140), blank=True, default=list, editable=False, size=None),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.AddField(
            "lead",
            "found_by",
            models.GeneratedField(
                db_persist=True,
                expression=SearchVector("folded", config="simple"),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex("lead", GinIndex(fields=["found_by"], name="lead_found_by")),
        migrations.AddIndex("lead", GinIndex(fields=["marks"], name="lead_marked")),
    ]
