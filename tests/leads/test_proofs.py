"""The proof: what is written about a consent is never rewritten, hangs together, and stays whole when the salts are gone."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from leads.models import Consent, ConsentUse, ConsentWithdrawal, Notice
from ledger.models import Event, Salt
from tests.leads.hands import DAY, make_consent, make_customer, make_follow_up, make_lead

TABLES = {
    Consent: ["given_at", "place", "purpose", "manner", "confirmed_at"],
    ConsentUse: ["at", "by_id"],
    ConsentWithdrawal: ["at", "how"],
    Notice: ["at", "way"],
}
ANEW = {"given_at": "now()", "confirmed_at": "now()", "at": "now()", "by_id": "NULL"}


def proven(ada):
    """A customer with a consent that was used and taken back, and a notice."""
    lead = make_lead(ada, consent="advertising")
    consent = lead.customer.consents.get()
    consent.use(by=ada, follow_up=make_follow_up(lead))
    consent.withdraw(by=ada)
    Notice.hand_over(lead.customer, by=ada)
    return consent


def tries():
    """200 ways to rewrite or remove what stands there."""
    for noun, columns in TABLES.items():
        table = noun._meta.db_table
        for column in columns:
            yield f"UPDATE {table} SET {column} = {ANEW.get(column, chr(39) + 'x' + chr(39))}"
            yield f"UPDATE {table} SET {column} = {column}"
        yield f"UPDATE {table} SET id = '{uuid.uuid4()}'"
        yield f"DELETE FROM {table}"
        for day in range(1, 23):
            yield f"UPDATE {table} SET created_at = created_at - interval '{day} days'"
            yield f"DELETE FROM {table} WHERE created_at < now() + interval '{day} days'"


def test_two_hundred_tries_to_rewrite_a_proof_are_refused(ada):
    proven(ada)
    before = {noun: list(noun.objects.values()) for noun in TABLES}
    tried = list(tries())
    assert len(tried) >= 200
    for statement in tried:
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert {noun: list(noun.objects.values()) for noun in TABLES} == before


def test_every_row_is_sealed_into_a_chain(ada):
    consent = proven(ada)
    told = {event.verb: event.data for event in Event.objects.about(consent)}
    rows = {"given": consent, "used": consent.uses.get(), "withdrawn": consent.withdrawal}
    assert told.keys() == rows.keys()
    for verb, row in rows.items():
        fresh = type(row).objects.get(pk=row.pk)
        assert fresh.has_seal(told[verb]["seal"]) is True
    assert Event.objects.chain_holds(consent)
    notice = Notice.objects.of_customer(consent.customer).newest_first()[0]
    assert notice.has_seal(Event.objects.about(notice).get().data["seal"]) is True


@pytest.mark.parametrize(
    ("field", "value"),
    [("place", "Aue"), ("purpose", "service"), ("given_at", timezone.now() - 9 * DAY), ("manner", "paper")],
)
def test_a_row_that_says_something_else_breaks_its_seal(ada, field, value):
    consent = proven(ada)
    seal = Event.objects.about(consent).of_verb("given").get().data["seal"]
    setattr(consent, field, value)
    assert consent.has_seal(seal) is False


def test_with_the_salt_gone_the_chain_still_holds_and_the_seal_says_nothing(ada):
    consent = proven(ada)
    seal = Event.objects.about(consent).of_verb("given").get().data["seal"]
    Salt.forget(consent)
    assert (Event.objects.chain_holds(consent), consent.has_seal(seal)) == (True, None)


def test_no_two_consents_are_sealed_alike(ada):
    moment = timezone.now() - DAY
    seals = [make_consent(make_customer(), by=ada, given_at=moment).seal() for _ in range(3)]
    assert len(set(seals)) == 3
