"""What greets the first admin of a network in which nobody has done anything yet."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from ambassadors.models import Network
from home import first_steps
from tests import cast

pytestmark = pytest.mark.django_db


def open_steps():
    return [str(step.label) for step in first_steps.road() if not step.done]


def there(*routes):
    """How many of these pages exist."""
    found = 0
    for route in routes:
        try:
            found += bool(reverse(route))
        except NoReverseMatch:
            pass
    return found


def test_the_first_admin_is_led_on_and_every_step_opens(as_, hanne):
    page = as_(hanne).get("/").content.decode()
    road = page[page.index('aria-labelledby="first"') : page.index("</ol>")]
    links = re.findall(r'href="([^"]+)"', road)
    assert links[0] == reverse("home:setup")
    assert len(links) == there(
        "home:setup", "ambassadors:uploads", "ambassadors:invitations", "ambassadors:roles"
    )
    assert [as_(hanne).get(link).status_code for link in links] == [200] * len(links)


def test_a_step_that_is_done_stays_ticked_until_all_are(hanne):
    assert "Make it yours" in open_steps()
    Network.finish(by=hanne)
    assert "Make it yours" not in open_steps()
    cast.make_ambassador(state="invited")
    assert {"Bring people in", "Make it yours"} & set(open_steps()) == set()
    cast.make_coordinator("Cy")
    assert first_steps.road() == []


def test_only_an_admin_sees_the_road(as_, ada, max, noor):
    for person in (ada, max, noor):
        assert 'aria-labelledby="first"' not in as_(person).get("/").content.decode()


def test_an_empty_network_invites_to_the_first_story(as_, ada, hanne):
    assert 'href="/stories/new/"' in as_(ada).get("/").content.decode()
    page = as_(hanne).get("/").content.decode()
    assert "No story has been told yet" in page and 'href="/stories/new/"' not in page


def test_today_costs_an_admin_no_more_than_twelve_questions(as_, hanne, django_assert_max_num_queries):
    visitor = as_(hanne)
    visitor.get("/")
    with django_assert_max_num_queries(12):
        visitor.get("/")
