import pytest

from tests.reports import hands

pytestmark = pytest.mark.django_db


def test_a_manager_sees_the_figures(as_, max):
    people = hands.settle("DE-SN", 12)
    hands.meet(people[0], many=3)
    page = as_(max).get("/reports/")
    assert page.status_code == 200
    print(page.content.decode())
