"""A handle can't be mistaken for somebody else's, and an old one leads to its bearer for ever."""

import pytest

from ambassadors.models import Ambassador, OldHandle
from ledger.models import Event
from ledger.refusal import Refusal
from tests.racing import at_once

ROW = ["ada-brandt", "mueller", "jill", "tom", "modern"]


@pytest.mark.parametrize(
    ("borne", "typed"),
    [
        ("ada-brandt", "аda-brandt"), ("ada-brandt", "αda-brandt"), ("ada-brandt", "ada‐brandt"),  # other alphabets
        ("ada-brandt", "adabrandt"), ("ada-brandt", "ada-b-randt"), ("mueller", "muller"), ("mueller", "müller"),
        ("jill", "ji11"), ("jill", "jiil"), ("jill", "JILL"), ("tom", "t0m"), ("modern", "rnodern"), ("strasse", "strase"),
    ],
)  # fmt: skip
def test_a_handle_that_looks_like_anothers_is_refused(ada, bo, borne, typed):
    ada.ambassador.handle = borne
    ada.ambassador.fold()
    ada.ambassador.save()
    with pytest.raises(Refusal) as refused:
        bo.ambassador.take_handle(typed, by=bo)
    assert str(refused.value)[-1] == "."
    assert Ambassador.objects.get(pk=bo.ambassador.pk).handle == "bo-lindqvist"
    assert not OldHandle.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["", "ab", "-ada", "ada--b", "ada b", "123", "joining", "Admin", "adm1n", "x" * 61, "../me", "<b>"],
)
def test_what_is_no_handle_says_so(ada, typed):
    with pytest.raises(Refusal):
        ada.ambassador.take_handle(typed, by=ada)


def test_the_old_handle_leads_on_and_nobody_takes_it(as_, ada, bo):
    ada.ambassador.take_handle("the-tie", by=ada)
    assert as_(bo).get("/ambassadors/ada-brandt/").url == "/ambassadors/the-tie/"
    assert as_(bo).get("/ambassadors/nobody-ever/").status_code == 404
    with pytest.raises(Refusal):
        bo.ambassador.take_handle("ada-brandt", by=bo)
    assert Ambassador.free_handle("Ada Brandt") == "ada-brandt-2"
    ada.ambassador.take_handle("ada-brandt", by=ada)
    assert as_(bo).get("/ambassadors/the-tie/").url == "/ambassadors/ada-brandt/"
    assert [event.verb for event in Event.objects.about(ada.ambassador)] == ["renamed", "renamed"]


def test_an_old_handle_leads_nobody_to_somebody_hidden(as_, ada, bo, cy):
    ada.ambassador.take_handle("the-tie", by=ada)
    ada.ambassador.leave(by=ada, stays_as="gone").carry_on()
    assert as_(bo).get("/ambassadors/ada-brandt/").status_code == 404
    assert as_(cy).get("/ambassadors/ada-brandt/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_handle_at_once_are_not_both_given_it(ada, bo):
    outcomes = at_once(
        lambda: ada.ambassador.take_handle("the-tie", by=ada),
        lambda: bo.ambassador.take_handle("the-t1e", by=bo),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refusal"]
