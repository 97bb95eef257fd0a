"""What a phone kept without a network arrives once, whole, and under its own person's name."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leads import sync
from leads.models import Case, Consent, Customer, Encounter, Lead
from tests import cast
from tests.leads.hands import NUMBER

URL = "/encounters/sync/"
FAIR = [
    ["occasion", "fair"],
    ["opener", "rucksack"],
    ["people-0-outcomes", "offer"],
    ["sentence", "She tapped on my rucksack."],
]


def entry(*fields, **said):
    """An entry as a phone keeps it; `without` takes a field out."""
    without = said.pop("without", None)
    pairs = [pair for pair in FAIR if pair[0] != without] + [list(pair) for pair in fields]
    moment = timezone.now().isoformat()
    return {"client_id": str(uuid4()), "happened_at": moment, "fields": pairs} | said


def send(client, *entries, **said):
    body = json.dumps({"entries": entries} | said)
    return client.post(URL, body, content_type="application/json")


def answers(client, *entries, **said):
    return send(client, *entries, **said).json()["entries"]


def states(client, *entries):
    return [answer["state"] for answer in answers(client, *entries)]


def test_an_entry_is_kept_like_one_from_the_page(as_, ada):
    (answer,) = answers(as_(ada), entry(("people-0-consent", "advertising"), ("people-0-phone", NUMBER)))
    encounter = Encounter.objects.get()
    assert answer["state"] == "kept" and answer["address"] == encounter.get_absolute_url()
    assert (encounter.ambassador, encounter.occasion, encounter.outcomes) == (
        ada.ambassador,
        "fair",
        ["offer"],
    )
    assert Lead.objects.get().encounter == encounter
    assert Consent.objects.get().customer == Customer.objects.get()


def test_synced_twice_there_is_one_lead(as_, ada):
    once = entry()
    first, second = answers(as_(ada), once)[0], answers(as_(ada), once)[0]
    assert first == second
    assert (Encounter.objects.count(), Lead.objects.count(), Customer.objects.count()) == (1, 1, 1)


def test_twice_in_one_batch_is_once_too(as_, ada):
    once = entry()
    assert states(as_(ada), once, once) == ["kept", "kept"]
    assert Encounter.objects.count() == 1


def test_a_broken_entry_stops_no_other_and_says_why(as_, ada):
    broken = entry(without="sentence")
    given = answers(as_(ada), entry(), broken, entry())
    assert [answer["state"] for answer in given] == ["kept", "refused", "kept"]
    assert given[1]["reasons"] == [
        {"field": "sentence", "label": "One sentence", "reason": "Write one sentence: what happened?"}
    ]
    assert given[1]["client_id"] == broken["client_id"]
    assert Encounter.objects.count() == 2


NONSENSE = [
    None, 7, "text", [], {}, {"client_id": "x", "fields": FAIR}, {"client_id": str(uuid4())},
    {"client_id": str(uuid4()), "fields": "text"}, {"client_id": str(uuid4()), "fields": [["a"]]},
    {"client_id": str(uuid4()), "fields": [["sentence", 7]]}, {"client_id": str(uuid4()), "fields": [["sentence", "\ud800"]]},
    {"client_id": None, "fields": FAIR}, {"client_id": [1], "fields": FAIR}, {"client_id": {"a": 1}, "fields": FAIR},
    {"client_id": str(uuid4()), "fields": [*FAIR, ["sentence", "a\0b"]]},
    {"client_id": str(uuid4()), "fields": [["sentence", "long"]] * 301},
    {"client_id": str(uuid4()), "fields": [*FAIR, ["note", "x" * 20_001]]},
    {"client_id": "\0", "fields": FAIR}, {"client_id": str(uuid4()), "fields": [*FAIR, ["people-0-outcomes", "treason"]]},
]  # fmt: skip


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused_alone(as_, ada, nonsense):
    assert states(as_(ada), nonsense, entry()) == ["refused", "kept"]
    assert Encounter.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"entries": 1}', b"\xff\xfe", b"[" * 99_999])
def test_what_is_no_batch_is_told_so(as_, ada, body):
    answer = as_(ada).post(URL, body, content_type="application/json")
    assert answer.status_code == 400 and "can't be read" in answer.json()["refused"]


def test_what_breaks_on_our_side_is_sent_again_later(as_, ada, monkeypatch):
    monkeypatch.setattr("leads.models.Lead.open_for", None)
    (answer,) = answers(as_(ada), entry())
    assert answer["state"] == "later" and Encounter.objects.count() == 0


def test_too_much_at_once_is_not_taken(as_, ada):
    assert send(as_(ada), *[entry() for _ in range(sync.MOST_ENTRIES + 1)]).status_code == 413
    heavy = as_(ada).post(URL, b" " * (sync.LARGEST_BATCH + 1), content_type="application/json")
    assert heavy.status_code == 413 and Encounter.objects.count() == 0


def test_too_often_is_told_to_wait(as_, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sync": "2/h/user"}
    assert [send(as_(ada), entry()).status_code for _ in range(3)] == [200, 200, 429]
    assert Encounter.objects.count() == 2


def test_the_time_is_that_of_the_phone(as_, ada):
    then = timezone.now() - timedelta(hours=5)
    answers(as_(ada), entry(happened_at=then.isoformat()))
    assert abs(Encounter.objects.get().happened_at - then) < timedelta(minutes=1)


@pytest.mark.parametrize("off_by", [timedelta(days=-400), timedelta(hours=9)])
def test_a_phone_whose_clock_is_wrong_is_put_right(as_, ada, off_by):
    real = timezone.now() - timedelta(hours=2)
    shown = timezone.now() + off_by
    answers(as_(ada), entry(happened_at=(real + off_by).isoformat()), now=shown.isoformat())
    assert abs(Encounter.objects.get().happened_at - real) < timedelta(minutes=2)


def test_a_time_that_was_typed_stays_as_typed(as_, ada):
    answers(as_(ada), entry(("happened_at", "2026-01-05T09:30")))
    assert (
        timezone.localtime(Encounter.objects.get().happened_at, ada.zone).isoformat()[:16]
        == "2026-01-05T09:30"
    )


def test_what_was_changed_after_it_had_arrived_is_said(as_, ada):
    first = entry()
    answers(as_(ada), first)
    changed = first | {"fields": [*first["fields"][:-1], ["sentence", "Another sentence."]]}
    (answer,) = answers(as_(ada), changed)
    assert "had arrived before" in answer["notes"][0]
    assert Encounter.objects.get().sentence == "She tapped on my rucksack."


def test_a_number_without_a_consent_is_told(as_, ada):
    (answer,) = answers(as_(ada), entry(("people-0-phone", NUMBER), ("people-0-told", "on")))
    assert answer["notes"] == ["The number was not kept: there is no consent to call."]


def test_nobody_sends_what_somebody_else_typed(as_, ada, dee):
    typed_by_ada = {"owner": str(ada.ambassador.pk)}
    assert send(as_(dee), entry(), **typed_by_ada).status_code == 409
    assert Encounter.objects.count() == 0
    assert send(as_(ada), entry(), **typed_by_ada).status_code == 200


def test_a_number_of_somebody_elses_entry_opens_nothing(as_, ada, dee):
    hers = entry()
    answers(as_(ada), hers)
    (answer,) = answers(as_(dee), hers)
    assert answer["state"] == "refused" and "address" not in answer
    assert [one.ambassador for one in Encounter.objects.newest_first()] == [ada.ambassador]


def test_only_ambassadors_send(as_, max, db):
    assert send(as_(max), entry()).status_code == 403
    answer = send(Client(), entry())
    assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/")
    assert Encounter.objects.count() == 0


def test_a_fresh_token_opens_the_door(ada):
    client = Client(enforce_csrf_checks=True)
    cast.sign_in(client, ada)
    assert send(client, entry()).status_code == 403
    fresh = client.get("/encounters/sync/token/").json()
    assert fresh["owner"] == str(ada.ambassador.pk)
    sent = client.post(
        URL,
        json.dumps({"entries": [entry()]}),
        content_type="application/json",
        headers={"X-CSRFToken": fresh["token"]},
    )
    assert sent.json()["entries"][0]["state"] == "kept"


def test_help_becomes_a_case_from_the_phone_too(as_, ada):
    answers(as_(ada), entry(("people-0-outcomes", "helped"), without="people-0-outcomes"))
    assert (Case.objects.count(), Lead.objects.count()) == (1, 0)


# What the device keeps is nobody's in particular ---------------------------------------------------
@pytest.mark.parametrize("name", ["leads:waiting", "leads:offline_form"])
def test_the_kept_pages_tell_nothing_of_anybody(as_, ada, name):
    Encounter.log(ada.ambassador, by=ada, occasion="fair", place="Fair in Gera", sentence="Secret")
    page = as_(ada).get(reverse(name)).content.decode()
    for secret in ("Ada", "Brandt", ada.email, "Gera", "csrfmiddlewaretoken"):
        assert secret not in page


def test_open_items_hold_tasks_and_pseudonyms_only(as_, ada, dee, django_assert_max_num_queries):
    from tests.leads.hands import make_case, make_follow_up, make_lead

    lead = make_lead(ada)
    make_follow_up(lead)
    make_case(ada, title="Canary in the title")
    make_lead(dee)
    client = as_(ada)
    client.get("/encounters/waiting/open-items/")  # a session's first page writes its clocks
    with django_assert_max_num_queries(12):
        answer = client.get("/encounters/waiting/open-items/")
    items = answer.json()["items"]
    assert [item["task"] for item in items] == ["Call", "Help case", "Lead: new"]
    assert all(item["who"].startswith("C-") for item in items)
    assert "Frau M." not in answer.content.decode() and "Canary" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
