from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0012_who_leaves_the_company_leaves_on_the_day")]

    operations = [
        migrations.AddField(
            "network",
            "keeps_contract_values",
            models.BooleanField(db_default=False, default=False, verbose_name="Keep what a contract is worth"),
        ),
    ]
