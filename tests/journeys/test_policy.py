"""A real browser, told to report whatever the Content-Security-Policy stops: nothing of ours, of the sign-in's or the admin's is."""

import pytest
from django.urls import reverse

from tests.access.addresses import every_address

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WATCH = """window.stopped = [];
document.addEventListener("securitypolicyviolation", (stop) => window.stopped.push(`${stop.violatedDirective} ${stop.blockedURI}`));"""


def stopped_on(page, url):
    """What the policy stopped on one page, and what the console said of it."""
    page.mishaps.clear()
    page.goto(url, wait_until="load")
    said = [
        line for line in page.mishaps if "Content Security Policy" in line or "Permissions-Policy" in line
    ]
    return [f"{url}: {each}" for each in [*page.evaluate("() => window.stopped"), *said]]


def walk(page, urls):
    page.add_init_script(WATCH)
    return [fault for url in urls for fault in stopped_on(page, url)]


def pages(client, part):
    """The addresses under a part of the house that answer with a page."""
    urls = [url for name, url in every_address().items() if url.startswith(part) and "logout" not in name]
    return [url for url in urls if client.get(url).status_code == 200]


def test_the_admin_runs_under_the_policy(window, as_, hanne):
    urls = [url for url in pages(as_(hanne), "/admin/") if "jsi18n" not in url]
    assert len(urls) > 10
    assert walk(window(hanne), [*urls, reverse("admin:ambassadors_person_change", args=[hanne.pk])]) == []


def test_the_sign_in_runs_under_the_policy(window, client, as_, ada):
    for_strangers = pages(client, "/accounts/")
    assert len(for_strangers) > 3
    assert walk(window(), for_strangers) == []
    assert walk(window(ada), pages(as_(ada), "/accounts/")) == []


def test_the_watch_sees_a_script_that_is_let_in_by_nobody(window, ada):
    page = window(ada)
    page.add_init_script(WATCH)
    page.goto("/")
    page.evaluate(
        "() => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1) style=\"color:red\">')"
    )
    page.wait_for_function("() => window.stopped.length > 0")
