"""Told first, kept after: nothing that reaches somebody stays before they know what happens to it."""

import pytest
from django.urls import reverse

from leads import evidence
from leads.models import CallBack, Customer, Merge, Notice, NoticeWording, VaultedProof
from ledger.models import Event
from tests.leads import hands
from tests.leads.hands import NUMBER
from tests.leads.test_pages import CAPTURE

CONTACT = {"phone": NUMBER, "email": "m@example.org", "street": "Hauptstr. 1", "zip_code": "08056"}


def test_before_the_notice_nothing_that_reaches_them_is_kept(ada):
    customer = hands.make_customer(told=False)
    hands.make_consent(customer, by=ada)
    discarded = customer.keep_contact(by=ada, **CONTACT, city="Aue")
    kept = Customer.objects.get()
    assert set(discarded) == {*CONTACT, "uninformed"}
    assert ([getattr(kept, name) for name in CONTACT], kept.city) == (["", "", "", ""], "Aue")
    Notice.hand_over(customer, by=ada)
    assert customer.keep_contact(by=ada, **CONTACT) == []
    assert {name: getattr(Customer.objects.get(), name) for name in CONTACT} == CONTACT


@pytest.mark.parametrize("consent", ["service", "call_back"])
def test_while_logging_one_tap_says_they_were_told(as_, ada, consent):
    fields = {**CAPTURE, "people-0-consent": consent, "people-0-phone": NUMBER}
    page = as_(ada).post(reverse("leads:encounter_new"), fields, follow=True).content.decode()
    assert "have not been told yet" in page
    assert (Customer.objects.get().phone, CallBack.objects.count()) == ("", 0)


def test_version_language_way_and_time_are_written_down(as_, ada):
    customer = hands.make_lead(ada, customer=hands.make_customer(told=False)).customer
    NoticeWording.reword("de", "Neue Worte.", by=ada)
    as_(ada).post(reverse("leads:notice_new", args=[customer.pk]), {"way": "spoken", "language": "de"})
    notice = Notice.objects.get()
    assert (notice.wording.version, notice.wording.language, notice.way) == (2, "de", "spoken")
    assert (notice.given_by, Event.objects.about(notice).get().verb) == (ada.ambassador, "handed_over")
    page = as_(ada).get(customer.get_absolute_url()).content.decode()
    assert "version 2" in page and "read aloud" in page


def test_sent_twice_it_is_written_once(as_, ada):
    customer = hands.make_lead(ada, customer=hands.make_customer(told=False)).customer
    form = {"way": "card", "language": "en", "client_id": "0d7f2f0e-2a5f-4f4b-9a52-63f0c74a3c11"}
    for _twice in range(2):
        as_(ada).post(reverse("leads:notice_new", args=[customer.pk]), form)
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{}, {"way": "telepathy", "language": "de"}, {"way": "card", "language": "tlh"}]
)
def test_a_notice_without_a_way_is_refused(as_, ada, fields):
    customer = hands.make_lead(ada, customer=hands.make_customer(told=False)).customer
    assert as_(ada).post(reverse("leads:notice_new", args=[customer.pk]), fields).status_code == 409
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Halten Sie Ihre Kamera"), ("en", "Point your camera here")]
)
def test_the_card_leads_to_the_version_in_force(as_, ada, client, language, words):
    NoticeWording.reword(language, "New words here.", by=ada)
    page = as_(ada).get(reverse("leads:notice_card"), {"language": language}).content.decode()
    assert words in page and f"/notice/{language}/?version=2" in page and "<svg viewBox" in page
    client.logout()
    assert "New words here." in client.get(f"/notice/{language}/?version=2").content.decode()


def test_dee_hands_nothing_over(as_, ada, dee):
    customer = hands.make_lead(ada, customer=hands.make_customer(told=False)).customer
    answer = as_(dee).post(reverse("leads:notice_new", args=[customer.pk]), {"way": "card", "language": "en"})
    assert (answer.status_code, Notice.objects.count()) == (404, 0)


# Of whoever was merged into somebody


def merged(ada):
    """(kept, gone): only who is gone was told, and only who stays said yes."""
    kept = hands.make_lead(ada, customer=hands.make_customer(told=False)).customer
    gone = hands.make_lead(ada, customer=hands.make_customer(nickname="Erika")).customer
    hands.make_consent(kept, by=ada)
    Merge.of(hands.make_duplicate(ada, kept, gone), keep=kept, by=ada)
    return kept, gone


def test_what_the_one_was_told_is_listed_on_the_other(as_, ada):
    kept, gone = merged(ada)
    assert [notice.customer for notice in Notice.objects.of_customer(kept)] == [gone]
    notices, page = evidence.of(kept)[1], as_(ada).get(kept.get_absolute_url()).content.decode()
    assert [proof.row.customer for proof in notices] == [gone] and "a card handed over" in page
    assert kept.keep_contact(by=ada, email="erika@example.net") == []


def test_it_goes_with_the_other_and_stands_in_the_proof(ada, noor):
    kept, gone = merged(ada)
    kept.erase(by=ada)
    assert (Notice.objects.count(), Customer.objects.count()) == (0, 0)
    (told,) = VaultedProof.objects.get().show(by=noor, reason="A complaint.")["notices"]
    assert (told["customer_id"], told["way"]) == (str(gone.pk), "card")
