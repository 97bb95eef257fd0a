import uuid

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from ledger.addresses import address


@pytest.mark.parametrize(
    ("route", "key", "rest"),
    [
        ("ambassadors:ambassador", "ada-brandt", []),
        ("ambassadors:picture", uuid.uuid4(), ["s"]),
        ("ambassadors:picture", uuid.uuid4(), ["l"]),
        ("stories:story", "a-good-day", []),
    ],
)
def test_an_address_is_the_one_that_django_says(route, key, rest):
    assert address(route, key, *rest) == reverse(route, args=[key, *rest])


def test_an_address_begins_where_the_product_stands():
    before = address("stories:story", "x")
    set_script_prefix("/network/")
    try:
        assert address("stories:story", "x") == f"/network{before}"
    finally:
        set_script_prefix("/")


def test_an_unknown_route_is_no_address():
    with pytest.raises(NoReverseMatch):
        address("nobody:nowhere", "x")
