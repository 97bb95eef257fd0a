"""Rare words are looked up, frequent ones are met on the way: what is found is the same."""

import pytest
from django.db import connection

from leads.models import Lead, frequent
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


def test_rare_words_are_looked_up_by_their_keys(leads):
    rare, _others = leads
    read_statistics()
    assert frequent.keys_of_rare(Lead.objects.found_by("quitten"), ["nobodysword"]) == [rare.pk]
    assert (
        list(Lead.objects.found_fast("Quittenbaum")) == list(Lead.objects.found_by("Quittenbaum")) == [rare]
    )
    assert frequent._share("quittenbaum") < 0.04


def test_frequent_words_are_not(leads, django_assert_num_queries):
    read_statistics()
    assert frequent._share("meier") > frequent.OFTEN
    with django_assert_num_queries(0):
        assert frequent.keys_of_rare(Lead.objects.found_by("meier"), ["meier"]) is None
    assert Lead.objects.found_fast("meier").count() == 29


def test_two_frequent_words_may_be_rare_together(leads):
    read_statistics()
    share = frequent._share("meier") * frequent._share("zwickau")
    assert 0 < share <= frequent._share("meier")
    assert set(Lead.objects.found_fast("meier zwickau")) == set(Lead.objects.found_by("meier zwickau"))


def test_more_than_a_few_are_walked(leads, monkeypatch):
    monkeypatch.setattr(frequent, "FEW", 10)
    assert frequent.keys_of_rare(Lead.objects.found_by("meier"), ["meier"]) is None
    assert Lead.objects.found_fast("meier").count() == 29


def test_a_table_without_statistics_is_looked_up(leads):
    assert Lead.objects.found_fast("meier").count() == 29
    assert not Lead.objects.found_fast("nobody").exists()


def test_what_one_may_not_see_is_not_found(leads, dee):
    assert not Lead.objects.visible_to(dee).found_fast("quittenbaum").exists()
