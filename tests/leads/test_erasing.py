"""What is erased is gone with everything that hangs on it; sums, stories, chains of events and proofs stay."""

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from leads.models import Case, Consent, Customer, Encounter, FollowUp, Lead, VaultedProof
from ledger import erasures, nightly
from ledger.models import Erasure, Event, Letter, Salt
from reports.counted import Fresh
from reports.models import FrozenFact
from reports.months import Months
from stories.models import Story
from tests.cast import DAY
from tests.leads import hands
from tests.reports import hands as figures

pytestmark = pytest.mark.django_db
NIGHT = timezone.datetime(2030, 1, 15, 2, 30, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _file_of_this_test_alone(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


@pytest.fixture
def lead(ada):
    """A lead with everything that hangs on one."""
    encounter = hands.make_encounter(ada, sentence="She wants away from another provider.", place="Fair")
    lead = hands.make_lead(
        ada, encounter=encounter, consent="advertising", phone=hands.NUMBER, note="Two children, one router."
    )
    hands.make_follow_up(lead).complete(by=ada, answer="all_ok")
    hands.make_follow_up(lead)
    hands.make_case(ada, customer=lead.customer, encounter=encounter).solve(by=ada, what_helped="A restart.")
    return lead


def tell(lead):
    return Story.objects.create(
        slug="s", kind="help", title="A title", text="A text", language="en", author=lead.owner, lead=lead
    )


def everything():
    return sum(model.objects.count() for model in (Customer, Lead, FollowUp, Case, Consent))


def past(*rows):
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(delete_after=timezone.now() - DAY)


def test_a_customer_goes_with_everything(lead, ada):
    lead.customer.erase(by=ada)
    assert everything() == 0
    encounter = Encounter.objects.get()
    assert (encounter.sentence, encounter.place) == ("", "")


def test_somebody_else_stays_as_they_are(lead, ada):
    other = hands.make_lead(ada, note="Another one.")
    lead.customer.erase(by=ada)
    assert list(Lead.objects.values_list("pk", "note")) == [(other.pk, "Another one.")]


def test_whoever_was_met_together_keeps_their_lead_but_not_the_words(lead, ada):
    other = hands.make_lead(ada, encounter=lead.encounter)
    assert Lead.objects.found_by("provider").count() == 2
    lead.customer.erase(by=ada)
    assert list(Lead.objects.all()) == [other]
    assert Lead.objects.found_by("provider").count() == 0


def test_a_story_stays_without_its_tie(lead, ada):
    story = tell(lead)
    lead.customer.erase(by=ada)
    story.refresh_from_db()
    assert (story.title, story.text, story.lead) == ("A title", "A text", None)


def test_the_chains_of_events_still_hold_and_the_salts_are_gone(lead, ada):
    consent = lead.customer.consents.get()
    customer = lead.customer
    customer.erase(by=ada)
    assert Event.objects.chain_holds(consent) and Event.objects.chain_holds(lead)
    assert Event.objects.about(customer).of_verb("erased").count() == 1
    assert Salt.objects.count() == 0


def test_letters_about_them_say_nothing_and_do_not_leave(lead, ada):
    waiting = Letter.write("follow_ups_due", recipient=ada, dedup_key="1", lead=lead.pk)
    other = Letter.write("follow_ups_due", recipient=ada, dedup_key="2", lead="another")
    lead.customer.erase(by=ada)
    told = dict(Letter.objects.values_list("pk", "state"))
    assert told == {waiting.pk: "cancelled", other.pk: "due"}
    assert Letter.objects.get(pk=waiting.pk).data == {"erased": True}


# The vault


def test_the_proof_of_a_consent_moves_into_the_vault(lead, ada, noor):
    consent = lead.customer.consents.get()
    lead.customer.erase(by=ada)
    proof = VaultedProof.objects.get()
    said = proof.show(by=noor, reason="A complaint.")
    assert said["customer"]["phone"] == hands.NUMBER
    assert said["consent"]["id"] == str(consent.pk) and len(said["uses"]) == 1 and said["words"]
    assert proof.last_used_at == max(use_at for use_at in [proof.last_used_at])
    assert proof.delete_after.year == proof.last_used_at.year + 5


def test_nothing_in_the_vault_can_be_read_from_the_database(lead, ada):
    lead.customer.erase(by=ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, found_by::text FROM leads_vaultedproof")
        content, found_by = cursor.fetchone()
    assert content.startswith("s1:") and hands.NUMBER not in found_by


def test_a_proof_is_found_by_the_very_number(lead, ada):
    lead.customer.erase(by=ada)
    assert VaultedProof.objects.found_by(hands.NUMBER).count() == 1
    assert VaultedProof.objects.found_by("+4915100000000").count() == 0


@pytest.mark.parametrize(
    "rewrite", ["UPDATE leads_vaultedproof SET channel = 'post'", "DELETE FROM leads_vaultedproof"]
)
def test_the_vault_is_neither_rewritten_nor_emptied(lead, ada, rewrite):
    lead.customer.erase(by=ada)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rewrite)


def test_a_consent_goes_only_when_the_vault_holds_it(lead):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('werkstolz.erasing', 'on', true)")
        cursor.execute("DELETE FROM leads_consentuse")


def test_after_five_years_the_proof_goes_by_itself(lead, ada):
    customer = lead.customer
    Consent.objects.filter(customer=customer)
    lead.customer.erase(by=ada)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE leads_vaultedproof DISABLE TRIGGER vault_is_append_only")
        long_ago = "last_used_at = now() - interval '61 months', delete_after = now() - interval '1 month'"
        cursor.execute(f"UPDATE leads_vaultedproof SET {long_ago}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE leads_vaultedproof ENABLE TRIGGER vault_is_append_only")
    nightly.sweep(now=NIGHT)
    assert VaultedProof.objects.count() == 0


# The night


def test_at_night_what_is_over_goes(ada):
    lost, open_ = hands.make_lead(ada), hands.make_lead(ada)
    lost.move("lost", by=ada)
    Lead.objects.filter(pk=lost.pk).update(state_since=timezone.now() - 31 * DAY)
    Customer.objects.update(created_at=timezone.now() - 31 * DAY)
    ended = nightly.sweep(now=NIGHT)
    assert (ended, list(Customer.objects.all())) == (2, [open_.customer])  # the lead and its customer
    assert [lead.pk for lead in Lead.objects.all()] == [open_.pk]
    assert nightly.sweep(now=NIGHT) == 0


def test_a_lead_that_goes_leaves_its_customer_to_another_one(ada):
    lost = hands.make_lead(ada, consent="advertising")
    hands.make_follow_up(lost).complete(by=ada, answer="all_ok")  # a use that points to a call that goes
    kept = hands.make_lead(ada, customer=lost.customer)
    lost.move("lost", by=ada)
    Lead.objects.filter(pk=lost.pk).update(state_since=timezone.now() - 31 * DAY)
    nightly.sweep(now=NIGHT)
    assert (
        list(Lead.objects.all()) == [kept] and Consent.objects.count() == 1 and FollowUp.objects.count() == 0
    )
    connection.check_constraints()


def test_what_was_moved_a_moment_ago_stays(ada):
    lead = hands.make_lead(ada)
    past(lead, lead.customer)
    rule = next(rule for rule in nightly.retention.rules() if rule.model is Lead)
    nightly.end_next(rule, 10)
    assert Lead.objects.count() == 1


def test_by_day_nothing_is_done_when_the_night_was_there(ada):
    noon = NIGHT.replace(hour=12)
    assert nightly.was_missed(timezone.now())
    nightly.sweep()
    assert not nightly.was_missed(timezone.now())
    assert not nightly.is_night(noon)


def test_one_that_resists_stops_no_other(ada):
    """A row that something foreign points to can't go; the others can, and the fault is told."""
    rows = [hands.make_lead(ada) for _ in range(3)]
    Lead.objects.all().update(state="lost", state_since=timezone.now() - 31 * DAY)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE foreign_part (lead uuid REFERENCES leads_lead(id))")
        cursor.execute("INSERT INTO foreign_part VALUES (%s)", [rows[1].pk])
    with pytest.raises(ExceptionGroup):
        nightly.sweep(now=NIGHT)
    assert [lead.pk for lead in Lead.objects.all()] == [rows[1].pk]


# Sums


def test_every_figure_is_the_same_before_and_after(ada):
    people = figures.settle("DE-SN", 12)
    for number, somebody in enumerate(people):
        figures.lead(somebody, 5, state=["new", "won", "offered", "lost"][number % 4], met=bool(number % 2))
        figures.call(somebody, 6, days_late=number)
        figures.call(somebody, 7, days_late=None)
        figures.solve(somebody, 8, hours=number + 1)
    before = {by: told(by) for by in ("land", "unit")}
    for customer in Customer.objects.all()[:20]:
        customer.erase()
    assert FrozenFact.objects.count() > 10
    assert {by: told(by) for by in ("land", "unit")} == before
    for customer in Customer.objects.all():
        customer.erase()
    assert (Lead.objects.count(), {by: told(by) for by in ("land", "unit")}) == (0, before)


def told(by):
    stamped = Fresh(by, Months()).stamped
    return {
        key: (_tally(found[0]), found[1]) if isinstance(found, tuple) else _tally(found)
        for key, found in stamped.items()
    }


def _tally(tally):
    return sorted(
        (part, month, sorted(cell.items())) for part, month, cell in tally.told() if any(cell.values())
    )


# The erasure ledger


def test_what_was_erased_stands_in_a_file_without_its_name(lead, ada):
    customer = lead.customer
    customer.erase(by=ada)
    assert erasures.tell() == Erasure.objects.count() == 1
    text = erasures.path().read_text()
    assert "leads.customer" in text and str(customer.pk) not in text
    assert erasures.tell() == 0


def test_a_backup_that_comes_back_is_cleared(ada):
    rows = [hands.make_lead(ada, consent="advertising", phone=hands.NUMBER) for _ in range(3)]
    gone, back = rows[0].customer, list(Customer.objects.filter(pk=rows[0].customer_id).values())
    gone.erase(by=ada)
    erasures.tell()
    Customer.objects.bulk_create(Customer(**row) for row in back)  # as a restored backup has it
    assert erasures.replay(erasures.read(erasures.path())) == {"leads.customer": 1}
    assert {lead.customer_id for lead in rows[1:]} == set(Customer.objects.values_list("pk", flat=True))
    assert erasures.replay(erasures.read(erasures.path())) == {"leads.customer": 0}


def test_a_line_of_the_ledger_is_never_rewritten(lead, ada):
    lead.customer.erase(by=ada)
    for rewrite in ("UPDATE ledger_erasure SET key = 'x'", "DELETE FROM ledger_erasure"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(rewrite)


def test_health_says_what_is_kept_too_long(ada):
    assert erasures.nothing_is_kept_too_long()[0]
    lead = hands.make_lead(ada)
    Lead.objects.filter(pk=lead.pk).update(delete_after=timezone.now() - 2 * DAY)
    kept, sentence = erasures.nothing_is_kept_too_long()
    assert not kept and "lead" in sentence
