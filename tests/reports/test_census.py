import pytest

from reports.census import census
from reports.months import MONTHS, RUNNING, Months
from tests.cast import make_ambassador
from tests.reports import hands

pytestmark = pytest.mark.django_db


def test_people_count_in_every_month_in_which_they_were_there_at_some_time(django_assert_num_queries):
    hands.settle("DE-SN", 2)
    hands.settle("DE-SN", 1, since=3)
    hands.settle("DE-BE", 1, until=5)
    hands.settle("DE-BE", 1, since=4, until=6)
    with django_assert_num_queries(1):
        found = census(Months())
    assert found == {"DE-SN": [2] * 3 + [3] * 10, "DE-BE": [1, 1, 1, 1, 2, 2, 1] + [0] * 6}


def test_invited_and_locked_out_people_count_for_nobody():
    make_ambassador(region="DE-SN", state="invited")
    locked = make_ambassador(region="DE-SN")
    locked.person.is_active = False
    locked.person.save()
    make_ambassador(region="DE-SN")
    assert census(Months()) == {"DE-SN": [1] * MONTHS}


def test_who_left_this_month_still_counts_in_it():
    hands.settle("DE-SN", 1, until=RUNNING)
    assert census(Months())["DE-SN"][RUNNING] == 1


@pytest.mark.parametrize("stays_as", ["alumnus", "fan", "gone"])
def test_who_left_counts_before_whatever_they_stay_as(stays_as):
    who = hands.settle("DE-SN", 1, until=5)[0]
    who.state = stays_as
    who.save()
    assert census(Months())["DE-SN"] == [1] * 6 + [0] * 7
