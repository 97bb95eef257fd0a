from django.db import migrations, models

from ledger.text import spellings

BATCH = 2000


def fold(apps, _schema):
    """Write down anew how everybody is found: each word once, also without the e of an umlaut."""
    rows = apps.get_model("ambassadors", "Ambassador").objects
    batch = []
    for ambassador in rows.select_related("person").only("city", "handle", "person__first_name", "person__last_name").iterator(BATCH):
        person = ambassador.person
        said = (person.first_name, person.last_name, ambassador.city, ambassador.handle)
        ambassador.folded = " ".join(spellings(" ".join(said)))[:1000]
        batch.append(ambassador)
        if len(batch) == BATCH:
            rows.bulk_update(batch, ["folded"])
            batch.clear()
    rows.bulk_update(batch, ["folded"])


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0003_the_network_has_a_row_of_its_own")]

    operations = [
        migrations.AlterField("ambassador", "folded", models.CharField(blank=True, editable=False, max_length=1000)),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
