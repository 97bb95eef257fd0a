"""Self-dealing is shown to auditors under stable pseudonyms, and nothing follows from it."""

import pytest
from django.urls import reverse

from leads.models import Lead
from ledger.models import Event, Letter
from ledger.pseudonyms import pseudonym
from tests.leads.hands import make_customer, make_lead

DECLARED = reverse("leads:declared")


def lines(client, **query):
    return client.get(DECLARED, query).context["lines"]


def test_an_auditor_reads_who_is_what_to_whom_without_a_name(as_, ada, noor):
    lead = make_lead(ada, customer=make_customer("Tante Geheim"), relation="family")
    lead.win(by=ada)
    line = lines(as_(noor))[0]
    assert (line.who, line.lead, line.relation, line.before, line.state) == (
        pseudonym("P", ada.pk), pseudonym("L", lead.pk), "My family", "", "won",
    )  # fmt: skip
    page = as_(noor).get(DECLARED).content.decode()
    assert not [word for word in ("Tante Geheim", "Ada", "Brandt", str(lead.pk)) if word in page]


def test_what_was_said_before_stays_readable(as_, ada, noor):
    lead = make_lead(ada, relation="myself")
    lead.change(by=ada, relation="stranger")
    lead.change(by=ada, relation="")
    said = [(line.before, line.relation) for line in lines(as_(noor))]
    assert said == [("Somebody I didn't know", ""), ("Myself", "Somebody I didn't know"), ("", "Myself")]


def test_saying_nothing_leaves_no_line(ada):
    make_lead(ada).change(by=ada, note="A note")
    assert not Event.objects.of_verb("declared").exists()


def test_a_list_shows_one_relation_where_one_is_chosen(as_, ada, noor):
    for relation in ("friend", "family", "myself", "stranger"):
        make_lead(ada, relation=relation)
    assert [line.relation for line in lines(as_(noor), relation="myself")] == ["Myself"]
    assert len(lines(as_(noor), relation="nonsense")) == 4


def test_it_is_never_punished(ada):
    """No lock, no letter, no other place in the list: the same as for a stranger."""
    before = Letter.objects.count()
    plain, own = make_lead(ada, relation="stranger"), make_lead(ada, relation="myself")
    for lead in (plain, own):
        lead.win(by=ada)
    assert (Letter.objects.count(), own.follow_ups.count()) == (before, plain.follow_ups.count())
    assert list(Lead.objects.visible_to(ada).newest_first()) == [own, plain]


@pytest.mark.parametrize("who", ["ada", "dee", "cy", "max", "hanne"])
def test_nobody_but_auditors_reads_it(as_, request, who):
    assert as_(request.getfixturevalue(who)).get(DECLARED).status_code == 403


def test_it_costs_the_same_for_one_line_and_for_three(as_, ada, noor, django_assert_max_num_queries):
    def cost():
        client = as_(noor)
        with django_assert_max_num_queries(12) as asked:
            client.get(DECLARED)
        return len(asked)

    make_lead(ada, relation="friend")
    one = cost()
    make_lead(ada, relation="friend"), make_lead(ada, relation="friend")
    assert cost() == one
