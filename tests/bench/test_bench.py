"""The measuring tool, in pieces: it never runs as a whole here, and what it says is true."""

import json
import uuid
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from ambassadors.models import Ambassador
from bench import importing_leads, measure, report
from bench.benches import BENCHES, IMPORTS, LIST, SMALL
from bench.browser import Browser
from bench.forms import FORMS
from bench.importing import WHAT
from bench.importing_people import copied
from bench.pages import VIEWS
from bench.people import RARE, newcomers
from leads.models import Consent, Lead
from ledger.models import Event
from tests import cast
from tests.cast import make_unit

FACTS = {
    **dict.fromkeys(("middle", "last", "own_last", "leads_middle", "leads_last"), "x"),
    "handle": "ada-brandt",
    "lead": uuid.uuid4(),
}


def page(**fields):
    times = {"median": 10, "p95": 12, "bytes": 9000}
    return {
        "name": "a page",
        "ours": times,
        "floor": times,
        "against": LIST,
        "ratio": 2.0,
        "bar": 2.5,
        "queries": 8,
        **fields,
    }


def test_every_bench_reads_a_page_of_ours_and_is_held_against_something():
    names = {bench.name for bench in BENCHES}
    assert len(names) == len(BENCHES)
    for bench in BENCHES:
        assert resolve(urlsplit(bench.path.format(**FACTS)).path).func
        assert bench.against in {*VIEWS, "floor:insert", SMALL} | names - {bench.name}
        assert bench.posts is None or bench.posts in FORMS


def test_the_same_people_come_at_every_run_and_nobody_twice():
    people = list(newcomers(500))
    assert people == list(newcomers(500))
    assert len({new.email for new in people}) == len({new.handle for new in people}) == 500
    assert [new.last for new in people].count(RARE) == 1
    assert next(newcomers(9, begin=500)).email not in {new.email for new in people}


def test_two_things_are_measured_in_turn():
    called = []
    ours, floor = measure.in_turn(
        lambda: called.append("A") or b"four", lambda: called.append("B") or b"", turns=30
    )
    assert called[-60:] == ["A", "B"] * 30
    assert (ours.bytes, floor.bytes) == (4, 0)
    assert 0 <= ours.median <= ours.p95


def test_crowds_are_counted_while_the_time_runs():
    ours, floor = measure.crowds_in_turn([lambda: b""] * 2, [lambda: b""] * 2, seconds=0.02, rounds=2)
    assert ours.per_second > 0 and floor.per_second > 0


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ({"pages": [page()]}, []),
        ({"pages": [page(bar=None, ratio=99)]}, []),
        ({"pages": [page(ratio=2.6)]}, ["a page: 2.6 × floor:list, the bar is 2.5"]),
        ({"pages": [page(queries=13)]}, ["a page: 13 queries, the bar is 12"]),
        ({"pages": [page(share=0.3)]}, ["a page: 30% of the floor's throughput, the bar is 35%"]),
        ({"pages": [], "import": {"ratio": 4.1}}, ["import: 4.1 × a bare COPY, the bar is 4"]),
        ({"pages": [], "import": {"ratio": 4.0}, "import of leads": {"ratio": 4.0}}, []),
        (
            {"pages": [], "import of leads": {"ratio": 4.1}},
            ["import of leads: 4.1 × a bare COPY, the bar is 4"],
        ),
    ],
)
def test_a_missed_bar_is_said(results, said):
    assert list(report.missed(results)) == said


def test_the_kept_results_say_what_they_speak_of():
    kept = json.loads(report.RESULTS.read_text())
    assert kept["rows"]["floor"] >= 10_000
    assert {each["name"] for each in kept["pages"]} == {bench.name for bench in BENCHES}
    taken_in = [kept[name]["rows"] for name in IMPORTS if name in kept]
    assert taken_in and min(taken_in) >= 10_000
    assert set(kept["machine"]) == {"cores", "load before", "load after"}
    assert report.in_words(kept) in report.PAGE.read_text()


@pytest.mark.django_db(transaction=True)
def test_the_browser_signs_in_with_the_form_and_reads_whole_pages(live_server):
    cast.make_ambassador("Ada", "Brandt", email="ada@example.org")
    browser = Browser(urlsplit(live_server.url).port)
    browser.sign_in("ada@example.org", cast.PASSWORD)
    assert b"Ada Brandt" in browser.read("/ambassadors/")
    assert b"Ada Brandt" in browser.copy().read("/ambassadors/ada-brandt/")
    with pytest.raises(RuntimeError, match="404"):
        browser.read("/ambassadors/nobody/")


def test_the_floor_of_the_import_takes_a_file_as_the_product_does(db, tmp_path):
    make_unit("T-HR")
    path = tmp_path / "people.csv"
    path.write_text(
        "personnel_no,first_name,last_name,email,unit_code,city,region,entry_date,exit_date,language\n"
        "1,Ina,Test,ina@example.org,T-HR,Kiel,DE-SH,2020-01-01,,de\n"
        "2,Ole,Test,ole@example.org,T-HR,Kiel,DE-SH,2020-01-01,,de\n"
    )
    assert copied(path) == 2
    assert sorted(Ambassador.objects.values_list("person__email", flat=True)) == [
        "ina@example.org",
        "ole@example.org",
    ]


def test_the_floor_of_the_import_of_leads_keeps_what_the_product_keeps(db, tmp_path, monkeypatch):
    monkeypatch.setattr(importing_leads, "OWNERS", 1)
    ada = cast.make_ambassador("Ada", email="n0@example.org")
    counted = []
    for take, begin in ((importing_leads.copied, 1000), (importing_leads.imported, 2000)):
        assert take(WHAT["leads"].write(tmp_path / "leads.csv", 20, begin)) == 20
        numbered = [lead for lead in Lead.objects.select_related("customer") if lead.customer.phone]
        found = (
            Lead.objects.count(),
            len(numbered),
            Consent.objects.count(),
            Event.objects.of_verb("given").count(),
        )
        counted.append(found)
    assert counted == [(20, 5, 5, 5), (40, 10, 10, 10)]
    assert {lead.owner_id for lead in Lead.objects.all()} == {ada.pk}
    assert set(IMPORTS.values()) == set(WHAT)
