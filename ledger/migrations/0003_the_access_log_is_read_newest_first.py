from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_what_happened_is_never_rewritten")]

    operations = [
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["-at_time", "-id"], name="look_newest"),
        ),
    ]
