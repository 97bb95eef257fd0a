import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambassadors.context import counts
from ambassadors.models import Picture
from tests.cast import make_ambassador
from tests.darkroom import upload
from tests.trophies.hands import make_trophy, offer, pass_on


@pytest.fixture
def cup(ada):
    return make_trophy(ada)


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def words(page):
    """The text of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_everybody_signed_in_sees_where_the_trophy_is(as_, cup, ada, dee, max, noor):
    for who in (ada, dee, max, noor):
        assert "With Ada in Zwickau." in words(as_(who).get("/trophies/"))
        assert "With Ada in Zwickau." in words(as_(who).get(cup.get_absolute_url()))


def test_nobody_sees_it_without_signing_in(client, cup):
    assert [client.get(url).status_code for url in ("/trophies/", cup.get_absolute_url())] == [302, 302]


def test_the_page_tells_the_journey_with_stops_kilometres_hosts_and_reasons(as_, cup, bo, cy, dee):
    pass_on(cup, bo, by=cy, host_unit=cy.ambassador.unit)
    page = words(as_(dee).get(cup.get_absolute_url()))
    assert "With Bo in Berlin, 2 stops and 210 km from the start." in page
    assert "As a guest of T-COM." in page
    assert "Guest of T-COM It is your turn." in page
    assert "Zwickau Ada Brandt today 0" in page


def test_the_map_is_told_in_words(as_, cup, bo, cy, dee):
    pass_on(cup, bo, by=cy)
    page = as_(dee).get(cup.get_absolute_url()).content.decode()
    assert 'aria-label="Map of Germany with the journey of the trophy: Zwickau, Berlin."' in page
    assert page.count('class="route"') == 1


def test_a_town_we_do_not_know_is_in_the_table_and_not_on_the_map(as_, cup, bo, cy, dee):
    pass_on(cup, bo, by=cy, host_city="Timbuktu")
    page = as_(dee).get(cup.get_absolute_url())
    assert [stop.town for stop in page.context["route"].stops] == ["Zwickau"]
    assert '<th scope="row">Timbuktu</th>' in page.content.decode()


def test_what_waits_is_shown_to_the_taker_and_counted(as_, cup, bo, cy, dee):
    offer(cup, bo, by=cy)
    assert "Wanderpokal 1 is on its way to you" in words(as_(bo).get("/trophies/"))
    assert "is on its way to you" not in words(as_(dee).get("/trophies/"))
    assert [counts.of(["trophies"], who) for who in (bo, dee, cy)] == [{"trophies": n} for n in (1, 0, 0)]


def test_each_sees_the_acts_that_are_theirs(as_, cup, ada, bo, cy):
    page_of = {who: as_(who).get(cup.get_absolute_url()).content.decode() for who in (ada, cy)}
    assert [reverse("trophies:hand_on", args=[cup.slug]) in page for page in page_of.values()] == [
        False,
        True,
    ]
    hand_off = offer(cup, bo, by=cy)
    acts = [reverse(f"trophies:{act}", args=[hand_off.pk]) for act in ("confirm", "decline", "cancel")]
    seen = {
        who: [act in as_(who).get(cup.get_absolute_url()).content.decode() for act in acts]
        for who in (ada, bo, cy)
    }
    assert seen == {ada: [False, False, False], bo: [True, True, False], cy: [False, False, True]}


def test_no_trophy_yet_is_said_kindly(as_, ada):
    assert "No trophy is on its way yet" in words(as_(ada).get("/trophies/"))
    assert as_(ada).get("/trophies/wanderpokal-1/").status_code == 404


def test_the_picture_of_a_trophy_is_seen_by_everybody(as_, cup, ada, dee):
    cup.picture = Picture.take(upload(), alt="The cup", by=ada)
    cup.save(update_fields=["picture"])
    assert as_(dee).get(cup.picture.url("m")).status_code == 200


def test_the_pages_cost_the_same_for_one_and_for_three(as_, cup, ada, bo, cy, dee):
    pass_on(cup, bo, by=cy)
    coordinator = as_(cy)
    pages = ["/trophies/", cup.get_absolute_url(), reverse("trophies:hand_on", args=[cup.slug])]
    first = [cost(coordinator, page) for page in pages]
    for number, who in enumerate((dee, make_ambassador("Eli").person), 2):
        make_trophy(who, name=f"Wanderpokal {number}")
    for who in (ada, bo):
        pass_on(cup, who, by=cy)
    assert [cost(coordinator, page) for page in pages] == first
    assert [count for count in first if count > 12] == []


def test_a_long_journey_comes_in_pages(as_, cup, ada, bo, cy, monkeypatch):
    monkeypatch.setattr("trophies.views.trophies.STAYS", 2)
    for who in (bo, ada, bo):
        pass_on(cup, who, by=cy)
    first = as_(cy).get(cup.get_absolute_url())
    second = as_(cy).get(first.context["page"].next_url)
    keepers = [custody.keeper.person for page in (first, second) for custody in page.context["page"].rows]
    assert (keepers, first.context["stops"], second.context["stops"]) == ([bo, ada, bo, ada], 4, 4)
    assert second.context["page"].next_url is None
