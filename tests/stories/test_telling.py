import uuid

import pytest
from django.urls import reverse
from PIL import Image

from ambassadors.models import Picture
from stories.models import Story
from tests.darkroom import encoded, painted, upload
from tests.leads.hands import make_case, make_encounter, make_lead
from tests.stories.hands import hand_in, publish, tell

NEW = "/stories/new/"


def typed(**fields):
    return {
        "kind": "sales",
        "title": "A tap on the rucksack",
        "text": "It was loud.\n\nThen somebody tapped.",
        "language": "en",
        "client_id": uuid.uuid4(),
        **fields,
    }


def edit_url(story):
    return reverse("stories:edit", args=[story.slug])


def test_a_story_is_kept_as_a_draft_and_handed_in_later(as_, ada):
    response = as_(ada).post(NEW, typed())
    story = Story.objects.get()
    assert (response["Location"], story.state, story.author) == (
        story.get_absolute_url(),
        "draft",
        ada.ambassador,
    )
    as_(ada).post(reverse("stories:submission", args=[story.slug]))
    assert Story.objects.get().state == "submitted"


def test_a_story_is_handed_in_at_once(as_, ada):
    as_(ada).post(NEW, typed(hand_in="1"))
    assert Story.objects.get().state == "submitted"


def test_a_form_sent_twice_makes_one_story_with_one_picture(as_, ada):
    form = typed(hand_in="1")
    for _twice in range(2):
        response = as_(ada).post(NEW, {**form, "upload": upload(), "alt": "The fair"})
        assert response["Location"] == Story.objects.get().get_absolute_url()
    assert (Story.objects.count(), Picture.objects.count()) == (1, 1)


def test_somebody_elses_form_is_told_in_a_sentence(as_, ada, bo):
    form = typed()
    as_(ada).post(NEW, form)
    response = as_(bo).post(NEW, {**form, "upload": upload(), "alt": "The fair"})
    assert "This form was sent by somebody else. Open a new one." in response.content.decode()
    assert (Story.objects.count(), Picture.objects.count()) == (1, 0)


def test_a_picture_comes_with_words_for_those_who_cannot_see_it(as_, ada):
    response = as_(ada).post(NEW, {**typed(), "upload": upload()})
    assert "Say in words what is to be seen" in response.content.decode()
    assert (Story.objects.count(), Picture.objects.count()) == (0, 0)
    as_(ada).post(NEW, {**typed(), "upload": upload(), "alt": "The fair"})
    assert Story.objects.get().picture.alt == "The fair"


BAD_PICTURES = {
    "html named .jpg": (b"<html><script>alert(1)</script>", "This is not a picture we can read."),
    "nothing": (b"", "This is not a picture we can read."),
    "cut off": (encoded(painted(600, 400))[:3000], "This picture is damaged or cut off."),
    "far too large": (encoded(Image.new("1", (9000, 9000)), "PNG"), "This picture has too many pixels"),
}


@pytest.mark.parametrize("what", BAD_PICTURES)
def test_a_bad_picture_is_told_in_a_sentence_and_the_words_stay(as_, ada, what):
    data, sentence = BAD_PICTURES[what]
    response = as_(ada).post(NEW, {**typed(), "upload": upload(data), "alt": "The fair"})
    page = response.content.decode()
    assert (response.status_code, Story.objects.count(), Picture.objects.count()) == (200, 0, 0)
    for kept in (sentence, "A tap on the rucksack", "Then somebody tapped.", "The fair"):
        assert kept in page


BAD = {
    "no kind": ({"kind": ""}, "Choose what kind of story it is."),
    "an unknown kind": ({"kind": "politics"}, "politics is not one of the available choices"),
    "no title": ({"title": ""}, "Give it a title."),
    "a long title": ({"title": "x" * 121}, "at most 120 characters"),
    "a title of two lines": ({"title": "one\x0btwo"}, "This has to fit on one line"),
    "no text": ({"text": " "}, "Tell what happened"),
    "a very long text": ({"text": "x" * 8001}, "at most 8000 characters"),
    "a null character": ({"text": "a\x00b"}, "Null characters are not allowed"),
    "an unseen character": ({"text": "a\u202eb"}, "There is a character in it that nobody can see."),
    "an unknown language": ({"language": "tlh"}, "tlh is not one of the available choices"),
    "a foreign lead": ({"lead": uuid.uuid4()}, "This is not yours to tell about."),
    "a broken case": ({"case": "7"}, "This is not yours to tell about."),
    "long words for a picture": ({"alt": "x" * 301}, "at most 300 characters"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_in_a_sentence_and_nothing_typed_is_lost(as_, ada, what):
    bad, sentence = BAD[what]
    response = as_(ada).post(NEW, typed(**bad))
    page = response.content.decode()
    assert (response.status_code, Story.objects.count()) == (200, 0)
    assert sentence in page
    for name, value in typed().items():
        if name in ("title", "text") and name not in bad:
            assert value in page


def test_fields_nobody_offered_are_not_taken(as_, ada, bo, cy):
    as_(ada).post(
        NEW,
        typed(
            state="published",
            author=bo.ambassador.pk,
            note="I am great",
            moderated_by=cy.pk,
            slug="mine",
            region="DE-BE",
        ),
    )
    story = Story.objects.get()
    assert (story.state, story.author, story.note, story.moderated_by, story.region) == (
        "draft",
        ada.ambassador,
        "",
        None,
        "DE-SN",
    )
    assert story.slug != "mine"


def test_a_lead_of_ones_own_can_become_a_story(as_, ada):
    lead = make_lead(ada, encounter=make_encounter(ada, outcomes=["helped"]))
    form = as_(ada).get(NEW, {"lead": lead.pk}).context["form"]
    assert (form["kind"].value(), form["lead"].value()) == ("help", lead.pk)
    as_(ada).post(NEW, typed(lead=lead.pk))
    assert Story.objects.get().lead == lead


def test_a_case_of_ones_own_can_become_a_story(as_, ada):
    case = make_case(ada)
    form = as_(ada).get(NEW, {"case": case.pk}).context["form"]
    assert (form["kind"].value(), form["case"].value()) == ("help", case.pk)


def test_a_lead_of_somebody_else_does_not_exist(as_, ada, dee, cy):
    lead = make_lead(ada)
    answers = [
        as_(who).get(NEW, {"lead": key}).status_code
        for who, key in ((dee, lead.pk), (cy, lead.pk), (ada, "7"), (ada, uuid.uuid4()))
    ]
    assert answers == [404, 404, 404, 404]
    as_(dee).post(NEW, typed(lead=lead.pk))
    assert not Story.objects.exists()


def test_managers_auditors_and_admins_tell_nothing(as_, max, noor, hanne):
    assert [as_(who).post(NEW, typed()).status_code for who in (max, noor, hanne)] == [403, 403, 403]


def test_its_author_rewrites_a_draft(as_, ada):
    story = tell(ada)
    assert story.title in as_(ada).get(edit_url(story)).content.decode()
    as_(ada).post(edit_url(story), typed(kind="help"))
    story.refresh_from_db()
    assert (story.title, story.kind) == ("A tap on the rucksack", "help")


def test_a_picture_is_changed_described_anew_and_taken_away(as_, ada, django_capture_on_commit_callbacks):
    story = tell(ada, picture=Picture.take(upload(), alt="The fair", by=ada))
    first = story.picture
    as_(ada).post(edit_url(story), typed(alt="The fair at night"))
    story.refresh_from_db()
    assert (story.picture, story.picture.alt) == (first, "The fair at night")
    with django_capture_on_commit_callbacks(execute=True):
        as_(ada).post(edit_url(story), {**typed(alt="Another"), "upload": upload()})
    story.refresh_from_db()
    assert (story.picture.alt, first.path("s").exists()) == ("Another", False)
    as_(ada).post(edit_url(story), typed(alt="Another", without_picture="on"))
    assert (Story.objects.get().picture, Picture.objects.count()) == (None, 0)


def test_a_page_that_is_too_old_says_so_and_keeps_what_was_typed(as_, ada, cy):
    for story in (hand_in(ada), publish(ada, by=cy)):
        before = Story.objects.values().get(pk=story.pk)
        response = as_(ada).post(edit_url(story), {**typed(), "upload": upload(), "alt": "The fair"})
        page = response.content.decode()
        assert "This story is handed in or published. Take it back before you change it." in page
        assert "Then somebody tapped." in page
        assert (Story.objects.values().get(pk=story.pk), Picture.objects.count()) == (before, 0)


@pytest.mark.parametrize("route", ["stories:edit", "stories:submission", "stories:withdrawal"])
def test_stories_of_others_cannot_be_changed_by_dee_max_or_a_coordinator(as_, ada, dee, cy, max, route):
    for story in (tell(ada), hand_in(ada), publish(ada, by=cy)):
        url, before = reverse(route, args=[story.slug]), Story.objects.values().get(pk=story.pk)
        assert [as_(who).post(url, typed()).status_code for who in (dee, cy, max)] == [404, 404, 403]
        assert Story.objects.values().get(pk=story.pk) == before


def test_what_was_typed_survives_an_expired_session(client, as_, ada):
    response = client.post(NEW, typed())
    assert response["Location"].endswith(f"?next={NEW}")
    page = as_(ada).get(NEW).content.decode()
    for kept in ("A tap on the rucksack", "Then somebody tapped."):
        assert kept in page
    assert as_(ada).get(NEW).context["form"]["kind"].value() == "sales"


def test_its_author_takes_it_back_on_the_page(as_, ada, cy, dee):
    story = publish(ada, by=cy)
    as_(ada).post(reverse("stories:withdrawal", args=[story.slug]))
    assert as_(dee).get(story.get_absolute_url()).status_code == 404
