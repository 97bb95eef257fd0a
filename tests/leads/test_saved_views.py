"""Saved views: one's own, by a name, without any search word, and not too many."""

import pytest
from django.urls import reverse

from leads.models import SavedView
from leads.models.saved_view import MOST
from ledger.refusal import Refusal
from tests.leads.hands import make_lead

VIEWS = reverse("leads:views")


def test_a_view_is_kept_and_stands_above_the_list(as_, ada):
    make_lead(ada)
    as_(ada).post(VIEWS, {"name": "Price in Zwickau", "query": "obstacle=price&place=Zwickau"})
    page = as_(ada).get(reverse("leads:index")).content.decode()
    assert "Price in Zwickau" in page
    assert "/leads/?obstacle=price&amp;place=Zwickau" in page


def test_neither_search_words_nor_pages_nor_unknown_things_are_kept(ada):
    view = SavedView.keep(ada, name="x", query="q=Frau+Geheim&after=2026_1&state=won&evil=1&place=%00a")
    assert view.query == "state=won&place=a"


def test_a_view_that_narrows_nothing_is_refused(ada):
    with pytest.raises(Refusal):
        SavedView.keep(ada, name="All", query="q=frau")


def test_the_same_name_means_the_newer_choice(ada):
    SavedView.keep(ada, name="Mine", query="state=won")
    SavedView.keep(ada, name="Mine", query="state=lost")
    assert list(SavedView.objects.values_list("name", "query")) == [("Mine", "state=lost")]


def test_there_are_not_more_than_fit_above_a_list(ada, bo):
    for number in range(MOST):
        SavedView.keep(ada, name=f"View {number}", query="state=won")
    with pytest.raises(Refusal):
        SavedView.keep(ada, name="One more", query="state=won")
    SavedView.keep(bo, name="One more", query="state=won")


@pytest.mark.parametrize("name", ["", "x" * 41, "two\nlines", "\0"])
def test_a_name_that_is_none_is_refused_kindly(as_, ada, name):
    as_(ada).post(VIEWS, {"name": name, "query": "state=won"})
    assert not SavedView.objects.exists()


def test_a_view_is_its_owners_alone(as_, ada, dee, cy, max):
    view = SavedView.keep(ada, name="Mine alone", query="state=won")
    removal = reverse("leads:view_removal", args=[view.pk])
    for stranger, status in ((dee, 404), (cy, 404), (max, 403)):
        assert as_(stranger).post(removal).status_code == status
        assert b"Mine alone" not in as_(stranger).get(reverse("leads:index")).content
    as_(ada).post(removal)
    assert not SavedView.objects.exists()
