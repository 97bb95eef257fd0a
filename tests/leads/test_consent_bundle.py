"""The bundle for the authority: every proof about one customer, checked anew, as one PDF."""

import hashlib

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from leads import bundle
from leads.models import Consent, Notice, Paper
from ledger.models import Event, Look, Salt
from ledger.pseudonyms import pseudonym
from tests import darkroom
from tests.leads import hands
from tests.leads.hands import NUMBER


@pytest.fixture
def customer(ada):
    """With a consent that was used and taken back, one that holds, and a notice."""
    who = {"first_name": "Erika", "last_name": "Mustermann", "street": "Hauptstr. 1", "zip_code": "08056"}
    lead = hands.make_lead(ada, customer=hands.make_customer("", told=False, **who), consent="advertising")
    consent = lead.customer.consents.get()
    consent.use(by=ada, follow_up=hands.make_follow_up(lead))
    consent.withdraw(by=ada)
    Notice.hand_over(lead.customer, by=ada)
    hands.make_consent(lead.customer, by=ada, purpose="service", place="Autumn fair")
    lead.customer.keep_contact(by=ada, phone=NUMBER)
    lead.customer.refresh_from_db()
    return lead.customer


def words_of(customer, ada, language="en"):
    with translation.override(language):
        return bundle.gathered(customer, by=ada, reason="authority")


def flat(data):
    if isinstance(data, dict):
        data = data.values()
    return (
        [data]
        if isinstance(data, str)
        else [text for each in data or [] if not isinstance(each, bool) for text in flat(each)]
    )


def test_everything_that_proves_stands_in_it(customer, ada):
    told = flat(words_of(customer, ada))
    text, consent = "\n".join(told), customer.consents.all().in_order()[0]
    for wanted in (
        "Erika Mustermann", "Hauptstr. 1", NUMBER, "Autumn fair", consent.wording.text,
        hashlib.sha256(consent.wording.text.encode()).hexdigest(), pseudonym("P", ada.pk), str(customer.pk),
        "told an ambassador", "All chains hold", "a card handed over",
        *[event.digest for event in Event.objects.about(consent)],
    ):  # fmt: skip
        assert wanted in text
    assert "Ada" not in text and "Brandt" not in text
    assert f"{consent.given_at:%d.%m.%Y}" in text


@pytest.mark.parametrize(
    ("language", "title"), [("de", "Nachweis der Einwilligung"), ("en", "Proof of consent")]
)
def test_one_click_makes_one_pdf_and_is_written_down(as_, customer, ada, language, title):
    where = reverse("leads:consent_bundle", args=[customer.pk])
    answer = as_(ada).post(where, {"reason": "authority", "language": language})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert [look.purpose for look in Look.objects.at(customer)] == ["bundle: authority"]
    told = Event.objects.about(customer).of_verb("bundled").get().data
    assert told == {
        "reason": "authority",
        "language": language,
        "sha256": hashlib.sha256(answer.content).hexdigest(),
    }
    assert words_of(customer, ada, language)["title"] == title


def test_without_a_reason_there_is_none(as_, customer, ada):
    where = reverse("leads:consent_bundle", args=[customer.pk])
    assert as_(ada).post(where, {"language": "de"}).status_code == 409
    assert Look.objects.count() == 0


def test_dee_and_max_get_none(as_, customer, dee, max):
    where = reverse("leads:consent_bundle", args=[customer.pk])
    codes = [as_(who).post(where, {"reason": "audit", "language": "de"}).status_code for who in (dee, max)]
    assert codes == [404, 403] and Look.objects.count() == 0


def test_who_broke_the_triggers_is_found_out(customer, ada):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE leads_consent SET place = 'elsewhere' WHERE place = 'Autumn fair'")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert "CHANGED" in "\n".join(words_of(customer, ada)["result"]["lines"])


def test_a_broken_chain_is_said(customer, ada):
    consent = customer.consents.all().in_order()[0]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM ledger_event WHERE verb = 'used' AND subject_key = %s", [str(consent.pk)])
        cursor.execute("SET session_replication_role = DEFAULT")
    assert "1 chains are BROKEN" in "\n".join(words_of(customer, ada)["result"]["lines"])


def test_with_the_salts_gone_the_chains_still_hold(customer, ada):
    Salt.objects.all().delete()
    lines = "\n".join(words_of(customer, ada)["result"]["lines"])
    assert "All chains hold" in lines and "the salt is erased" in lines


def test_a_number_that_nobody_may_call_does_not_stand_in_it(customer, ada):
    for consent in Consent.objects.in_force():
        consent.withdraw(by=ada)
    customer.refresh_from_db()
    assert NUMBER not in flat(words_of(customer, ada))


def test_the_signed_sheet_is_part_of_it(customer, ada):
    paper = Paper.develop(darkroom.upload())
    hands.make_consent(customer, by=ada, manner="paper", paper=paper)
    told = flat(words_of(customer, ada))
    assert paper.sha256 in told and "The sheet that was signed" in told
    with_sheet = bundle.make(customer, by=ada, reason="audit", language="en")
    assert with_sheet[:5] == b"%PDF-" and bundle.papers_of(customer).keys() == {f"{paper.pk}.webp"}
