"""The cards of stories: whatever somebody wrote stands on them as written."""

from ambassadors.models import Ambassador, Person
from tests.stories.hands import publish

NASTY = "<script>x</script>\"'&%s"
SHOWN = "&lt;script&gt;x&lt;/script&gt;&quot;&#x27;&amp;%s"


def test_words_on_a_card_are_shown_as_they_were_written(as_, ada, bo, cy):
    publish(ada, by=cy, title=f"Title {NASTY}", text=f"Text {NASTY}")
    Person.objects.numbered(ada.pk).update(first_name=f"Name {NASTY}")
    Ambassador.objects.of(ada).update(city=f"Town {NASTY}")
    page = as_(bo).get("/stories/").content.decode()
    for word in ("Title", "Text", "Name", "Town"):
        assert f"{word} {SHOWN}" in page, word
    assert "<script>x" not in page


def test_nobodys_name_stands_at_a_story_whose_author_took_it_away(as_, ada, bo, cy):
    story = publish(ada, by=cy)
    type(story).objects.numbered(story.pk).hide_the_name()
    page = as_(bo).get("/stories/").content.decode()
    assert "Somebody who was with us" in page and "img/faces/gone" in page
    assert ada.first_name not in page
