from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_stories_of_four_kinds")]

    operations = [
        migrations.AddIndex(
            "story",
            models.Index(
                condition=models.Q(("state", "published")),
                fields=["author", "-published_at", "-id"],
                name="story_newest_of_author",
            ),
        ),
    ]
