"""Who is here twice is noticed while typing and within a minute, by those only who see both; merged it can be undone exactly."""

import time
from statistics import median

import pytest
from django.urls import reverse

from leads import likely
from leads.models import Case, Consent, Customer, CustomerLink, Duplicate, FollowUp, Lead, Merge, Objection
from leads.models.merge import STAY, hanging_on_customers
from leads.models.sounds import sound
from ledger.models import Event
from ledger.refusal import Refusal
from tests.leads import hands
from tests.leads.hands import NUMBER


def customer_of(owner, **fields):
    fields = {"nickname": "", "city": "Zwickau", **fields}
    return hands.make_lead(owner, customer=hands.make_customer(**fields)).customer


# How names sound


@pytest.mark.parametrize(("one", "other"), [
    ("Meier", "Mayr"), ("Müller", "Mueller"), ("Jäckel", "Jaeckel"), ("Schmidt", "Schmitt"), ("Frau Meyer", "Maier"),
])  # fmt: skip
def test_names_that_sound_alike_are_one_to_the_ear(one, other):
    assert sound(one) == sound(other) != ""


@pytest.mark.parametrize("text", ["", "M.", "Frau", "💥", "12", "\u0000", "Herr Dr."])
def test_what_is_no_name_sounds_like_nothing(text):
    assert sound(text) == ""


# Found within a minute


@pytest.mark.parametrize(("fields", "reasons"), [
    ({"last_name": "Mayr"}, ["name"]),
    ({"nickname": "Frau Maier"}, ["name"]),
    ({"last_name": "Mayr", "city": "Aue"}, None),
    ({"last_name": "Mayr", "first_name": "Hans"}, None),
    ({"last_name": "Wolf", "email": "ERIKA@example.org"}, ["email"]),
    ({"last_name": "Mayr", "email": "erika@example.org"}, ["email", "name"]),
    ({"last_name": "Wolf"}, None),
])  # fmt: skip
def test_the_sweep_finds_who_may_be_the_same(ada, fields, reasons):
    customer_of(ada, first_name="Erika", last_name="Meier", email="erika@example.org")
    customer_of(ada, **fields)
    assert (Duplicate.objects.find(), Duplicate.objects.find()) == (2, 0)
    found = Duplicate.objects.first()
    assert (found and found.reasons) == reasons


def test_a_shared_number_alone_is_only_a_hint(ada):
    one = customer_of(ada, last_name="Meier", phone=NUMBER)
    customer_of(ada, last_name="Wolf", phone=NUMBER)
    Duplicate.objects.find()
    assert Duplicate.objects.count() == 0
    (hint,) = likely.to({"phone": NUMBER, "last_name": "Wolf"}, seen_by=ada, besides=one.pk)
    assert [str(why) for why in hint.why] == [
        "a name that sounds the same, in the same town",
        "the same number",
    ] or hint.is_hint


def test_a_new_name_is_compared_anew(ada):
    customer_of(ada, last_name="Meier")
    other = customer_of(ada, last_name="Wolf")
    Duplicate.objects.find()
    other.change(by=ada, last_name="Maier")
    Duplicate.objects.find()
    assert Duplicate.objects.open().count() == 1


def test_who_was_told_apart_is_not_asked_about_again(as_, ada):
    customer_of(ada, last_name="Meier")
    other = customer_of(ada, last_name="Mayr")
    Duplicate.objects.find()
    as_(ada).post(reverse("leads:difference", args=[Duplicate.objects.get().pk]))
    other.change(by=ada, last_name="Maier")
    Duplicate.objects.find()
    assert (Duplicate.objects.count(), Duplicate.objects.open().count()) == (1, 0)


# While typing


def asks(as_, who, **typed):
    return as_(who).post(reverse("leads:likely"), typed)


def test_the_warning_names_who_is_known_already_and_why(as_, ada):
    known = customer_of(ada, last_name="Meier", nickname="The lady from the fair")
    page = asks(as_, ada, last_name="Maier", city="zwickau").content.decode()
    assert known.get_absolute_url() in page
    assert "The lady from the fair, Zwickau" in page and "sounds the same" in page
    assert "Meier" not in page


def test_somebody_being_changed_is_not_like_themselves(as_, ada):
    known = customer_of(ada, last_name="Meier")
    assert (
        "Meier" not in asks(as_, ada, last_name="Meier", city="Zwickau", customer=known.pk).content.decode()
    )


def test_nor_are_they_like_whom_they_were_merged_into(as_, ada):
    kept, gone = (customer_of(ada, last_name="Meier") for _number in range(2))
    Merge.of(hands.make_duplicate(ada, kept, gone), keep=kept, by=ada)
    for key in (kept.pk, gone.pk):
        assert asks(as_, ada, last_name="Meier", city="Zwickau", customer=key).content.strip() == b""


@pytest.mark.parametrize("typed", [
    {"last_name": "Meier", "city": "Zwickau"}, {"email": "erika@example.org"}, {"phone": "030 230125-999"},
    {"nickname": "Frau Meier", "city": "Zwickau"}, {"last_name": "Meier", "city": "Zwickau", "customer": "x"},
])  # fmt: skip
def test_nobody_learns_of_anothers_customers(as_, ada, dee, typed):
    customer_of(ada, last_name="Meier", email="erika@example.org", phone=NUMBER)
    assert asks(as_, dee, **typed).content.strip() == b""
    assert asks(as_, ada, **typed).content.strip() != b""


def test_a_manager_and_an_auditor_cannot_ask(as_, max, noor):
    assert [asks(as_, who, last_name="Meier").status_code for who in (max, noor)] == [403, 403]


def test_the_time_it_takes_does_not_tell_either(as_, ada, dee):
    for number in range(30):
        customer_of(ada, last_name="Meier", first_name=f"E{number}", email=f"e{number}@example.org")

    def seconds(**typed):
        spent = []
        for _round in range(15):
            begun = time.process_time()
            likely.to(typed, seen_by=dee)
            spent.append(time.process_time() - begun)
        return median(spent)

    seconds(last_name="Meier", city="Zwickau")
    differ = [
        abs(seconds(last_name="Meier", city="Zwickau") - seconds(last_name="Xylander", city="Zwickau"))
        > 0.002
        for _try in range(3)
    ]
    assert not all(differ)


def test_it_is_asked_by_post_only_and_not_without_end(as_, ada):
    assert as_(ada).get(reverse("leads:likely"), {"email": "x@example.org"}).status_code == 405
    answers = [asks(as_, ada, last_name="Meier").status_code for _ask in range(122)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_one_question_is_asked_whatever_is_typed(ada, django_assert_num_queries):
    likely.to({}, seen_by=ada)  # who she is is asked once
    with django_assert_num_queries(1):
        likely.to({"last_name": "\0Meier" * 300, "phone": "12", "email": "@" * 999, "city": "ä"}, seen_by=ada)


def test_a_number_that_was_taken_back_is_told_while_typing(as_, ada, dee):
    lead = hands.make_lead(ada, consent="service", phone=NUMBER)
    lead.customer.consents.get().withdraw(by=ada)
    assert "taken back before" in asks(as_, dee, phone="030 230125 999").content.decode()


# Merging


@pytest.fixture
def twins(ada):
    """Two of Ada's who are one, each with everything."""
    one = customer_of(ada, last_name="Meier", first_name="Erika")
    other = customer_of(ada, last_name="Mayr", email="e@example.org", city="Zwickau")
    other.change(by=ada, street="Markt 1")
    hands.make_consent(other, by=ada)
    other.keep_contact(by=ada, phone=NUMBER)
    for customer in (one, other):
        lead = customer.leads.get()
        hands.make_follow_up(lead)
        hands.make_case(ada, customer=customer)
        CustomerLink.issue(customer, by=ada)
        Objection.declare(customer, "advertising", by=ada)
    hands.make_consent(other, by=ada, purpose="service")
    other.refresh_from_db()
    other.keep_contact(by=ada, phone="+4930901820")
    Duplicate.objects.find()
    return Customer.objects.get(pk=one.pk), Customer.objects.get(pk=other.pk)


def everything():
    """Every row that hangs on customers, and the customers themselves, as they are."""
    nouns = [Customer, Consent, *hanging_on_customers()]
    return {noun.__name__: sorted(map(str, noun._base_manager.values())) for noun in nouns}


def merged(twins, by):
    return Merge.of(Duplicate.objects.get(), keep=twins[0], by=by)


def test_merging_moves_everything_and_fills_what_is_missing(twins, ada):
    merged(twins, ada)
    kept, gone = (Customer.objects.get(pk=one.pk) for one in twins)
    counts = [noun.objects.of_customer(kept).count() for noun in (Lead, Case, FollowUp, CustomerLink)]
    assert counts == [2, 2, 2, 2]
    assert (kept.email, kept.street, kept.phone, kept.last_name) == (
        "e@example.org",
        "Markt 1",
        "+4930901820",
        "Meier",
    )
    assert (gone.merged_into, kept.may_be_called(), Consent.objects.of_customer(kept).count()) == (
        kept,
        True,
        2,
    )
    assert Event.objects.of_verb("merged", "merged_away").count() == 3


def test_lists_and_pages_know_the_consents_of_both(as_, twins, ada):
    merged(twins, ada)
    kept = twins[0]
    assert {bool(f.may_call) for f in FollowUp.objects.of_customer(kept).with_call_right().by_hand()} == {
        True
    }
    assert {bool(lead.has_consent) for lead in Lead.objects.of_customer(kept).with_chain()} == {True}
    assert as_(ada).get(kept.get_absolute_url()).status_code == 200
    assert as_(ada).get(twins[1].get_absolute_url()).url == kept.get_absolute_url()


def test_undoing_restores_every_row_exactly(twins, ada):
    before = everything()
    merge = merged(twins, ada)
    assert everything() != before
    merge.undo(by=ada)
    after = everything()
    changed = {noun for noun in before if before[noun] != after[noun]}
    assert changed <= {"Customer"}
    kept, gone = (Customer.objects.get(pk=one.pk) for one in twins)
    for was, now in zip(twins, (kept, gone), strict=True):
        skipped = {"compared_at", "delete_after"}
        fields = [f.attname for f in Customer._meta.concrete_fields if f.name not in skipped]
        assert [getattr(was, name) for name in fields] == [getattr(now, name) for name in fields]
    assert Duplicate.objects.open().count() == 1
    assert Event.objects.of_verb("undone", "parted").count() == 3


def test_merging_never_lets_a_number_in_without_a_consent(ada):
    one, _other = customer_of(ada, last_name="Meier"), customer_of(ada, last_name="Mayr", phone=NUMBER)
    Duplicate.objects.find()
    merge = Merge.of(Duplicate.objects.get(), keep=one, by=ada)
    one.refresh_from_db()
    assert (one.phone, merge.filled) == ("", [])


def test_taking_back_after_a_merge_forgets_the_number_of_both_and_undoing_brings_none_back(twins, ada):
    merge = merged(twins, ada)
    for consent in Consent.objects.of_customer(twins[0]):
        if not consent.is_withdrawn:
            consent.withdraw(by=ada)
    assert list(Customer.objects.exclude(phone="")) == []
    merge.undo(by=ada)
    assert list(Customer.objects.exclude(phone="")) == []


def test_what_cannot_be_undone_is_refused_with_a_sentence(twins, ada):
    merge = merged(twins, ada)
    Customer.objects.get(pk=twins[0].pk).change(by=ada, email="new@example.org")
    with pytest.raises(Refusal, match="changed since"):
        merge.undo(by=ada)
    third = customer_of(ada, last_name="Maier", email="new@example.org")
    Duplicate.objects.find()
    Merge.of(Duplicate.objects.of_customer(third).open().first(), keep=third, by=ada)
    with pytest.raises(Refusal, match="somebody else since"):
        merge.undo(by=ada)


def test_two_who_merge_at_once_merge_once(twins, ada):
    pair = Duplicate.objects.get()
    Merge.of(pair, keep=twins[0], by=ada)
    with pytest.raises(Refusal):
        Merge.of(pair, keep=twins[1], by=ada)
    assert Merge.objects.count() == 1


def test_what_may_not_be_rewritten_stays_and_everything_else_goes_along(db):
    labels = {noun._meta.label_lower for noun in hanging_on_customers()}
    assert {"leads.lead", "leads.case", "leads.followup", "leads.customerlink", "leads.objection"} <= labels
    assert labels & STAY == set()


# The pages


def test_the_list_shows_a_pair_to_who_sees_both(as_, twins, ada, bo, cy):
    pair = Duplicate.objects.get()
    shown = {
        who: pair.get_absolute_url() in as_(who).get(reverse("leads:duplicates")).content.decode()
        for who in (ada, bo, cy)
    }
    assert list(shown.values()) == [True, False, True]
    half = hands.make_duplicate(bo, customer=twins[0])
    assert [as_(who).get(half.get_absolute_url()).status_code for who in (ada, bo, cy)] == [404, 404, 200]


def test_a_stranger_and_a_manager_merge_nothing(as_, twins, ada, dee, max):
    pair = Duplicate.objects.get()
    merge_url, apart = (reverse(f"leads:{name}", args=[pair.pk]) for name in ("merge", "difference"))
    assert [as_(who).post(url).status_code for who in (dee, max) for url in (merge_url, apart)] == [
        404,
        404,
        403,
        403,
    ]
    merge = merged(twins, ada)
    undo = reverse("leads:merge_undoing", args=[merge.pk])
    assert [as_(who).post(undo).status_code for who in (dee, max)] == [404, 403]


def test_from_the_page_they_are_merged_and_parted_again(as_, twins, ada):
    pair = Duplicate.objects.get()
    assert "One or two?" in as_(ada).get(pair.get_absolute_url()).content.decode()
    as_(ada).post(reverse("leads:merge", args=[pair.pk]), {"keep": twins[1].pk})
    assert Merge.objects.get().kept == twins[1]
    page = as_(ada).get(reverse("leads:duplicates"), {"show": "merged"}).content.decode()
    url = reverse("leads:merge_undoing", args=[Merge.objects.get().pk])
    assert url in page
    as_(ada).post(url)
    assert Customer.objects.standing().count() == 2


def test_the_empty_list_says_what_will_stand_there(as_, ada):
    page = as_(ada).get(reverse("leads:duplicates")).content.decode()
    assert "Nobody is here twice" in page
    assert (
        "Nothing was merged" in as_(ada).get(reverse("leads:duplicates"), {"show": "merged"}).content.decode()
    )


def test_the_list_costs_the_same_for_one_and_for_three(as_, ada):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            as_(ada).get(reverse("leads:duplicates"))
        return len(queries)

    hands.make_duplicate(ada)
    cost()
    one = cost()
    hands.make_duplicate(ada), hands.make_duplicate(ada)
    assert (cost(), one <= 12) == (one, True)
