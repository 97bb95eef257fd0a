"""Rare words are looked up, frequent ones are met on the way: what is found is the same."""

import pytest
from django.db import connection

from leads.models import Lead, frequent
from leads.search import Search
from tests.leads.hands import make_customer, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_statistics_of_others():
    frequent._known.cache_clear()
    yield
    frequent._known.cache_clear()


def read_statistics():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE leads_lead")
    frequent._known.cache_clear()


@pytest.fixture
def leads(ada):
    """Thirty in Zwickau, one of them with a name that nobody else has."""
    rare = make_lead(ada, customer=make_customer("Frau Quittenbaum"))
    return rare, [make_lead(ada, customer=make_customer("Frau Meier")) for _number in range(29)]


@pytest.fixture
def searched(rf):
    """The leads on the first page of a search."""

    def search(text, among=None):
        rows = Lead.objects.all() if among is None else among
        return Search(text).page(rows.in_rows(), rf.get("/")).rows

    return search


def test_rare_words_are_looked_up(leads, searched):
    rare, _others = leads
    read_statistics()
    assert frequent.are_rare(["nobodysword"])
    assert frequent._share("quittenbaum") < 0.04
    assert searched("Quittenbaum") == list(Lead.objects.found_by("Quittenbaum")) == [rare]


def test_frequent_words_are_met_on_the_way(leads, searched):
    read_statistics()
    assert not frequent.are_rare(["meier"])
    assert len(searched("meier")) == 29


def test_what_is_looked_up_is_what_is_met(leads):
    found = Lead.objects.found_by("meier zwickau").newest_first()
    assert list(frequent.by_index(found)) == list(found)


def test_a_second_page_of_rare_words_goes_on_where_the_first_ended(leads, rf, monkeypatch):
    monkeypatch.setattr(frequent, "OFTEN", 1)
    first = Search("meier").page(Lead.objects.in_rows(), rf.get("/"))
    place = f"{first.rows[9].created_at.isoformat()}_{first.rows[9].pk}"
    second = Search("meier").page(Lead.objects.in_rows(), rf.get("/", {"after": place}))
    assert second.rows == first.rows[10:]


def test_two_frequent_words_may_be_rare_together(leads):
    read_statistics()
    share = frequent._share("meier") * frequent._share("zwickau")
    assert 0 < share <= frequent._share("meier")


def test_a_table_without_statistics_is_looked_up(leads, searched):
    assert frequent.are_rare(["meier"])
    assert len(searched("meier")) == 29
    assert not searched("nobody")


def test_what_one_may_not_see_is_not_found(leads, dee, searched):
    assert not searched("quittenbaum", Lead.objects.visible_to(dee))
