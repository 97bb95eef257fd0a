"""Reorganisation: two units become one. Old stories still show the old names, sums are stable, identities and open
follow-ups survive; an admin drafts, previews, decides, undoes and decides again, in a real browser."""

import pytest

from ambassadors.models import Ambassador, Reorganisation
from leads.models import Encounter, FollowUp
from stories.models import Story
from tests import cast
from tests.ambassadors.reorganising import day_has_come, everything, in_days
from tests.journeys.conftest import PHONE, answered
from tests.leads import hands
from tests.reports import hands as figures

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TITLE = "Festnetz and Mobilfunk → Privatkunden"
MONTH = 6


@pytest.fixture
def company(settings, ada, cy, max, hanne):
    """Twelve people in each of three divisions, who met somebody in spring; Mona of Mobilfunk has a call due today."""
    settings.FIGURES_BY = "unit"
    for code, name in [("T-DE", "Privatkunden"), ("T-HOME", "Festnetz"), ("T-MOB", "Mobilfunk")]:
        unit = cast.make_unit(code, name)
        for person in figures.settle_in(unit, 12)[:3]:
            figures.meet_in(person, MONTH, many=2 if code == "T-MOB" else 1)
    figures.settle_in("T-HR", 9)  # so that the rest is no small group
    mona = cast.make_ambassador("Mona", "Funk", unit="T-MOB", email="mona@example.org")
    hands.make_follow_up(
        hands.make_lead(
            mona, customer=hands.make_customer("Frau Sommer"), phone=hands.NUMBER, consent="advertising"
        )
    )
    story = Story.draft(mona, by=mona.person, kind="help", title="The mast", text="It rang.", language="en")
    story.submit(by=mona.person)
    story.publish(by=cy, read=story.submitted_at)
    Story.objects.only_this(story).update(created_at=figures.in_month(MONTH))
    return mona


def test_two_units_become_one(window, company, max, hanne):
    before, identity = everything(), (company.pk, company.handle)
    manager, admin, mona = window(max), window(hanne), window(company.person, viewport=PHONE)
    then = figures_of(manager, "then")
    draft(admin)
    preview(admin)
    press(admin, "Decide it", "Decided.")
    assert company.unit_on(in_days(30)).code == "T-DE"
    press(admin, "Undo it", "Undone.")
    assert everything() == before
    press(admin, "Decide it", "Decided.")
    hears_of_it(mona)
    day_has_come(Reorganisation.objects.get())
    stands(admin)
    nothing_is_lost(mona, identity)
    sums_are_stable(manager, then)
    assert manager.mishaps == admin.mishaps == mona.mishaps == []


def draft(page):
    page.goto("/units/")
    page.get_by_role("link", name="Plan a reorganisation").click()
    for unit in ("Festnetz (T-HOME)", "Mobilfunk (T-MOB)"):
        page.get_by_role("checkbox", name=unit).check()
    page.locator("[name=into]").select_option("T-HOME")
    page.locator("[name=takes_effect_on]").fill(in_days(30).isoformat())
    page.get_by_role("button", name="See what changes").click()
    page.get_by_text("can't be merged into itself").wait_for()
    assert page.get_by_role("checkbox", name="Mobilfunk (T-MOB)").is_checked(), "what was typed stays"
    page.locator("[name=into]").select_option("T-DE")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()


def preview(page):
    page.get_by_role("heading", name="25 people change the unit").wait_for()
    assert page.get_by_text("ends and goes on as Privatkunden").count() == 2
    page.locator("summary", has_text="Mobilfunk").click()
    page.get_by_text("Mona Funk").wait_for()
    kept = page.locator(".facts dd").all_inner_texts()
    assert kept[:2] == ["1", "1"], "one promised call, one lead"


def press(page, label, answer):
    with answered(page):
        page.get_by_role("button", name=label).click()
    page.get_by_text(answer).first.wait_for()


def hears_of_it(page):
    page.goto("/units/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("You keep your name").wait_for()
    assert page.get_by_role("button", name="Undo it").count() == 0


def stands(page):
    page.reload()
    page.get_by_role("heading", name="It stands").wait_for()
    assert page.get_by_role("button", name="Undo it").count() == 0
    page.goto("/units/")
    assert page.get_by_text("Mobilfunk").count() == 0
    page.goto("/units/T-MOB/")
    page.get_by_text("is history").wait_for()


def nothing_is_lost(page, identity):
    mona = Ambassador.objects.get(pk=identity[0])
    assert [mona.handle, mona.unit.code] == [identity[1], "T-DE"]
    page.goto(Story.objects.get().get_absolute_url())
    page.locator(".who", has_text="Mobilfunk").wait_for()
    page.goto("/follow-ups/")
    page.get_by_text("Frau Sommer").first.wait_for()
    page.get_by_role("link", name="I called").first.click()
    press(page, "All ok", "Frau Sommer")
    assert FollowUp.objects.get().answer == "all_ok"


def figures_of(page, view):
    """{unit: encounters} of the page of figures."""
    page.goto(f"/reports/?view={view}")
    chart = page.locator("figure", has_text="Encounters by unit")
    chart.locator("summary").click()
    rows = chart.locator("tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").inner_text() for row in rows}


def sums_are_stable(page, before):
    then, today = figures_of(page, "then"), figures_of(page, "today")
    assert (
        before["The network"] == then["The network"] == today["The network"] == str(Encounter.objects.count())
    )
    assert [then[unit] for unit in ("Privatkunden", "Festnetz", "Mobilfunk")] == ["3", "3", "6"]
    assert [today["Privatkunden"], "Mobilfunk" in today] == ["12", False]
