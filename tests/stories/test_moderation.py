import pytest
from django.urls import reverse

from ambassadors.context import counts
from ledger.models import Letter
from stories.models import Story
from tests.cast import make_coordinator
from tests.stories.hands import hand_in, publish, tell

QUEUE = "/stories/moderation/"


def url(story, act):
    return reverse(f"stories:{act}", args=[story.slug])


def decision(story, note=""):
    return {"note": note, "read": story.submitted_at.isoformat()}


def test_what_was_handed_in_waits_the_longest_first_and_never_ones_own(as_, ada, bo, cy):
    tell(ada, title="Draft")
    for who, title in ((ada, "First"), (bo, "Second"), (cy, "Cy’s own")):
        hand_in(who, title=title)
    page = as_(cy).get(QUEUE)
    assert [story.title for story in page.context["waiting"]] == ["First", "Second"]
    assert page.context["story"].title == "First"
    assert counts.of(["moderation"], cy) == {"moderation": 2}


def test_a_story_is_chosen_to_be_read(as_, ada, bo, cy):
    hand_in(ada)
    story = hand_in(bo)
    assert as_(cy).get(QUEUE, {"read": story.slug}).context["story"] == story
    assert as_(cy).get(QUEUE, {"read": "nonsense"}).status_code == 200


def test_a_decision_without_its_note_keeps_the_queue_beside_it(as_, ada, bo, cy):
    story, other = hand_in(ada, title="First"), hand_in(bo, title="Second")
    page = as_(cy).post(url(story, "return"), decision(story))
    assert [one.title for one in page.context["waiting"]] == [story.title, other.title]


def test_an_empty_queue_is_said_kindly(as_, cy):
    assert "Everything is read" in as_(cy).get(QUEUE).content.decode()


def test_a_coordinator_publishes_with_a_note(as_, ada, cy):
    story = hand_in(ada)
    response = as_(cy).post(url(story, "publication"), decision(story, "A fine one."))
    assert response["Location"] == QUEUE
    story.refresh_from_db()
    assert (story.state, story.note, story.moderated_by) == ("published", "A fine one.", cy)


def test_a_coordinator_sends_back_with_a_note(as_, ada, cy):
    story = hand_in(ada)
    as_(cy).post(url(story, "return"), decision(story, "Where was it?"))
    story.refresh_from_db()
    assert (story.state, story.note) == ("returned", "Where was it?")


@pytest.mark.parametrize("act", ["publication", "return"])
def test_a_second_decision_changes_nothing(as_, ada, cy, act):
    story = hand_in(ada)
    for _twice in range(2):
        as_(cy).post(url(story, act), decision(story, "Seen."))
    assert Letter.objects.count() == 1


BAD = {
    "no note": ("return", {"note": " "}, "Say in the note what is missing"),
    "a long note": ("publication", {"note": "x" * 1001}, "at most 1000 characters"),
    "a null character": ("publication", {"note": "a\x00b"}, "Null characters are not allowed"),
    "an unseen character": (
        "return",
        {"note": "a\u202eb"},
        "There is a character in it that nobody can see.",
    ),
    "no version": ("publication", {"read": ""}, "This is still missing"),
    "a broken version": ("publication", {"read": "yesterday", "note": "Lovely."}, "This page is too old."),
    "a version without a zone": ("publication", {"read": "2026-01-01T00:00:00"}, "This page is too old."),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_in_a_sentence(as_, ada, cy, what):
    act, bad, sentence = BAD[what]
    story = hand_in(ada)
    response = as_(cy).post(url(story, act), decision(story) | bad)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Story.objects.get().state == "submitted"


def test_ones_own_story_is_refused(as_, cy):
    story = hand_in(cy)
    for act in ("publication", "return"):
        response = as_(cy).post(url(story, act), decision(story, "Lovely, me."))
        assert (response.status_code, "This is your own story." in response.content.decode()) == (409, True)
    assert Story.objects.get().state == "submitted"


@pytest.mark.parametrize("who", ["ada", "dee", "max", "noor", "hanne"])
@pytest.mark.parametrize("act", ["publication", "return"])
def test_nobody_else_decides(as_, request, ada, who, act):
    who, story = request.getfixturevalue(who), hand_in(ada)
    assert as_(who).post(url(story, act), decision(story, "Seen.")).status_code == 403
    assert as_(who).get(QUEUE).status_code == 403
    assert Story.objects.get().state == "submitted"


def test_a_coordinator_of_another_land_decides_nothing(as_, ada):
    story, nora = hand_in(ada), make_coordinator("Nora", scope_kind="region", scope_value="DE-SH").person
    assert as_(nora).post(url(story, "publication"), decision(story)).status_code == 404
    assert list(as_(nora).get(QUEUE).context["waiting"]) == []


def test_a_published_story_is_not_decided_again(as_, ada, cy):
    story = publish(ada, by=cy)
    response = as_(cy).post(url(story, "return"), decision(story, "Take it down."))
    assert response.status_code == 409
    assert Story.objects.get().state == "published"


def test_a_note_survives_an_expired_session(client, as_, ada, cy):
    story = hand_in(ada)
    client.post(url(story, "return"), decision(story, "Where was it?"))
    assert "Where was it?" in as_(cy).get(url(story, "return")).content.decode()
