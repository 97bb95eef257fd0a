import re
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Picture
from leads.models import Case, Lead
from ledger import letters
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from stories.models import Story
from tests.cast import make_ambassador, make_coordinator
from tests.darkroom import upload
from tests.leads.hands import make_case, make_customer, make_encounter, make_lead
from tests.racing import at_once
from tests.stories.hands import hand_in, publish, tell


def verbs(subject):
    return list(Event.objects.about(subject).values_list("verb", flat=True))


def words(page):
    """The text of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# The way of a story ------------------------------------------------------------------------------


def test_a_story_goes_from_draft_to_published_with_a_note(ada, cy):
    story = publish(ada, by=cy, note="This makes one smile.")
    story.refresh_from_db()
    assert (story.state, story.moderated_by, story.note) == ("published", cy, "This makes one smile.")
    assert verbs(story) == ["published", "submitted", "drafted"]


def test_a_story_keeps_the_unit_and_the_land_its_author_had_that_day(ada):
    assert (tell(ada).unit_code, tell(ada).region) == ("T-DE-S-HOT", "DE-SN")


def test_a_story_that_comes_back_can_be_handed_in_again(ada, cy):
    story = hand_in(ada)
    story.send_back(by=cy, read=story.submitted_at, note="Where was it?")
    assert (story.state, story.note) == ("returned", "Where was it?")
    story.rewrite(by=ada, text="It was in Zwickau.")
    story.submit(by=ada)
    story.refresh_from_db()
    assert (story.state, story.note, story.moderated_by, story.text) == (
        "submitted",
        "",
        None,
        "It was in Zwickau.",
    )


def test_its_author_takes_a_story_back_at_any_time(ada, cy):
    for story in (hand_in(ada), publish(ada, by=cy)):
        story.withdraw(by=ada)
        story.refresh_from_db()
        assert (story.state, story.published_at) == ("draft", None)


def test_nobody_moderates_a_story_of_their_own(cy):
    story = hand_in(cy)
    for verb in (story.publish, story.send_back):
        with pytest.raises(Refusal, match="This is your own story"):
            verb(by=cy, read=story.submitted_at, note="Lovely, me.")
    assert Story.objects.get().state == "submitted"


def test_nobody_but_a_coordinator_publishes_and_nobody_but_the_author_does_the_rest(ada, dee, max):
    story = hand_in(ada)
    for who in (ada, dee, max):
        with pytest.raises(Refusal, match="Only a coordinator"):
            story.publish(by=who, read=story.submitted_at)
    for who in (dee, max):
        for act in (story.withdraw, story.submit, story.rewrite):
            with pytest.raises(Refusal, match="Only the author"):
                act(by=who)
    assert Story.objects.get().state == "submitted"


def test_a_story_cannot_jump(ada, cy):
    story = tell(ada)
    with pytest.raises(Refusal, match="not where it was"):
        story.publish(by=cy, read=None)
    with pytest.raises(Refusal, match="not where it was"):
        story.withdraw(by=ada)
    story.submit(by=ada)
    with pytest.raises(Refusal, match="not where it was"):
        story.submit(by=ada)
    with pytest.raises(Refusal, match="Take it back before you change it"):
        story.rewrite(by=ada, title="Different")


def test_a_story_that_changed_while_it_was_read_is_not_published(ada, cy):
    story = hand_in(ada)
    read = story.submitted_at
    story.withdraw(by=ada)
    story.rewrite(by=ada, text="Something else altogether.")
    story.submit(by=ada)
    with pytest.raises(Refusal, match="Look at it again"):
        Story.objects.get().publish(by=cy, read=read)
    assert Story.objects.get().state == "submitted"


def test_sending_back_needs_a_note(ada, cy):
    story = hand_in(ada)
    with pytest.raises(Refusal, match="what is missing"):
        story.send_back(by=cy, read=story.submitted_at, note="  ")


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_decide_once(ada, cy):
    story, zoe = hand_in(ada), make_coordinator("Zoe").person

    def judge(by, verb):
        return lambda: getattr(Story.objects.get(pk=story.pk), verb)(
            by=by, read=story.submitted_at, note="Seen."
        )

    outcomes = at_once(
        judge(cy, "publish"), judge(zoe, "send_back"), judge(zoe, "publish"), judge(cy, "send_back")
    )
    assert [type(outcome) for outcome in outcomes if outcome] == [Refusal] * 3
    assert Letter.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_story(ada, bo):
    client_id = uuid.uuid4()
    assert tell(ada, client_id=client_id) == tell(ada, client_id=client_id)
    with pytest.raises(Refusal, match="sent by somebody else"):
        tell(bo, client_id=client_id)
    assert Story.objects.count() == 1


def test_an_address_is_made_of_the_title_and_cannot_be_guessed(ada):
    first, second = tell(ada, title="Ein Übermaß an Äpfeln"), tell(ada, title="Ein Übermaß an Äpfeln")
    assert re.fullmatch(r"ein-uebermass-an-aepfeln-[0-9a-f]{8}", first.slug)
    assert first.slug != second.slug
    assert re.fullmatch(r"story-[0-9a-f]{8}", tell(ada, title="???").slug)


def test_the_database_itself_refuses_what_cannot_be(ada, cy):
    story = tell(ada)
    impossible = {
        "story_published_has_a_time": {
            "state": "published",
            "submitted_at": timezone.now(),
            "moderated_by": cy,
        },
        "story_handed_in_has_a_time": {"state": "submitted"},
        "story_judged_by_somebody": {
            "state": "published",
            "submitted_at": timezone.now(),
            "published_at": timezone.now(),
        },
        "story_comes_back_with_a_note": {
            "state": "returned",
            "submitted_at": timezone.now(),
            "moderated_by": cy,
        },
        "story_says_something": {"text": ""},
    }
    for name, columns in impossible.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Story.objects.only_this(story).update(**columns)


# Letters -----------------------------------------------------------------------------------------


def test_the_author_gets_a_letter_when_it_is_published(ada, cy):
    story = publish(ada, by=cy, title="A tap on the rucksack", note="I smiled & wept.")
    letter = Letter.objects.of_kind("story_published").get()
    mail = letters.compose(letter)
    assert (letter.recipient, mail.subject) == (ada, "Your story is published: A tap on the rucksack")
    assert "I smiled & wept." in mail.body
    assert story.get_absolute_url() in mail.body
    assert "I smiled &amp; wept." in mail.alternatives[0].content
    story.withdraw(by=ada)
    assert letters.compose(letter) is None


def test_the_author_gets_a_letter_each_time_it_comes_back(ada, cy):
    story = hand_in(ada)
    for note in ("Where?", "And when?"):
        story.send_back(by=cy, read=story.submitted_at, note=note)
        assert note in letters.compose(Letter.objects.of_kind("story_returned").newest_first().first()).body
        story.submit(by=ada)
    assert Letter.objects.of_kind("story_returned").count() == 2
    assert letters.compose(Letter.objects.of_kind("story_returned").first()) is None


# Who sees what -----------------------------------------------------------------------------------


@pytest.fixture
def four(ada, cy):
    """Ada's stories, one in each state."""
    back = hand_in(ada)
    back.send_back(by=cy, read=back.submitted_at, note="Where?")
    return {"draft": tell(ada), "submitted": hand_in(ada), "returned": back, "published": publish(ada, by=cy)}


def test_everybody_reads_what_is_published_the_author_everything_a_coordinator_what_waits(
    four, ada, bo, cy, max, noor
):
    def seen_by(person):
        return set(Story.objects.visible_to(person).values_list("state", flat=True))

    assert seen_by(ada) == set(four)
    assert seen_by(cy) == {"submitted", "published"}
    assert seen_by(bo) == seen_by(max) == seen_by(noor) == {"published"}


def test_pages_of_stories_one_may_not_see_do_not_exist(as_, four, ada, dee, cy, max):
    def codes(who):
        return {state: as_(who).get(story.get_absolute_url()).status_code for state, story in four.items()}

    assert codes(ada) == dict.fromkeys(four, 200)
    assert codes(dee) == codes(max) == {**dict.fromkeys(four, 404), "published": 200}
    assert codes(cy) == {"draft": 404, "returned": 404, "submitted": 200, "published": 200}


def test_a_coordinator_of_another_land_does_not_see_what_waits(as_, ada):
    story = hand_in(ada)
    north = make_coordinator("Nora", scope_kind="region", scope_value="DE-SH").person
    saxony = make_coordinator("Susi", scope_kind="region", scope_value="DE-SN").person
    assert [as_(who).get(story.get_absolute_url()).status_code for who in (north, saxony)] == [404, 200]


def test_the_picture_goes_where_the_story_goes(as_, ada, dee, cy):
    picture = Picture.take(upload(), alt="The rucksack", by=ada)
    story = hand_in(ada, picture=picture)

    def codes():
        return [as_(who).get(picture.url("m")).status_code for who in (ada, dee, cy)]

    assert codes() == [200, 404, 200]
    story.publish(by=cy, read=story.submitted_at)
    assert codes() == [200, 200, 200]
    story.withdraw(by=ada)
    assert codes() == [200, 404, 404]


# The pages ---------------------------------------------------------------------------------------


def test_stories_are_listed_newest_first_and_by_kind(as_, ada, cy, dee):
    for title, kind in (("First", "help"), ("Second", "sales"), ("Third", "help")):
        publish(ada, by=cy, title=title, kind=kind)
    tell(ada, title="Not ready")

    def titles(**query):
        return [story.title for story in as_(dee).get("/stories/", query).context["page"].rows]

    assert titles() == ["Third", "Second", "First"]
    assert titles(kind="help") == ["Third", "First"]
    assert titles(kind="nonsense") == ["Third", "Second", "First"]
    tiles = as_(dee).get("/stories/", {"kind": "help"}).context["tiles"]
    assert [(tile["kind"], tile["count"], tile["current"]) for tile in tiles] == [
        ("perception", 0, False), ("help", 2, True), ("sales", 1, False), ("motivation", 0, False)]  # fmt: skip


def test_older_stories_come_on_the_next_page_and_each_once(as_, ada, cy, dee, monkeypatch):
    monkeypatch.setattr("stories.views.stories.CARDS", 2)
    stories = [publish(ada, by=cy).title for _number in range(5)]
    seen, url = [], "/stories/"
    while url:
        page = as_(dee).get(url).context["page"]
        seen += [story.title for story in page.rows]
        url = page.next_url
    assert seen == stories[::-1]


def test_own_drafts_wait_on_top_and_nobody_elses(as_, ada, dee):
    tell(ada, title="Half a story")
    assert "Yours, not yet published Half a story draft" in words(as_(ada).get("/stories/"))
    assert "Half a story" not in words(as_(dee).get("/stories/"))


def test_no_story_yet_is_said_kindly(as_, ada, max):
    assert "Nothing told here yet" in words(as_(ada).get("/stories/"))
    assert "Tell the first one" in words(as_(ada).get("/stories/"))
    assert "Tell the first one" not in words(as_(max).get("/stories/"))


def test_a_story_is_told_in_paragraphs_with_its_note(as_, ada, cy, dee):
    story = publish(
        ada, by=cy, text="It was loud.\r\n\r\nThen <b>somebody</b> tapped.\nTwice.", note="A fine one."
    )
    page = as_(dee).get(story.get_absolute_url())
    assert '<p class="intro">It was loud.</p>' in page.content.decode()
    assert "Then &lt;b&gt;somebody&lt;/b&gt; tapped.<br>Twice." in page.content.decode()
    assert "From the coordinator CP Cy Peters A fine one." in words(page)


def test_the_lead_behind_a_story_is_shown_to_those_who_may_see_it_and_the_customer_to_nobody(
    as_, ada, bo, cy, dee, max
):
    lead = make_lead(
        ada, customer=make_customer("Frau Geheim", city="Verraten"), encounter=make_encounter(ada)
    )
    lead.win(by=ada)
    story = publish(ada, by=cy, lead=lead)

    def shown(who):
        page = as_(who).get(story.get_absolute_url())
        assert not re.search("Geheim|Verraten", page.content.decode())
        return (
            reverse("leads:lead", args=[lead.pk]) in page.content.decode(),
            "Met" in words(page),
            "Won" in words(page),
        )

    assert shown(ada) == shown(cy) == (True, True, True)
    assert shown(dee) == shown(bo) == shown(max) == (False, False, False)


def test_the_pages_cost_the_same_for_one_and_for_three(as_, ada, bo, cy):
    def grow(who):
        who.ambassador.portrait = Picture.take(upload(), alt="A portrait", by=who)
        who.ambassador.save(update_fields=["portrait"])
        lead = make_lead(who, encounter=make_encounter(who))
        story = publish(who, by=cy, picture=Picture.take(upload(), alt="A picture", by=who), lead=lead)
        hand_in(who)
        return story

    story, client = grow(ada), as_(cy)
    pages = ["/stories/", story.get_absolute_url(), "/stories/moderation/", "/stories/new/"]
    first = [cost(client, page) for page in pages]
    for who in (bo, make_ambassador("Eli").person):
        grow(who)
    assert [cost(client, page) for page in pages] == first
    assert [count for count in first if count > 12] == []


def test_a_lead_or_case_that_goes_leaves_the_story(ada):
    story = tell(ada, lead=make_lead(ada), case=make_case(ada))
    assert Lead.objects.owned_by(ada).count() == Case.objects.owned_by(ada).count() == 1
    assert (story.lead.owner, story.case.owner) == (ada.ambassador, ada.ambassador)


def test_the_stories_of_one_author_are_hers_alone(ada, bo, cy, as_):
    hers, his = publish(ada, by=cy), publish(bo, by=cy, title="The tie did the talking")
    page = as_(bo).get(reverse("stories:index"), {"author": ada.ambassador.handle})
    assert page.context["page"].rows == [hers]
    assert his.title not in words(page)
    assert as_(bo).get(reverse("stories:index"), {"author": "nobody-by-that-name"}).status_code == 404
