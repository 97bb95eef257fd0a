from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0010_people_are_invited_and_may_leave")]

    operations = [
        migrations.AddIndex("ambassador", GinIndex(fields=["languages"], name="ambassador_speaks")),
        migrations.AddIndex("ambassador", GinIndex(fields=["topics"], name="ambassador_helps_with")),
    ]
