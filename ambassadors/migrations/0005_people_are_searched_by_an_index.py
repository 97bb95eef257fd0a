import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0004_people_are_found_by_every_word")]

    operations = [
        migrations.AddField(
            "ambassador",
            "found_by",
            models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector("folded", config="simple"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.RemoveIndex("ambassador", "ambassador_newest"),
        migrations.AddIndex(
            "ambassador",
            models.Index(condition=models.Q(("state", "active")), fields=["folded", "id"], name="ambassador_by_name"),
        ),
        migrations.AddIndex(
            "ambassador",
            django.contrib.postgres.indexes.GinIndex(fields=["found_by"], name="ambassador_found_by"),
        ),
    ]
