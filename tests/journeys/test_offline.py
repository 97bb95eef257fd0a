"""Without a network, in a real browser: what is typed waits on the device, arrives once, and belongs to who typed it."""

import contextlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from leads.models import Case, Customer, Encounter, EncounterPhoto, Lead
from tests import cast
from tests.darkroom import encoded, painted
from tests.journeys.conftest import PHONE
from tests.leads import hands

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SENTENCE = "An older lady tapped on my rucksack."
READY = "() => document.documentElement.dataset.offlineReady === 'yes'"


@pytest.fixture
def phone(window):
    """`phone(ada)` is her phone: signed in, and everything on it that is needed without a network."""

    def of(who):
        page = window(who, viewport=PHONE, service_workers="allow")
        page.wait_for_function(READY)
        return page

    return of


def log(page, sentence=SENTENCE, *, photo=None):
    """Open the capture form, fill it and keep it, as with a thumb."""
    page.goto("/encounters/new/")
    fill(page, sentence)
    if photo:
        page.locator("input[type=file]").first.set_input_files(photo)
    page.get_by_role("button", name="Keep it").click()


def fill(page, sentence):
    page.get_by_role("radio", name="Fair").check()
    page.get_by_role("radio", name="Rucksack").check()
    page.get_by_role("checkbox", name="Wants an offer").first.check()
    page.locator("textarea[name=sentence]").fill(sentence)


def log_offline(page, *sentences, **more):
    page.context.set_offline(True)
    for sentence in sentences or [SENTENCE]:
        log(page, sentence, **more)
        expect(page.get_by_role("heading", name="On this device")).to_be_visible()
        expect(page.locator("[data-entries]")).to_contain_text(sentence)


def expect_unsent(page, number):
    expect(page.locator("html")).to_have_attribute("data-unsent-count", str(number))


def until(page, holds):
    """Wait, at most fifteen seconds, for what the server has."""
    for _time in range(150):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came to be")


def counts():
    return Encounter.objects.count(), Lead.objects.count(), Customer.objects.count()


def test_logged_without_a_network_it_arrives_when_there_is_one(phone, ada):
    page = phone(ada)
    log_offline(page)
    expect_unsent(page, 1)
    expect(page.locator("[data-unsent]")).to_have_text("1 entry waits on this device")
    assert counts() == (0, 0, 0)
    page.context.set_offline(False)
    expect_unsent(page, 0)
    assert counts() == (1, 1, 1)
    page.locator("[data-sent-list] a").click()
    expect(page.locator("q")).to_have_text(SENTENCE)


def sign_in(page, who):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(who.email)
    page.locator("input[name=password]").fill(cast.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def cut(page, *, after_arriving=False, where="**/encounters/sync/"):
    """Cut the line at one address: before the server hears of it, or after, so that only the answer is lost."""

    def line(route):
        with contextlib.suppress(Error):  # mended while this one was under way
            if after_arriving:
                route.fetch()
            route.abort()

    page.context.route(where, line)
    return lambda: page.context.unroute(where)


def test_an_answer_that_is_lost_doubles_nothing(phone, ada):
    page = phone(ada)
    log_offline(page, "The first one.", "The second one.")
    mend = cut(page, after_arriving=True)
    page.context.set_offline(False)
    until(page, lambda: counts() == (2, 2, 2))
    page.wait_for_function("async () => (await outbox.note('state'))?.state === 'offline'")
    expect(page.locator("[data-state-said]")).to_contain_text("No network just now")
    expect_unsent(page, 2)
    mend()
    page.get_by_role("button", name="Send now").click()
    expect_unsent(page, 0)
    assert counts() == (2, 2, 2)


def test_two_tabs_send_once(phone, ada):
    page = phone(ada)
    log_offline(page)
    other = page.context.new_page()
    other.goto("/encounters/waiting/")
    expect_unsent(other, 1)
    sent = []
    page.context.on(
        "request",
        lambda request: sent.append(request.url) if request.url.endswith("/encounters/sync/") else None,
    )
    page.context.set_offline(False)
    expect_unsent(page, 0)
    expect_unsent(other, 0)
    assert (counts(), len(sent)) == ((1, 1, 1), 1)


def test_a_form_whose_answer_is_lost_waits_under_the_same_number(phone, ada):
    """The page came from the network; the line is cut while the form is sent, and the browser doesn't know it yet."""
    page = phone(ada)
    page.goto("/encounters/new/")
    fill(page, SENTENCE)
    mend = cut(page, after_arriving=True, where="**/encounters/new/")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="On this device")).to_be_visible()
    until(page, lambda: counts() == (1, 1, 1))
    mend()
    expect_unsent(page, 0)
    assert counts() == (1, 1, 1)


def test_when_the_session_is_over_it_waits_until_one_signs_in(phone, ada):
    page = phone(ada)
    log_offline(page)
    Session.objects.all().delete()
    page.context.set_offline(False)
    expect(page.locator("[data-state-said]")).to_contain_text("Sign in to send")
    expect_unsent(page, 1)
    page.get_by_role("link", name="Sign in to send").click()
    expect(page.locator("[data-unsent]")).to_have_text("1 entry waits on this device")
    sign_in(page, ada)
    expect_unsent(page, 0)
    assert counts() == (1, 1, 1)


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_it(phone, ada, bo):
    page = phone(ada)
    log_offline(page)
    Session.objects.all().delete()
    page.context.set_offline(False)
    sign_in(page, bo)
    page.goto("/encounters/waiting/")
    expect_unsent(page, 0)
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert SENTENCE not in page.content() and counts() == (0, 0, 0)
    page.context.clear_cookies()
    sign_in(page, ada)
    expect_unsent(page, 0)
    assert [one.ambassador for one in Encounter.objects.newest_first()] == [ada.ambassador]


def test_signing_out_with_something_unsent_is_asked_about(phone, ada):
    hands.make_lead(ada)
    page = phone(ada)
    page.wait_for_function("async () => Boolean(await outbox.note('open'))")
    log_offline(page)
    mend = cut(page)
    page.context.set_offline(False)
    page.goto("/")
    expect_unsent(page, 1)
    page.locator("footer form[action$='logout/'] button").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("1 entry waits on this device")
    asked.get_by_role("button", name="Stay").click()
    expect(asked).to_be_hidden()
    page.locator("footer form[action$='logout/'] button").click()
    asked.get_by_role("button", name="Sign out all the same").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("async () => [await outbox.note('owner'), await outbox.note('open')]") == [
        None,
        None,
    ]
    kept = "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()"
    assert [path for path in page.evaluate(kept) if not path.startswith(("/static/", "/brand.css"))] == []
    mend()
    sign_in(page, ada)
    expect_unsent(page, 0)
    assert counts()[0] == 1


def test_a_new_version_of_the_app_loses_nothing(phone, ada, monkeypatch):
    page = phone(ada)
    log_offline(page)
    mend = cut(page)
    page.context.set_offline(False)
    monkeypatch.setattr("home.views.app.version", lambda: "anothervers")
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
    page.wait_for_function("async () => (await caches.keys()).join() === 'werkstolz-anothervers'")
    page.context.set_offline(True)
    log(page, "Logged with the new version.")
    expect_unsent(page, 2)
    expect(page.locator("[data-entries] > li")).to_have_count(2)
    mend()
    page.context.set_offline(False)
    expect_unsent(page, 0)
    assert counts() == (2, 2, 2)


def test_a_broken_entry_comes_back_with_its_reason_and_is_changed(phone, ada):
    page = phone(ada)
    log_offline(page, "Good before.")
    page.goto("/encounters/new/")
    fill(page, "From the future.")
    page.locator("details", has=page.locator("input[name=happened_at]")).locator("summary").click()
    page.locator("input[name=happened_at]").fill("2999-01-01T09:00")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-entries] > li")).to_have_count(2)
    log(page, "Good after.")
    page.context.set_offline(False)
    expect_unsent(page, 1)
    expect(page.locator("[data-reasons]")).to_have_text(
        "When?: This lies in the future. Log it when it has happened."
    )
    page.context.set_offline(True)
    page.get_by_role("link", name="Change").click()
    expect(page.locator("textarea[name=sentence]")).to_have_value("From the future.")
    expect(page.get_by_role("checkbox", name="Wants an offer")).to_be_checked()
    page.locator("input[name=happened_at]").fill("")
    page.get_by_role("button", name="Keep it").click()
    expect_unsent(page, 1)
    page.context.set_offline(False)
    expect_unsent(page, 0)
    assert counts() == (3, 3, 3)


def test_one_is_thrown_away_after_a_second_thought(phone, ada):
    page = phone(ada)
    log_offline(page)
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Keep it").click()
    expect_unsent(page, 1)
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Throw it away").click()
    expect_unsent(page, 0)
    page.context.set_offline(False)
    page.reload()
    assert counts() == (0, 0, 0)


def test_photos_wait_too_and_follow_their_entry(phone, ada):
    page = phone(ada)
    jpeg = {"name": "fair.jpg", "mimeType": "image/jpeg", "buffer": encoded(painted(400, 300))}
    log_offline(page, photo=jpeg)
    expect(page.locator("[data-photos] li")).to_have_count(1)
    mend = cut(page, after_arriving=True, where="**/photos/")
    page.context.set_offline(False)
    expect(page.locator("[data-about]")).to_contain_text("its photos are still here")
    until(page, lambda: EncounterPhoto.objects.count() == 1)
    page.wait_for_function("async () => (await outbox.note('state'))?.state === 'offline'")
    mend()
    page.get_by_role("button", name="Send now").click()
    expect_unsent(page, 0)
    assert (counts(), EncounterPhoto.objects.count()) == ((1, 1, 1), 1)
    page.locator("[data-sent-list] a").click()
    page.wait_for_function("() => document.querySelector('.snaps img')?.naturalWidth > 0")


def test_what_waits_is_saved_as_a_file_and_brought_in_again(phone, ada):
    page = phone(ada)
    log_offline(
        page, "To be saved.", photo={"name": "a.jpg", "mimeType": "image/jpeg", "buffer": encoded(painted())}
    )
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    file = saved.value.path()
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Throw it away").click()
    expect_unsent(page, 0)
    page.get_by_text("Bring in a saved file").click()
    page.locator("[data-bring-file]").set_input_files(
        {"name": "strange.json", "mimeType": "application/json", "buffer": b"[]"}
    )
    expect(page.locator("[data-brought]")).to_contain_text("no file of yours")
    page.locator("[data-bring-file]").set_input_files(file)
    expect_unsent(page, 1)
    page.context.set_offline(False)
    expect_unsent(page, 0)
    assert (counts(), EncounterPhoto.objects.count()) == ((1, 1, 1), 1)


def test_a_code_hands_an_entry_to_another_device_and_it_is_kept_once(phone, window, ada):
    page = phone(ada)
    log_offline(page, "Grüße vom Stand 7.")
    page.get_by_role("button", name="Show as a code").click()
    page.wait_for_function("() => document.querySelector('[data-code-box]').dataset.link")
    assert page.locator("canvas").evaluate("drawn => drawn.width") > 40
    link = page.locator("[data-code-box]").get_attribute("data-link")
    desk = window(ada)
    desk.goto(link)
    expect(desk.locator("textarea[name=sentence]")).to_have_value("Grüße vom Stand 7.")
    desk.get_by_role("button", name="Keep it").click()
    desk.get_by_text("Kept.").wait_for()
    page.context.set_offline(False)
    expect_unsent(page, 0)
    assert counts() == (1, 1, 1)


def test_open_items_are_read_without_a_network_and_without_names(phone, ada):
    hands.make_lead(ada, customer=hands.make_customer("Frau Canary"))
    page = phone(ada)
    page.wait_for_function("async () => Boolean(await outbox.note('open'))")
    page.context.set_offline(True)
    page.goto("/follow-ups/")
    expect(page.locator("[data-open-list] a")).to_contain_text("Lead: new · C-")
    assert "Canary" not in page.content()
    stored = "async () => JSON.stringify(await outbox.note('open'))"
    assert "Canary" not in page.evaluate(stored)


def test_the_browser_sends_in_the_background_where_it_can(phone, ada):
    page = phone(ada)
    log_offline(page)
    page.goto("about:blank")
    page.context.set_offline(False)
    worker = page.context.service_workers[0]
    assert worker.evaluate("() => outbox.flush()") == "done"
    assert counts() == (1, 1, 1)


def test_several_people_are_filled_in_again(phone, ada):
    page = phone(ada)
    page.context.set_offline(True)
    page.goto("/encounters/new/")
    fill(page, "Two of them.")
    page.get_by_role("button", name="Somebody else was there").click()
    page.locator("[name=people-1-outcomes][value=helped]").check(force=True)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="Change").click()
    expect(page.locator("[name=people-1-outcomes][value=helped]")).to_be_checked()
    page.get_by_role("button", name="Keep it").click()
    page.context.set_offline(False)
    expect_unsent(page, 0)
    assert (Encounter.objects.count(), Lead.objects.count(), Case.objects.count()) == (1, 1, 1)


def test_every_page_kept_on_the_device_is_fine(phone, ada):
    page = phone(ada)
    log_offline(page, "Grüße.")
    assert page.mishaps == [] or all("Failed to load" in said for said in page.mishaps)
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [violation["id"] for violation in found] == []
