import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leads.models import SharedCredit
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from tests.leads.hands import NUMBER, make_case, make_consent, make_customer, make_lead
from tests.racing import at_once


@pytest.fixture
def customer(db, ada):
    made = make_customer(nickname="", first_name="Erika", last_name="Mustermann", city="Gotha")
    make_consent(made, by=ada)
    made.keep_contact(by=ada, phone=NUMBER, email="erika@example.net")
    return made


@pytest.fixture
def credit(ada, bo, customer):
    return SharedCredit.ask(make_lead(ada, customer=customer), bo.ambassador, by=ada)


def page(as_, person, name, row):
    return as_(person).get(reverse(f"leads:{name}", args=[row.pk]))


def test_one_asks_and_the_other_agrees(ada, bo, credit):
    credit.agree(by=bo)
    assert (credit.state, credit.answered_at is not None) == ("agreed", True)
    assert [(event.verb, event.actor) for event in Event.objects.about(credit)] == [
        ("agreed", bo),
        ("asked", ada),
    ]
    assert [(letter.kind, letter.recipient) for letter in Letter.objects.order_by("created_at")] == \
           [("credit_asked", bo), ("credit_answered", ada)]  # fmt: skip


def test_a_help_case_is_shared_too(ada, bo):
    credit = SharedCredit.ask(make_case(ada), bo.ambassador, by=ada)
    credit.decline(by=bo)
    assert credit.state == "declined"


@pytest.mark.parametrize(
    ("act", "who"), [("agree", "ada"), ("decline", "ada"), ("withdraw", "bo"), ("agree", "cy")]
)
def test_nobody_answers_for_another(request, credit, act, who):
    with pytest.raises(Refusal, match="Only"):
        getattr(credit, act)(by=request.getfixturevalue(who))
    credit.refresh_from_db()
    assert credit.state == "asked"


@pytest.mark.parametrize("first", ["agree", "decline", "withdraw"])
@pytest.mark.parametrize("then", ["agree", "decline", "withdraw"])
def test_a_question_is_answered_once(ada, bo, credit, first, then):
    by = {"agree": bo, "decline": bo, "withdraw": ada}
    getattr(credit, first)(by=by[first])
    with pytest.raises(Refusal):
        getattr(SharedCredit.objects.get(), then)(by=by[then])


def test_it_takes_both_to_end_it(ada, bo, credit):
    credit.agree(by=bo)
    credit.end(by=ada)
    assert credit.state == "agreed"
    with pytest.raises(Refusal):
        credit.end(by=ada)
    credit.end(by=bo)
    assert (credit.state, credit.ended_at is not None) == ("ended", True)
    with pytest.raises(Refusal):
        credit.keep(by=ada)


def test_the_wish_to_end_it_can_be_taken_back(ada, bo, credit):
    credit.agree(by=bo)
    credit.end(by=ada)
    credit.keep(by=ada)
    credit.end(by=bo)
    assert credit.state == "agreed"


@pytest.mark.django_db(transaction=True)
def test_yes_and_taking_back_at_the_same_moment_are_one_of_both(ada, bo, credit):
    fresh = [SharedCredit.objects.with_people().get() for _ in range(2)]
    at_once(lambda: fresh[0].agree(by=bo), lambda: fresh[1].withdraw(by=ada))
    verbs = sorted(event.verb for event in Event.objects.about(credit))
    assert verbs in (["agreed", "asked"], ["asked", "withdrawn"])


def test_only_who_looks_after_it_shares_it(ada, bo, cy):
    with pytest.raises(Refusal):
        SharedCredit.ask(make_lead(ada), bo.ambassador, by=cy)


def test_with_oneself_or_twice_with_the_same_it_is_not_shared(ada, bo, credit):
    with pytest.raises(Refusal, match="Choose somebody else"):
        SharedCredit.ask(credit.lead, ada.ambassador, by=ada)
    with pytest.raises(Refusal, match="already"):
        SharedCredit.ask(credit.lead, bo.ambassador, by=ada)


def test_the_same_form_twice_asks_once(ada, bo):
    lead, key = make_lead(ada), uuid.uuid4()
    first = SharedCredit.ask(lead, bo.ambassador, by=ada, client_id=key)
    assert SharedCredit.ask(lead, bo.ambassador, by=ada, client_id=key) == first


@pytest.mark.parametrize("answer", ["", "agree"])
def test_the_colleague_never_reads_who_the_customer_is(as_, bo, credit, answer):
    if answer:
        credit.agree(by=bo)
    said = page(as_, bo, "credit", credit).content.decode()
    hidden = ["Erika", "Mustermann", "Gotha", NUMBER, NUMBER[-6:], "erika@example.net", str(credit.lead_id)]
    assert ([word for word in hidden if word in said], credit.pseudonym in said) == ([], True)
    assert page(as_, bo, "lead", credit.lead).status_code == 404
    today = (
        as_(bo).get(reverse("home:today")).content.decode()
        + as_(bo).get(reverse("leads:credits")).content.decode()
    )
    assert [word for word in hidden if word in today] == []


def test_the_letters_tell_nothing_of_the_customer(ada, bo, credit):
    from ledger import letters

    credit.agree(by=bo)
    Letter.objects.filter(kind="credit_asked").update(kind="credit_answered")
    for letter in Letter.objects.all():
        mail = letters.compose(letter)
        assert not [word for word in ("Erika", "Gotha", NUMBER) if word in mail.message().as_string()]


def test_a_question_that_was_answered_before_needs_no_letter(bo, credit):
    from ledger import letters

    credit.agree(by=bo)
    assert letters.compose(Letter.objects.of_kind("credit_asked").get()) is None


@pytest.mark.parametrize("who", ["cy", "dee", "noor", "hanne", "max"])
def test_nobody_else_sees_who_shares_with_whom(as_, request, credit, who):
    person = request.getfixturevalue(who)
    assert page(as_, person, "credit", credit).status_code in (403, 404)
    for name in ("credit_agreement", "credit_refusal", "credit_withdrawal", "credit_end"):
        assert as_(person).post(reverse(f"leads:{name}", args=[credit.pk])).status_code in (403, 404)
    credit.refresh_from_db()
    assert credit.state == "asked"


def test_on_the_leads_story_only_the_two_read_it(as_, ada, bo, cy, credit):
    credit.agree(by=bo)
    link = credit.get_absolute_url()
    assert (link in page(as_, ada, "lead", credit.lead).content.decode(),
            link in page(as_, cy, "lead", credit.lead).content.decode()) == (True, False)  # fmt: skip


def test_the_pages_lead_through_it(as_, ada, bo, customer):
    lead = make_lead(ada, customer=customer)
    url = reverse("leads:lead_credit_new", args=[lead.pk])
    assert "Choose somebody" in as_(ada).post(url, {"to": ""}).content.decode()
    as_(ada).post(url, {"to": bo.ambassador.pk})
    credit = SharedCredit.objects.get()
    assert credit.get_absolute_url() in as_(bo).get(reverse("home:today")).content.decode()
    as_(bo).post(reverse("leads:credit_agreement", args=[credit.pk]))
    for person in (ada, bo):
        as_(person).post(reverse("leads:credit_end", args=[credit.pk]))
    credit.refresh_from_db()
    assert credit.state == "ended"


def test_every_sum_is_the_same_with_and_without_sharing(ada, bo, cy):
    leads = [make_lead(ada), make_lead(bo), make_lead(ada)]
    for lead in leads[:2]:
        lead.win(by=lead.owner.person)
    before = _sums()
    for lead in leads:
        other = bo if lead.owner.person == ada else ada
        SharedCredit.ask(lead, other.ambassador, by=lead.owner.person).agree(by=other)
    assert _sums() == before


def _sums():
    """All that the figures are made of."""
    from reports.books import Books

    books = Books()
    tallies = {
        "leads": books.leads,
        "cases": books.cases[0],
        "encounters": books.encounters,
        "stories": books.stories,
    }
    return {name: sorted(tally.told(), key=str) for name, tally in tallies.items()}


@pytest.mark.parametrize("wrong", [{"state": "ended"}, {"ended_at": timezone.now()}, {"lead": None}])
def test_the_database_keeps_it_honest(credit, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedCredit.objects.filter(pk=credit.pk).update(**wrong)


def test_a_list_costs_the_same_for_one_row_and_for_three(as_, ada, bo, credit, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = as_(bo), reverse("leads:credits")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        SharedCredit.ask(make_lead(ada), bo.ambassador, by=ada)
    with django_assert_num_queries(len(one)):
        client.get(url)
