"""What stands around every page: the way around, one's name, the language, the night."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from ambassadors import context
from ambassadors.models import Person

pytestmark = pytest.mark.django_db


def seen_by(person, path="/", **cookies):
    request = RequestFactory().get(path)
    request.user, request.COOKIES = person, cookies
    return context.shell(request)


def places(person):
    return [place["key"] for place in seen_by(person)["nav"]]


def test_everybody_sees_only_the_doors_that_open(ada, cy, max, noor, hanne):
    assert {"leads", "follow_ups"} <= set(places(ada))
    assert {"moderation", "outbox", "dashboard", "admin"} & set(places(ada)) == set()
    assert {"moderation", "outbox"} <= set(places(cy))
    assert "dashboard" in places(max)
    assert {"leads", "moderation", "outbox", "admin"} & set(places(max)) == set()
    assert {"admin", "outbox"} <= set(places(hanne))
    assert "leads" not in places(noor)


def test_every_door_opens(as_, ada, cy, max, noor, hanne):
    for person in (ada, cy, max, noor, hanne):
        visitor = as_(person)
        assert [
            place["url"] for place in seen_by(person)["nav"] if visitor.get(place["url"]).status_code != 200
        ] == []


def test_the_mailbox_is_a_place_of_the_demo_only(ada, settings):
    settings.DEMO = False
    assert "mailbox" not in places(ada)
    settings.DEMO = True
    assert "mailbox" in places(ada)


def test_the_big_button_logs_an_encounter_and_shows_managers_the_figures(ada, max, noor):
    assert seen_by(ada)["big_act"]["url"] == reverse("leads:encounter_new")
    assert seen_by(max)["big_act"]["url"] == reverse("reports:dashboard")
    assert seen_by(noor)["big_act"]["url"] == reverse("reports:dashboard")


def test_who_has_no_big_act_gets_a_quiet_one(as_, hanne):
    assert not seen_by(hanne)["big_act"]
    assert "btn--line btn--big btn--wide" in as_(hanne).get("/").content.decode()


def test_the_place_one_is_at_is_marked_once(ada):
    nav = seen_by(ada, reverse("stories:index") + "a-story/")["nav"]
    assert [place["key"] for place in nav if place["current"]] == ["stories"]
    assert [place["key"] for place in seen_by(ada, "/")["nav"] if place["current"]] == ["today"]


def test_what_waits_is_counted_where_it_waits(ada, monkeypatch):
    monkeypatch.setattr(context, "counts", context.Counts())
    context.counts.register("leads", lambda person: Person.objects.with_email(person.email))
    assert {place["key"]: place["count"] for place in seen_by(ada)["nav"] if place["count"]} == {"leads": 1}


def test_a_line_under_the_name_says_what_one_is(ada, cy, max):
    assert [str(seen_by(person)["standing"]) for person in (ada, cy, max)] == [
        "Ambassador, Zwickau",
        "Coordinator, Bonn",
        "Manager",
    ]


def test_the_night_is_a_choice_of_two(ada):
    assert seen_by(ada, theme="dark")["theme"] == "dark"
    assert seen_by(ada, theme='"><script>')["theme"] == ""
    assert seen_by(ada)["theme"] == ""


def test_a_stranger_sees_no_way_around(client):
    page = client.get(reverse("account_login")).content.decode()
    assert 'class="side"' not in page and 'class="bar' not in page


def test_a_page_speaks_the_language_it_is_in(as_, ada):
    page = as_(ada).get("/", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de"' in page
    assert 'lang="en"' in page  # the way back to English


def test_another_company_has_another_ribbon(as_, ada, settings):
    assert reverse("home:brand_css") not in as_(ada).get("/").content.decode()
    settings.BRAND_HUE = 190
    assert reverse("home:brand_css") in as_(ada).get("/").content.decode()
    assert "190" in as_(ada).get(reverse("home:brand_css")).content.decode()


@pytest.mark.parametrize(
    "back", ["[", "home", "//evil.example", "https:evil.example", "/\\evil.example", "\x00"]
)
def test_a_way_back_that_is_none_of_ours_is_no_error(client, db, back):
    answer = client.post("/language/", {"language": "de", "next": back})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
