"""Who left is forgotten after a while; sums, stories and the chain of events stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors.models import Ambassador, HrRecord, Person
from ledger import dating, erasing, nightly
from ledger.models import Event
from reports.census import census
from reports.months import Months
from tests.cast import DAY, make_ambassador
from tests.stories import hands

pytestmark = pytest.mark.django_db
NIGHT = timezone.datetime(2030, 1, 15, 2, 30, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _file_of_this_test_alone(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


def left(ambassador, *, ago, state="gone"):
    Ambassador.objects.filter(pk=ambassador.pk).update(state=state, left_at=timezone.now() - ago)
    return ambassador


def date_of(person):
    dating.date_all(Person)
    return Person.objects.get(pk=person.pk).delete_after


def test_who_is_here_has_no_end(ada):
    assert date_of(ada) is None


def test_who_went_altogether_is_forgotten_a_year_later(ada, cy):
    story = hands.publish(ada, by=cy)
    HrRecord.objects.create(ambassador=ada.ambassador, personnel_no="4711")
    before = census(Months())
    left(ada.ambassador, ago=400 * DAY)
    counted = census(Months())
    nightly.sweep(now=NIGHT)
    person = Person.objects.select_related("ambassador").get(pk=ada.pk)
    story.refresh_from_db()
    assert (str(person), person.is_active, person.has_usable_password()) == (
        "Somebody who left",
        False,
        False,
    )
    assert "ada" not in f"{person.email} {person.ambassador.handle} {person.ambassador.folded}".lower()
    assert (story.teller, HrRecord.objects.count()) == (None, 0)
    assert before and census(Months()) == counted
    assert Event.objects.chain_holds(person) and nightly.sweep(now=NIGHT) == 0


def test_alumni_stay_as_long_as_they_do_something(ada):
    left(ada.ambassador, ago=40 * 30 * DAY, state="alumnus")
    gone_quiet = date_of(ada)
    assert gone_quiet < timezone.now()
    Event.record(ada.ambassador, "renamed", by=ada)
    assert date_of(ada) > timezone.now() + timedelta(days=1000)


def test_who_comes_back_has_no_end_again(ada):
    left(ada.ambassador, ago=30 * DAY, state="alumnus")
    assert date_of(ada) is not None
    Ambassador.objects.get(pk=ada.ambassador.pk).join(by=ada)
    assert date_of(ada) is None


def test_nobody_else_is_touched(ada, bo):
    left(ada.ambassador, ago=400 * DAY)
    erasing.erase(Person, [ada.pk])
    assert (str(Person.objects.get(pk=bo.pk)), make_ambassador("Ada").handle) == ("Bo Lindqvist", "ada-test")
