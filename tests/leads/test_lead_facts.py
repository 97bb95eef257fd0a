"""What is said of a lead: obstacle, win-back, relation, and what a contract is worth only where the network keeps it."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from ambassadors.models import Network
from leads.models import Lead
from leads.models.lead import TRANSITIONS
from ledger.models import Event
from tests.leads.hands import make_lead

SAID = {
    "interest": "fibre",
    "former_provider": "Anderswo",
    "obstacle": "contract",
    "relation": "friend",
    "win_back": "on",
}


def edit(lead):
    return reverse("leads:lead_edit", args=[lead.pk])


def test_what_is_said_stands_on_the_page(as_, ada):
    lead = make_lead(ada)
    as_(ada).post(edit(lead), {**SAID, "note": "Rings after six."})
    page = as_(ada).get(lead.get_absolute_url()).content.decode()
    for words in ("Their contract still runs", "A friend or neighbour", "Was with us before", "Anderswo"):
        assert words in page


def test_a_won_lead_of_another_provider_is_a_win_back_by_itself(as_, ada):
    lead = make_lead(ada, former_provider="Anderswo")
    assert not lead.is_won_back
    lead.win(by=ada)
    assert lead.is_won_back
    assert "Won from Anderswo" in as_(ada).get(lead.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "field",
    [{"obstacle": "weather"}, {"relation": "enemy"}, {"interest": "war"}, {"former_provider": "x" * 81}],
)
def test_what_cannot_be_is_refused_and_nothing_changes(as_, ada, field):
    lead = make_lead(ada)
    answer = as_(ada).post(edit(lead), {**SAID, **field, "note": "what was typed stays"})
    assert (answer.status_code, "what was typed stays" in answer.content.decode()) == (200, True)
    assert Lead.objects.get().obstacle == ""


# What a contract is worth


def test_it_is_neither_asked_nor_shown_nor_taken_at_first(as_, ada):
    lead = make_lead(ada, contract_value=Decimal("49.95"))
    as_(ada).post(edit(lead), {**SAID, "contract_value": "10"})
    assert Lead.objects.get().contract_value == Decimal("49.95")
    assert "contract_value" not in as_(ada).get(edit(lead)).content.decode()
    assert "49" not in re.findall(r"<dd>[^<]*</dd>", as_(ada).get(lead.get_absolute_url()).content.decode())


def test_a_network_may_want_it(as_, ada, hanne, max):
    assert as_(max).post(reverse("home:setup_lead_facts"), {"keeps_contract_values": "on"}).status_code == 403
    as_(hanne).post(reverse("home:setup_lead_facts"), {"keeps_contract_values": "on"})
    lead = make_lead(ada)
    as_(ada).post(edit(lead), {**SAID, "contract_value": "49.95"})
    assert "49.95 euros" in as_(ada).get(lead.get_absolute_url()).content.decode()
    as_(hanne).post(reverse("home:setup_lead_facts"), {})
    assert "49.95" not in as_(ada).get(lead.get_absolute_url()).content.decode()


@pytest.mark.parametrize("value", ["-1", "much", "1234567.00", "1.999", "NaN", "1e9"])
def test_an_amount_that_is_none_is_refused_kindly(as_, ada, hanne, value):
    Network.change(by=hanne, keeps_contract_values=True)
    lead = make_lead(ada)
    answer = as_(ada).post(edit(lead), {**SAID, "contract_value": value})
    assert (answer.status_code, Lead.objects.get().contract_value) == (200, None)


def test_no_report_and_no_event_holds_an_amount(ada):
    lead = make_lead(ada)
    lead.change(by=ada, contract_value=Decimal("77.77"))
    assert "77.77" not in str(list(Event.objects.about(lead).values_list("data", flat=True)))
    reports = list((Path(settings.BASE_DIR) / "reports").rglob("*.py"))
    assert not [path for path in reports if "contract_value" in path.read_text("utf-8")]


# The table of transitions as it is written down


def test_the_documented_table_and_picture_are_those_of_the_product():
    page = (Path(settings.BASE_DIR) / "docs" / "leads.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| ([\w, ]+) \|$", page, re.M)
    assert {before: after.split(", ") for before, after in rows if before in TRANSITIONS} == TRANSITIONS
    drawn = {(before, after) for before, after in re.findall(r"^    (\w+) --> (\w+)", page, re.M)}
    assert drawn == {(before, after) for before, following in TRANSITIONS.items() for after in following}
