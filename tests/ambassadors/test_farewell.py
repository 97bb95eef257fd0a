"""Alumni and fans hear of it before they are forgotten, once, and stay by one tap."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Ambassador, Person, farewell
from ledger.models import Event, Letter
from tests.cast import DAY, make_ambassador

pytestmark = pytest.mark.django_db
ALUMNI = 3 * 365 * DAY


def left(first_name="Uwe", *, ends_in, state="alumnus", **fields):
    """Somebody who left so long ago that they are forgotten in so many days."""
    ambassador = make_ambassador(first_name, state="alumnus", **fields)
    Ambassador.objects.filter(pk=ambassador.pk).update(state=state, left_at=timezone.now() - ALUMNI)
    Person.objects.filter(pk=ambassador.person_id).update(delete_after=timezone.now() + ends_in * DAY)
    return Person.objects.get(pk=ambassador.person_id)


def written():
    return [letter.recipient.first_name for letter in Letter.objects.of_kind("farewell")]


@pytest.mark.parametrize(
    ("ends_in", "state", "hears"),
    [
        (29, "alumnus", True),
        (29, "fan", True),
        (31, "alumnus", False),
        (-1, "alumnus", False),
        (29, "gone", False),
    ],
)
def test_only_who_is_forgotten_soon_and_still_reads_along_hears_of_it(ends_in, state, hears):
    left(ends_in=ends_in, state=state)
    assert (farewell.sweep(), written()) == ((1, ["Uwe"]) if hears else (0, []))


def test_who_is_here_hears_nothing(ada):
    assert (farewell.sweep(), written()) == (0, [])


def test_the_letter_is_written_once_however_often_the_sweep_runs():
    left(ends_in=20)
    assert [farewell.sweep() for _ in range(3)] == [1, 0, 0]
    Letter.objects.send_due()
    assert ([letter.to for letter in mail.outbox], farewell.sweep()) == ([[Person.objects.get().email]], 0)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "we forget you, unless you'd like to stay", "you needn't do anything"),
        ("de", "vergessen wir dich", "musst du nichts tun"),
    ],
)
def test_it_says_when_what_goes_and_what_can_be_done(language, subject, words):
    left(ends_in=20, language=language)
    farewell.sweep()
    Letter.objects.send_due()
    (letter,) = mail.outbox
    assert subject in letter.subject
    assert (words in letter.body, "/me/" in letter.body) == (True, True)


def test_who_came_back_meanwhile_gets_no_letter():
    person = left(ends_in=20)
    farewell.sweep()
    person.ambassador.join(by=person)
    Letter.objects.send_due()
    assert (mail.outbox, Letter.objects.get().state) == ([], "cancelled")


def test_one_tap_and_they_stay(as_):
    person = left(ends_in=20)
    farewell.sweep()
    visitor = as_(person)
    assert "we forget you" in visitor.get("/me/").content.decode()
    page = visitor.post(reverse("ambassadors:staying"), follow=True).content.decode()
    assert ("You stay." in page, "we forget you" in page) == (True, False)
    person.refresh_from_db()
    assert person.delete_after > timezone.now() + timedelta(days=1000)
    assert Event.objects.about(person.ambassador).of_verb("stayed").get().actor == person
    Letter.objects.send_due()
    assert mail.outbox == []


def test_when_that_time_is_nearly_over_they_hear_again():
    person = left(ends_in=20)
    farewell.sweep()
    farewell.stay(person.ambassador, by=person)
    assert farewell.sweep() == 0
    Person.objects.filter(pk=person.pk).update(delete_after=timezone.now() + 25 * DAY)  # years later
    assert (farewell.sweep(), farewell.sweep(), len(written())) == (1, 0, 2)


def test_nobody_else_stays_by_it(as_, ada, max, client):
    url = reverse("ambassadors:staying")
    assert [as_(who).post(url).status_code for who in (ada, max)] == [403, 403]
    assert client.post(url).status_code in (302, 403)
    assert not Event.objects.of_verb("stayed").exists()


def test_far_from_their_end_they_see_no_farewell(as_):
    assert "we forget you" not in as_(left(ends_in=90)).get("/me/").content.decode()
