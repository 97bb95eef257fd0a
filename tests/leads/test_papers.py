"""The signed sheet: kept as evidence, in no list, shown only once the look is written down."""

import base64

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Picture
from ambassadors.pictures import desk, sweeping
from leads.models import Consent, Paper
from ledger.models import Look
from tests import darkroom
from tests.leads import hands


@pytest.fixture
def customer(ada):
    return hands.make_lead(ada).customer


def form(**other):
    given = timezone.localtime()
    when = {"given_at": f"{given:%Y-%m-%dT%H:%M}"}
    return {"channel": "phone", "purpose": "service", "manner": "paper", **when, **other}


def send(as_, ada, customer, **other):
    return as_(ada).post(reverse("leads:consent_new", args=[customer.pk]), form(**other))


def test_a_yes_on_paper_is_kept_with_its_photograph(as_, customer, ada):
    assert send(as_, ada, customer, sheet=darkroom.upload()).status_code == 302
    paper = Consent.objects.get().paper
    assert (paper.is_unchanged(), Picture.objects.count()) == (True, 0)


@pytest.mark.parametrize("sheet", [{}, {"sheet": darkroom.upload(b"no picture")}])
def test_without_a_photograph_a_yes_on_paper_is_not_kept(as_, customer, ada, sheet):
    answer = send(as_, ada, customer, **sheet)
    assert answer.status_code in (200, 409) and Consent.objects.count() == Paper.objects.count() == 0


def test_it_is_shown_after_the_look_and_to_nobody_else(as_, customer, ada, dee, max):
    send(as_, ada, customer, sheet=darkroom.upload())
    consent = Consent.objects.get()
    drawn = base64.b64encode(consent.paper.path.read_bytes()).decode()
    where = reverse("leads:paper", args=[consent.pk])
    assert as_(ada).get(where).status_code == 405
    assert drawn[:60] in as_(ada).post(where).content.decode()
    assert [look.purpose for look in Look.objects.at(customer)] == ["paper"]
    assert [as_(who).post(where).status_code for who in (dee, max)] == [404, 403]


def test_the_picture_desk_does_not_sweep_it_away(as_, customer, ada, monkeypatch):
    send(as_, ada, customer, sheet=darkroom.upload())
    monkeypatch.setattr(desk, "ORPHAN_AGE_SECONDS", -1)
    assert sum(sweeping.sweep(shard) for shard in range(desk.SHARDS)) == 0
    assert Paper.objects.get().is_unchanged()


def test_an_exchanged_file_is_noticed(as_, customer, ada):
    send(as_, ada, customer, sheet=darkroom.upload())
    paper = Paper.objects.get()
    paper.path.write_bytes(b"something else")
    assert paper.is_unchanged() is False
