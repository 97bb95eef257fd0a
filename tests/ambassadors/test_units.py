from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ambassadors.models import Affiliation, Unit, UnitSpan
from tests.cast import make_unit


@pytest.fixture
def reorganised(db):
    """Until 2026 there was T-HOME with a shop below it, since then it is called T-DE and the shop stands at the top."""
    home, shop = Unit.objects.create(code="T-HOME"), Unit.objects.create(code="T-SHOP")
    spans = [
        (home, "Home division", None, date(1980, 1, 1), date(2026, 1, 1)),
        (home, "German division", None, date(2026, 1, 1), None),
        (shop, "Shop", home, date(1980, 1, 1), date(2026, 1, 1)),
        (shop, "Shop", None, date(2026, 1, 1), None),
    ]
    for unit, name, parent, since, until in spans:
        UnitSpan.objects.create(unit=unit, name=name, parent=parent, valid_from=since, valid_until=until)
    return home


@pytest.mark.parametrize(
    ("day", "name", "codes"),
    [
        (date(2025, 12, 31), "Home division", {"T-HOME", "T-SHOP"}),
        (date(2026, 1, 1), "German division", {"T-HOME"}),
    ],
)
def test_a_unit_has_the_name_and_the_place_of_its_day(reorganised, day, name, codes):
    assert reorganised.name_on(day) == name
    assert set(reorganised.subtree_codes(day)) == codes


def test_the_tree_of_a_day(reorganised):
    assert Unit.objects.tree(date(2025, 6, 1)) == [(0, "T-HOME", "Home division"), (1, "T-SHOP", "Shop")]
    assert Unit.objects.tree(date(2026, 6, 1)) == [(0, "T-HOME", "German division"), (0, "T-SHOP", "Shop")]


def test_a_unit_without_a_name_that_day_is_called_by_its_code(reorganised):
    assert reorganised.name_on(date(1970, 1, 1)) == "T-HOME"


def test_a_unit_has_one_name_at_a_time(reorganised):
    with pytest.raises(IntegrityError, match="one_name_at_a_time"), transaction.atomic():
        UnitSpan.objects.create(unit=reorganised, name="Other", valid_from=date(2026, 5, 1))


def test_a_unit_is_not_its_own_parent(db):
    unit = Unit.objects.create(code="LOOP")
    with pytest.raises(IntegrityError, match="own_parent"), transaction.atomic():
        UnitSpan.objects.create(unit=unit, name="Loop", parent=unit, valid_from=date(2026, 1, 1))


def test_a_circle_of_units_ends(db):
    first, second = Unit.objects.create(code="A"), Unit.objects.create(code="B")
    UnitSpan.objects.create(unit=first, name="A", parent=second, valid_from=date(2020, 1, 1))
    UnitSpan.objects.create(unit=second, name="B", parent=first, valid_from=date(2020, 1, 1))
    assert set(first.subtree_codes()) == {"A", "B"}


def test_somebody_belongs_to_the_unit_of_the_day(ada):
    moved = date(2026, 1, 1)
    ada.ambassador.affiliations.update(valid_until=moved)
    Affiliation.objects.create(ambassador=ada.ambassador, unit=make_unit("T-COM"), valid_from=moved)
    assert [ada.ambassador.unit_on(day).code for day in (date(2025, 12, 31), moved)] == [
        "T-DE-S-HOT",
        "T-COM",
    ]
    assert ada.ambassador.unit_on(date(2019, 1, 1)) is None


def test_nobody_belongs_to_two_units_at_once(ada):
    with pytest.raises(IntegrityError, match="one_unit_at_a_time"), transaction.atomic():
        Affiliation.objects.create(
            ambassador=ada.ambassador, unit=make_unit("T-COM"), valid_from=date(2026, 1, 1)
        )


def test_the_page_shows_the_tree_in_few_queries(ada, as_, django_assert_max_num_queries):
    make_unit("T-COM", name="Commerce", parent=make_unit("T", name="The company"))
    client = as_(ada)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("ambassadors:units")).content.decode()
    assert page.index("The company") < page.index("Commerce")
