import json

import pytest
from django.db import IntegrityError, connection, transaction

from ledger.models import Event, Salt
from tests.cast import make_unit
from tests.leads.hands import make_lead
from tests.racing import at_once


def as_owner_of_the_database(sql):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER event_is_append_only")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER event_is_append_only")


def test_an_event_says_who_did_what_in_which_unit_and_land(ada):
    event = Event.record(ada.ambassador, "greeted", by=ada, times=3)
    event.refresh_from_db()
    assert (event.actor, event.verb, event.subject_key) == (ada, "greeted", str(ada.ambassador.pk))
    assert (event.unit, event.region, event.data) == ("T-DE-S-HOT", "DE-SN", {"times": 3})


def test_an_event_keeps_the_unit_of_its_day(ada):
    event = Event.record(ada.ambassador, "greeted", by=ada)
    ada.ambassador.affiliations.update(unit=make_unit("T-COM"))
    event.refresh_from_db()
    assert event.unit == "T-DE-S-HOT"


@pytest.mark.parametrize("rewrite", [lambda rows: rows.update(verb="nothing"), lambda rows: rows.delete()])
def test_what_happened_is_never_rewritten(ada, rewrite):
    Event.record(ada.ambassador, "greeted", by=ada)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rewrite(Event.objects.all())
    assert [event.verb for event in Event.objects.about(ada.ambassador)] == ["greeted"]


def test_events_about_somebody_come_newest_first_and_without_those_of_others(ada, bo):
    for subject, verb in [(ada, "first"), (bo, "elsewhere"), (ada, "second")]:
        Event.record(subject.ambassador, verb, by=ada)
    assert [event.verb for event in Event.objects.about(ada.ambassador)] == ["second", "first"]


def test_a_chain_holds_as_it_was_written(ada, bo):
    for number in range(5):
        Event.record(ada.ambassador, "greeted", by=bo, number=number, share=0.5, day=ada.today())
        Event.record(bo.ambassador, "greeted", by=None)
    assert Event.objects.chain_holds(ada.ambassador) and Event.objects.chain_holds(bo.ambassador)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger_event SET verb = 'scolded' WHERE verb = 'second'",
        "UPDATE ledger_event SET actor_id = NULL WHERE verb = 'second'",
        "UPDATE ledger_event SET at = at - interval '1 day' WHERE verb = 'second'",
        """UPDATE ledger_event SET data = '{"number": 7}' WHERE verb = 'second'""",
        "DELETE FROM ledger_event WHERE verb = 'second'",
        "DELETE FROM ledger_event WHERE verb = 'first'",
    ],
)
def test_a_chain_shows_that_somebody_tampered_with_it(ada, tampering):
    for verb in ("first", "second", "third"):
        Event.record(ada.ambassador, verb, by=ada)
    as_owner_of_the_database(tampering)
    assert not Event.objects.chain_holds(ada.ambassador)


def test_a_chain_holds_after_its_salt_is_thrown_away(ada):
    said = Salt.digest(ada.ambassador, "0331 1234567")
    Event.record(ada.ambassador, "consented", by=ada, number=said)
    Salt.forget(ada.ambassador)
    assert Event.objects.chain_holds(ada.ambassador)
    assert Salt.digest(ada.ambassador, "0331 1234567") != said


def test_a_digest_tells_nothing_to_who_lacks_the_salt(ada, bo):
    assert Salt.digest(ada.ambassador, "0331") == Salt.digest(ada.ambassador, "0331")
    assert Salt.digest(ada.ambassador, "0331") != Salt.digest(bo.ambassador, "0331")


def test_an_event_of_something_taken_back_never_happened(ada):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Event.record(ada.ambassador, "greeted", by=ada)
        raise ZeroDivisionError
    assert not Event.objects.about(ada.ambassador).exists()


@pytest.mark.django_db(transaction=True)
def test_racing_writers_form_one_chain(ada):
    def write():
        return [Event.record(ada.ambassador, "greeted", by=ada).pk for _ in range(5)]

    written = at_once(*[write] * 8)
    assert sorted([pk for each in written for pk in each]) == sorted(
        event.pk for event in Event.objects.about(ada.ambassador)
    )
    assert Event.objects.chain_holds(ada.ambassador)


def test_data_is_kept_as_it_can_be_read_again(ada):
    event = Event.record(ada.ambassador, "greeted", by=ada, ids=[ada.ambassador.pk], day=ada.today())
    event.refresh_from_db()
    assert event.data == json.loads(json.dumps({"ids": [str(ada.ambassador.pk)], "day": str(ada.today())}))


def test_what_is_new_needs_no_look_back_and_what_is_not_is_refused(ada):
    lead = make_lead(ada)
    Event.objects.about(lead).count()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.record_first(lead, "opened", by=ada)
    Event.record(lead, "changed", by=ada)
    assert Event.objects.chain_holds(lead)
    assert [event.verb for event in Event.objects.about(lead)] == ["changed", "opened"]
