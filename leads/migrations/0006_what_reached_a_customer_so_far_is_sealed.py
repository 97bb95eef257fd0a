from django.db import migrations

from ledger.resealing import reseal


def seal(apps, _editor):
    """In chunks of their own: killed half-way, the next run goes on where it stopped."""
    reseal(apps.get_model("leads", "Customer"))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("leads", "0005_what_reaches_a_customer_gets_sealed_columns")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
