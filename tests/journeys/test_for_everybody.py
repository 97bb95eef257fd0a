"""Every page, for everybody: axe finds nothing, nothing sticks out of a small phone, no browser complains."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from ambassadors.models import Deputy, Invitation, Reveal, RoleProposal
from leads.models import CustomerLink
from tests import cast
from tests.ambassadors.reorganising import part, split
from tests.ambassadors.uploading import bring, text_of
from tests.journeys import handed
from tests.journeys.conftest import DESK
from tests.leads import hands as leads
from tests.reports import hands as reports
from tests.stories import hands as stories
from tests.trophies import hands as trophies

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SMALL = {"width": 360, "height": 740}
LOOKS = {
    "phone by day": {"viewport": SMALL, "color_scheme": "light"},
    "phone by night": {"viewport": SMALL, "color_scheme": "dark"},
    "desk by day": {"viewport": DESK, "color_scheme": "light"},
    "desk by night": {"viewport": DESK, "color_scheme": "dark"},
    "tiny, in German": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light", "language": "de"},
}
SHOTS = os.environ.get("SHOTS")  # a folder: keeps a picture of every page


@pytest.fixture
def network(ada, bo, cy, noor, hanne):
    """A bit of everything: people, leads, a case, stories, a trophy on its way."""
    reports.settle("DE-SN", 12)
    reports.meet(ada.ambassador, many=12)
    lead = leads.make_lead(ada, phone=leads.NUMBER, consent="advertising")
    case = leads.make_case(ada)
    draft = stories.tell(ada)
    waiting = stories.hand_in(ada, kind="help")
    told = [stories.publish(bo, by=cy, kind=kind) for kind in ("perception", "help", "sales", "motivation")]
    trophy = trophies.make_trophy(bo)
    Deputy.ask(bo.ambassador, ada.ambassador, by=bo)
    invitation = Invitation.send(cast.make_ambassador(state="invited"), by=cy)
    gone = cast.make_ambassador(state="alumnus")
    encounter = leads.make_encounter(ada, sentence="She tapped on my rucksack.")
    Invitation.send(gone, by=cy).revoke(by=cy)
    return {
        "duplicate": leads.make_duplicate(ada), "own_page": CustomerLink.issue(lead.customer, by=ada),
        "invitation": invitation, "gone": gone, "ada": ada, "lead": lead, "customer": lead.customer, "case": case, "draft": draft, "waiting": waiting, "told": told[0],
        "follow_up": leads.make_follow_up(lead), "encounter": encounter,
        "gathering": leads.make_gathering(by=cy), "trophy": trophy, "hand_off": trophies.offer(trophy, ada, by=cy),
        "reorganisation": split("T-DE-S-HOT", part("T-A", "Ost"), part("T-B", "West"), by=hanne),
        "upload": bring(text_of({}), by=cy), "role": cast.give_role(bo, "coordinator"),
        "proposal": RoleProposal.propose(ada, "auditor", by=hanne),
        "reveal": Reveal.ask(ada, by=noor, reason="Nine looks in one evening."),
        "handed": handed.around(ada, bo, cy, encounter),
    }  # fmt: skip


def pages_of_a_stranger(network):
    yield from ("ambassadors:join", ("ambassadors:invitation", network["invitation"].token))
    yield from ("account_login", "account_request_login_code", "account_reset_password", "account_signup")
    yield from (
        (f"leads:{name}", network["own_page"])
        for name in ("own_page", "own_page_correction", "own_page_erasure")
    )
    yield ("leads:own_page_permission", network["own_page"], "email", "advertising")
    yield from (
        ("leads:own_consent", network["handed"]["question"]),
        ("leads:second_yes", network["handed"]["second_yes"]),
    )
    yield from ("home:imprint", "home:privacy", "home:accessibility", "home:notice_de", "home:notice_en")


def pages_of_an_ambassador(network):
    yield from ("home:looks", "home:own_file")
    yield from (
        "home:today",
        "home:me",
        "home:profile",
        "ambassadors:leaving",
        "ambassadors:deputies",
        "leads:encounter_new",
        "leads:index",
        "leads:follow_ups",
        "leads:cases",
        "leads:duplicates",
        ("leads:duplicate", network["duplicate"].pk),
    )
    yield from (
        "stories:index",
        "stories:new",
        "trophies:index",
        "ambassadors:index",
        "ambassadors:lands",
        "ambassadors:units",
        ("ambassadors:unit", "T-DE-S-HOT"),
        "ambassadors:reorganisations",
        "ledger:mailbox",
    )
    yield from ("leads:waiting", "leads:offline_form", ("leads:photos", network["encounter"].pk))
    yield from (("leads:encounter", network["encounter"].pk), ("leads:person_new", network["encounter"].pk))
    yield from (
        (f"leads:{name}", network["lead"].pk)
        for name in ("lead", "lead_edit", "hand_over", "follow_up_new", "lead_referral")
    )
    yield from (
        (f"leads:{name}", network["customer"].pk) for name in ("customer", "customer_edit", "consent_new")
    )
    yield from handed_pages(network["handed"])
    yield from ((f"leads:{name}", network["follow_up"].pk) for name in ("answer", "snooze"))
    yield from ((f"leads:{name}", network["case"].pk) for name in ("case", "case_edit", "referral"))
    yield from (("stories:story", network["told"].slug), ("stories:edit", network["draft"].slug))
    yield from (("trophies:trophy", network["trophy"].slug), ("trophies:confirm", network["hand_off"].pk))
    yield from (
        ("ambassadors:ambassador", network["ada"].ambassador.handle),
        "account_change_password",
        "account_logout",
        "mfa_index",
        "ambassadors:sessions",
    )


def handed_pages(handed):
    """Of the leads: several at once, handed on, shared, taken out, asked."""
    lead, customer = handed["told"].pk, handed["told"].customer.pk
    yield from ("leads:board", ("leads:index", "?choose=1"), ("leads:index", "?narrow=1"))
    yield from (("leads:index", "?q=Frau"), ("leads:index", "?q=Nobody"))
    yield from (("leads:batch_new", f"?act={act}&lead={lead}") for act in ("hand", "move", "lose", "call"))
    yield from ((f"leads:{name}", lead) for name in ("lead", "history", "lead_credit_new"))
    yield from (("leads:batch", handed["batch"].pk), ("leads:referred", handed["referred"].pk))
    yield from ("leads:credits", ("leads:credit", handed["credit"].pk))
    yield from ("leads:exports", "leads:export_new", ("leads:export", handed["export"].pk))
    yield from (("leads:customer", customer), ("leads:customer", handed["objector"].pk), "leads:notice_card")
    yield from (
        (f"leads:{name}", customer) for name in ("consent_request_new", "call_back_new", "customer_erasure")
    )


def pages_of_a_coordinator(network):
    yield from (
        "home:today",
        "stories:moderation",
        "ledger:outbox",
        "home:health",
        "leads:index",
        "leads:cases",
        "leads:board",
        ("leads:index", "?choose=1"),
        "leads:exports",
        "leads:duplicates",
        ("ambassadors:upload", network["handed"]["leads_upload"].pk),
        ("ambassadors:upload_columns", network["handed"]["leads_upload"].pk),
        "leads:gatherings",
        "leads:gathering_new",
        ("leads:gathering_edit", network["gathering"].pk),
        "ambassadors:invitations",
        ("ambassadors:asked_back", network["gone"].handle),
        "ambassadors:uploads",
        ("ledger:job", network["upload"].trial.pk),
        "mfa_activate_totp",
        "mfa_add_webauthn",
    )
    yield from ((f"ambassadors:{name}", network["upload"].pk) for name in ("upload", "upload_columns"))
    yield from ((f"stories:{name}", network["waiting"].slug) for name in ("publication", "return", "story"))
    yield from (("trophies:hand_on", network["trophy"].slug), ("trophies:trophy", network["trophy"].slug))


def pages_of_a_manager(_network):
    yield from ("home:today", "reports:dashboard", "reports:data_sheet", "stories:index", "home:me")


def pages_of_an_auditor(network):
    yield from ("ambassadors:role_log", "ambassadors:reveal_new")
    yield from (
        "leads:declared",
        "leads:vault",
        "leads:exports",
        ("leads:proof", network["handed"]["proof"].pk),
    )
    yield from (
        ("ambassadors:reveal", network["reveal"].pk),
        ("ambassadors:role_proposal", network["proposal"].pk),
    )
    yield from ("home:today", "reports:dashboard", "reports:data_sheet", "reports:looks")


def pages_of_an_admin(network):
    yield from ("ambassadors:roles", "ambassadors:role_new", ("ambassadors:role_end", network["role"].pk))
    yield from (("ambassadors:role_proposal", network["proposal"].pk), "ambassadors:uploads")
    yield from ("home:today", "home:health", "ledger:outbox", "home:setup", "home:imprint")
    yield from (
        "ambassadors:reorganisation_new",
        ("ambassadors:reorganisation", network["reorganisation"].pk),
    )
    yield from (f"home:setup_{step}" for step in ("look", "domains", "controller", "wordings", "pages"))


ROLES = {
    None: pages_of_a_stranger,
    "ada": pages_of_an_ambassador,
    "cy": pages_of_a_coordinator,
    "max": pages_of_a_manager,
    "noor": pages_of_an_auditor,
    "hanne": pages_of_an_admin,
}
SHORT = {
    None: "phone by night",
    "ada": "phone by day",
    "cy": "desk by night",
    "max": "desk by day",
    "noor": "tiny, in German",
    "hanne": "tiny, in German",
}


@pytest.mark.parametrize(("role", "look"), SHORT.items())
def test_a_page_is_for_everybody(window, network, request, role, look):
    check(window, network, request, role, look)


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_for_everybody_whatever_the_light(window, network, request, role, look):
    check(window, network, request, role, look)


def test_a_network_that_begins_is_for_everybody_too(window, ada):
    places = (
        "home:today",
        "leads:index",
        "leads:follow_ups",
        "leads:cases",
        "stories:index",
        "trophies:index",
        "ledger:mailbox",
    )
    visitor = window(ada, **LOOKS["phone by day"])
    assert [fault for place in places for fault in faults(visitor, place, "empty")] == []


def check(window, network, request, role, look):
    visitor = window(role and request.getfixturevalue(role), reduced_motion="reduce", **LOOKS[look])
    assert [fault for page in ROLES[role](network) for fault in faults(visitor, page, f"{role} {look}")] == []


def faults(visitor, page, where):
    """What is wrong with one page, in lines that name it."""
    name, *keys = (page,) if isinstance(page, str) else page
    query = keys.pop() if keys and str(keys[0]).startswith("?") else ""
    visitor.mishaps.clear()
    answer = visitor.goto(reverse(name, args=keys) + query)
    keep_a_picture(visitor, f"{name} {where}")
    found = [] if answer.status == 200 else [f"answers {answer.status}"]
    found += visitor.mishaps
    found += visitor.evaluate(
        "() => [...document.querySelectorAll('h1')].length === 1 ? [] : ['has not one h1']"
    )
    found += sticking_out(visitor)
    found += [
        in_words(violation)
        for violation in Axe().run(visitor, options={"preload": False}).response["violations"]
    ]
    return [f"{name}{query}: {fault}" for fault in found]


def sticking_out(visitor):
    return visitor.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 3).map((one) => `sticks out: ${one.outerHTML.slice(0, 120)}`)""")


def in_words(violation):
    node = violation["nodes"][0]
    return f"{violation['id']} ({violation['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:160]}"


def keep_a_picture(visitor, name):
    if SHOTS:
        visitor.screenshot(
            path=Path(SHOTS, f"{name.replace(':', '-').replace(' ', '-')}.png"), full_page=True
        )
