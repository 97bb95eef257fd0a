"""Everything that happened about a lead, in words and both languages, older lines page by page."""

import pytest
from django.urls import reverse
from django.utils import translation

from leads.desk import saying
from leads.history import ELSE, events_of, lines
from leads.models import CustomerLink, Referral, SharedCredit
from ledger.models import Event
from stories.models import Story
from tests.leads.hands import make_case, make_duplicate, make_encounter, make_follow_up, make_lead


@pytest.fixture
def told(ada):
    """A lead with some of everything."""
    lead = make_lead(ada, encounter=make_encounter(ada), consent="advertising", relation="friend")
    lead.customer.change(by=ada, city="Köln")
    lead.move("offered", by=ada)
    make_follow_up(lead).complete(by=ada, answer="all_ok")
    case = make_case(ada, customer=lead.customer, lead=lead)
    case.solve(by=ada, what_helped="A cable.")
    return lead


def words(lead):
    return [str(line.what) for line in lines(events_of(lead))]


def test_all_floors_tell_of_a_lead(told):
    assert set(words(told)) >= {
        "The lead began", "It was said who the customer is", "What we know of the customer was changed", "It went on",
        "The encounter was logged", "The customer said yes", "A call was promised", "The call was made",
        "The consent was used", "A help case was opened", "The trouble is over",
    }  # fmt: skip
    assert str(ELSE[1]) not in words(told)


def test_a_published_story_tells_of_its_lead_and_a_draft_does_not(ada, cy, told):
    story = Story.draft(
        ada.ambassador, by=ada, kind="sales", title="Won", text="At the fair.", language="en", lead=told
    )
    assert "A story about it was published" not in words(told)
    story.submit(by=ada)
    story.publish(by=cy, read=story.submitted_at)
    assert words(told)[0] == "A story about it was published"


def test_it_is_told_in_german_too(told):
    with translation.override("de"):
        said = words(told)
    assert "Die Kontaktchance begann" in said
    assert not set(said) & set(words(told))


def test_a_lead_shows_the_newest_and_a_way_to_all(as_, ada, told):
    page = as_(ada).get(told.get_absolute_url())
    all_of_it = as_(ada).get(reverse("leads:history", args=[told.pk]))
    assert len(page.context["lines"]) == 6
    assert reverse("leads:history", args=[told.pk]) in page.content.decode()
    assert len(all_of_it.context["lines"]) == events_of(told).count()


def test_older_lines_come_page_by_page(as_, ada):
    lead = make_lead(ada)
    for number in range(60):
        lead.change(by=ada, note=f"Note {number}")
    first = as_(ada).get(reverse("leads:history", args=[lead.pk]))
    second = as_(ada).get(first.context["page"].next_url)
    notes = [line for page in (first, second) for line in page.context["lines"] if str(line.more) == "note"]
    assert (len(first.context["lines"]), len(notes), second.context["page"].next_url) == (50, 60, None)


def test_what_nobody_has_words_for_is_told_all_the_same(ada):
    lead = make_lead(ada)
    Event.record(lead, "polished", by=ada)
    assert words(lead)[0] == "Something was changed"


def test_events_of_others_stay_with_them(as_, ada, bo, dee, max, told):
    make_lead(bo, note="x").change(by=bo, note="y")
    assert all(line.who in (ada, None) for line in lines(events_of(told)))
    address = reverse("leads:history", args=[told.pk])
    assert (as_(dee).get(address).status_code, as_(max).get(address).status_code) == (404, 403)


@pytest.mark.parametrize("page", ["lead", "history"])
def test_a_lead_costs_the_same_with_one_event_and_with_many(as_, ada, django_assert_max_num_queries, page):
    lead = make_lead(ada)
    address = reverse(f"leads:{page}", args=[lead.pk])

    def cost():
        client = as_(ada)
        with django_assert_max_num_queries(12) as asked:
            client.get(address)
        return len(asked)

    make_follow_up(lead, occurrence=1)
    one = cost()
    for number in range(2, 6):
        make_follow_up(lead, occurrence=number)
    assert cost() == one


def test_the_desk_a_link_and_a_settled_pair_are_told_too(ada, told):
    link = CustomerLink.issue(told.customer, by=ada)
    referral = Referral.send(told, by=ada, external_reference="INC-1", with_contact=True)
    referral.hear(saying.reply("1", "hand", by=ada, said="solved"))
    referral.close(by=ada)
    make_duplicate(ada, customer=told.customer).tell_apart(by=ada)
    assert link and words(told)[:6] == [
        "It was settled that two are not the same person",
        "What the service desk was asked is closed",
        "The service desk solved it",
        "It was handed to the service desk",
        "The consent was used",
        "A link for the customer was made",
    ]


def test_a_shared_credit_is_told_to_the_two_alone(ada, bo, cy, told):
    credit = SharedCredit.ask(told, bo.ambassador, by=ada)
    credit.agree(by=bo)
    for_two = [str(line.what) for line in lines(events_of(told, ada))]
    assert for_two[:2] == ["The credit is shared", "Somebody was asked to share the credit"]
    assert not {"The credit is shared"} & {str(line.what) for line in lines(events_of(told, cy))}
    assert not {"The credit is shared"} & set(words(told))
