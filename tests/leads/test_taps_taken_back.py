"""A slip of the thumb on the page of a letter: taken back for ten minutes, with all that followed, on the strictest phone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from leads.models import Case, ConsentUse, FollowUp
from ledger.models import Event
from ledger.refusal import Refusal
from tests.access.calls import sums_of_all_tables
from tests.leads import hands
from tests.leads.tapping import Phone

ANSWERS = FollowUp.Answer.values
PREFETCH = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch", "X-Moz": "prefetch"}


@pytest.fixture
def due(ada):
    lead = hands.make_lead(ada, phone=hands.NUMBER, consent="service")
    lead.customer.change(by=ada, nickname="", first_name="Erika", last_name="Geheimrat")
    return hands.make_follow_up(lead)


def row(follow_up):
    return FollowUp.objects.only_this(follow_up).values().get()


def sums():
    with connection.cursor() as cursor:
        cursor.execute(sums_of_all_tables())
        return dict(cursor.fetchall())


def answered_ago(follow_up, **ago):
    FollowUp.objects.only_this(follow_up).update(answered_at=timezone.now() - timedelta(**ago))


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_is_taken_back_with_what_followed_and_the_link_works_again(due, answer):
    phone, before = Phone(due), row(due)
    phone.tap(answer)
    assert row(due)["answer"] == answer
    assert phone.take_back().status_code == 302
    assert row(due) == before
    assert not Case.objects.told().exists()
    assert list(FollowUp.objects.told().values_list("pk", flat=True)) == [due.pk]
    phone.tap("not_needed")
    assert row(due)["answer"] == "not_needed"
    assert Event.objects.chain_holds(due)


def test_the_same_answer_again_opens_the_same_case_and_the_same_next_call(due):
    phone = Phone(due)
    for answer, rows in (("not_ok", Case), ("not_reached", FollowUp)):
        phone.tap(answer)
        first = set(rows.objects.values_list("pk", flat=True))
        phone.take_back()
        phone.tap(answer)
        assert set(rows.objects.values_list("pk", flat=True)) == first
        phone.take_back()


def test_who_was_told_already_is_not_reminded_again(due):
    FollowUp.objects.due().remind()
    due.refresh_from_db()
    before, phone = row(due), Phone(due)
    phone.tap("all_ok")
    phone.take_back()
    assert row(due) == before


def test_the_use_of_the_consent_stays_written_and_the_page_says_so(due):
    phone = Phone(due)
    phone.tap("all_ok")
    assert "stays written down" in phone.open().content.decode()
    phone.take_back()
    assert ConsentUse.objects.count() == 1


@pytest.mark.parametrize(
    ("ago", "offered"), [({"minutes": 9, "seconds": 50}, True), ({"minutes": 10}, False)]
)
def test_ten_minutes_long(due, ago, offered):
    phone = Phone(due)
    phone.tap("not_ok")
    seal = phone.seal()
    answered_ago(due, **ago)
    page = phone.open().content.decode()
    assert (phone.undoing in page, "Later you correct it signed in" in page) == (offered, not offered)
    assert phone.send(phone.undoing, seal).status_code == (302 if offered else 409)
    assert (row(due)["answer"], Case.objects.told().count()) == (("", 0) if offered else ("not_ok", 1))


def test_what_was_corrected_or_answered_by_somebody_else_is_not_theirs_to_take_back(due, ada, cy):
    due.complete(by=cy, answer="all_ok")
    page = Phone(due).open().content.decode()
    assert "Take it back" not in page
    with pytest.raises(Refusal):
        due.take_back(by=ada)


def test_a_case_that_was_solved_meanwhile_keeps_the_answer(due, ada):
    phone = Phone(due)
    phone.tap("not_ok")
    Case.objects.get().solve(by=ada, what_helped="A new router")
    before = sums()
    refused = phone.take_back()
    assert (refused.status_code, sums()) == (409, before)
    assert f'href="{phone.url}"' in refused.content.decode()


def test_a_form_holds_once(due):
    phone = Phone(due)
    first = phone.seal()
    phone.tap("not_ok")
    seal = phone.seal()
    phone.send(phone.undoing, seal)
    before = sums()
    assert phone.send(phone.undoing, seal).status_code == 409
    assert phone.send(phone.url, first, answer="all_ok").status_code == 409
    assert sums() == before


@pytest.mark.parametrize("kind", ["none", "of another call", "token", "cut", "nul"])
def test_a_form_without_its_own_seal_is_refused_with_a_way_on(due, kind):
    phone = Phone(due)
    other = Phone(hands.make_follow_up(due.lead, purpose="service"))
    seal = phone.seal()
    wrong = {
        "none": "",
        "of another call": other.seal(),
        "token": phone.token,
        "cut": seal[:-1],
        "nul": "\0",
    }[kind]
    before = sums()
    answer = phone.send(phone.url, wrong, answer="not_ok")
    assert (answer.status_code, sums()) == (409, before)
    assert phone.url in answer.content.decode()


def test_no_cookie_is_asked_for_and_none_is_set(due):
    phone = Phone(due)
    phone.tap("not_ok")
    phone.take_back()
    phone.send(phone.url, "stale", answer="all_ok")
    phone.tap("")
    phone.answers.append(phone.client.get(phone.url.replace("/a/", "/a/x")))
    said = [(answer.cookies.output(), answer["Referrer-Policy"]) for answer in phone.answers]
    assert set(said) == {("", "no-referrer")}


def test_a_scanner_changes_nothing_before_and_after_the_answer(due):
    phone = Phone(due)
    for _state in ("open", "answered"):
        before = sums()
        for ask in (phone.client.get, phone.client.head):
            for headers in ({}, PREFETCH, {"User-Agent": "SafeLinks"}):
                assert ask(phone.url, headers=headers).status_code == 200
        for path in (phone.undoing, phone.url + "?answer=all_ok"):
            phone.client.get(path)
            phone.client.head(path)
        assert sums() == before
        phone.tap("all_ok")


def test_opened_again_it_says_what_was_answered_and_when(due, ada):
    phone = Phone(due)
    phone.tap("not_reached")
    answered_ago(due, days=3)
    said = row(due)["answered_at"].astimezone(ada.zone)
    page = phone.open().content.decode()
    assert ["Not reached" in page, f", {said:%H:%M}" in page] == [True, True]


def test_it_names_nobody_in_full_and_shows_no_number(due):
    phone = Phone(due)
    pages = [phone.open(), phone.tap("not_ok"), phone.open(), phone.take_back(), phone.open()]
    shown = " ".join(page.content.decode() for page in pages)
    assert "Erika" in shown
    assert [word for word in ("Geheimrat", hands.NUMBER, hands.NUMBER[3:]) if word in shown] == []


def test_it_speaks_the_language_of_its_letter(due, ada):
    ada.speak("de")
    page = Phone(due).open(headers={"Accept-Language": "en"})
    assert (page["Content-Language"], '<html lang="de"' in page.content.decode()) == ("de", True)
