import time
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import models, transaction
from django.test import override_settings
from django.utils import timezone

from ambassadors.models import Ambassador, Network, Person, Picture, Reveal, Role, RoleProposal, Unit, Upload
from home.own import Own
from leads.models import Case, Consent, Customer, Encounter, Export, FollowUp, Lead
from ledger import nightly, sweeps
from ledger.models import Event, Letter, Look, MailboxMessage
from stories.models import Story
from trophies.models import Trophy

pytestmark = pytest.mark.django_db

MAILBOX = "ledger.mailbox.MailboxBackend"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo network, loaded once for the tests below; nothing of it stays."""
    media = tmp_path_factory.mktemp("media")
    here = override_settings(DEMO=True, EMAIL_BACKEND=MAILBOX, MEDIA_ROOT=media)
    with django_db_blocker.unblock(), here, transaction.atomic():
        call_command("demo", stdout=StringIO())
        yield media
        transaction.set_rollback(True)


@pytest.fixture
def ada(loaded):
    return Person.objects.with_email("ambassador@example.org").get()


def test_its_company_is_invented_and_answers_for_everything(loaded):
    network = Network.now()
    assert network.is_set_up and network.has_controller and network.has_privacy_contact
    assert network.company_domains == ["example.org", "example.com"]
    assert "invented" in network.imprint("en") and "erfunden" in network.imprint("de")
    assert [event.actor.email for event in Event.objects.about(network)] == ["admin@example.org"] * 2


def test_it_brings_the_whole_network(loaded):
    counted = {
        "units": Unit.objects.count(),
        "people": Ambassador.objects.count(),
        "active": Ambassador.objects.active().count(),
        "alumni": Ambassador.objects.alumni().count(),
        "leads of the export": sum(1 for lead in Lead.objects.all() if _is_of(lead, "00Q")),
        "leads of a spreadsheet": sum(1 for lead in Lead.objects.all() if _is_of(lead, "row-")),
        "in the queue": Lead.objects.in_queue().count(),
        "published": Story.objects.published().count(),
        "handed in": Story.objects.submitted().count(),
        "stations of the trophy": Trophy.objects.get().custodies.count(),
    }
    assert counted == {
        "units": 18,
        "people": 326,
        "active": 43,
        "alumni": 20,
        "leads of the export": 500,
        "leads of a spreadsheet": 6,
        "in the queue": 31,
        "published": 40,
        "handed in": 3,
        "stations of the trophy": 7,
    }
    assert len({story.author_id for story in Story.objects.published()}) >= 30


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("ambassador@example.org", {"ambassador"}),
        ("ambassador2@example.org", {"ambassador"}),
        ("coordinator@example.org", {"ambassador", "coordinator"}),
        ("manager@example.org", {"manager"}),
        ("auditor@example.org", {"auditor"}),
        ("admin@example.org", {"admin"}),
    ],
)
def test_the_six_can_sign_in_with_the_password_that_is_printed(loaded, settings, address, roles):
    person = authenticate(None, email=address, password=settings.DEMO_PASSWORD)
    assert (person.email, person.role_names) == (address, roles)
    assert person.emailaddress_set.get().verified


def test_the_evening_that_the_auditor_asks_about_is_in_the_access_log(loaded, ada):
    by_cy = Look.objects.filter(actor__email="coordinator@example.org", purpose="look")
    assert by_cy.count() == 9
    assert len({timezone.localdate(look.at_time) for look in by_cy}) == 1
    assert Own(ada).looks


def test_nobody_else_can_sign_in(loaded):
    named = {person.email for person in Person.objects.all() if person.has_usable_password()}
    cast = [
        "ambassador",
        "ambassador2",
        "coordinator",
        "manager",
        "auditor",
        "auditor2",
        "admin",
        "admin2",
        "alumna",
        "fan",
    ]
    assert named == {f"{name}@example.org" for name in cast}


def test_something_waits_for_hanne_as_the_second_person_and_cy_sees_a_name_revealed(loaded):
    hanne, cy = (Person.objects.get(email=f"{role}@example.org") for role in ("admin", "coordinator"))
    assert [proposal.proposed_by.email for proposal in RoleProposal.objects.waiting_for(hanne)] == [
        "admin2@example.org"
    ]
    assert [reveal.asked_by.email for reveal in Reveal.objects.waiting_for(hanne)] == ["auditor2@example.org"]
    assert [reveal.agreed_by for reveal in Reveal.objects.of_the_name_of(cy)] == [hanne]
    assert [role.name for role in Role.objects.over()] == ["coordinator"]


def test_everybody_active_has_a_face_and_every_picture_its_three_files(loaded, settings):
    settings.MEDIA_ROOT = loaded
    assert all(ambassador.portrait for ambassador in Ambassador.objects.active().with_people())
    for picture in Picture.objects.all():
        assert all(picture.path(size).exists() for size in Picture.SIZES)


def test_adas_day_holds_something_of_everything(ada):
    today = timezone.localdate()
    days = [(call.wall_date - today).days for call in FollowUp.objects.owned_by(ada).open().soonest_first()]
    assert days[:5] == [-2, 0, 0, 2, 5]
    assert FollowUp.objects.owned_by(ada).due().count() == 3
    assert set(Lead.objects.owned_by(ada).by_state().values()) >= {1}
    assert 0 not in Lead.objects.owned_by(ada).by_state().values()
    assert [case.state for case in Case.objects.owned_by(ada).open()] == ["open"]
    assert Trophy.objects.get().open_hand_off.taker.person == ada


def test_the_first_sweep_writes_ada_one_letter_about_her_calls_and_one_about_the_trophy(ada, settings):
    settings.EMAIL_BACKEND = MAILBOX
    with transaction.atomic():
        sweeps.sweep_once()
        sweeps.sweep_once()
        subjects = {message.subject for message in MailboxMessage.objects.to(ada.email)}
        kinds = sorted(
            (letter.kind, letter.state) for letter in Letter.objects.all() if letter.recipient == ada
        )
        transaction.set_rollback(True)
    assert kinds == [
        ("credit_answered", "sent"),
        ("credit_asked", "sent"),
        ("desk_replied", "due"),
        ("follow_ups_due", "sent"),
        ("trophy_waiting", "sent"),
    ]
    assert subjects == {
        "3 people would like to hear from you",
        "The ribbon cup is on its way to you",
        "Bo Lindqvist shares the credit with you",
        "Bo Lindqvist would like to share the credit with you",
    }


def test_every_month_of_the_last_year_is_alive(loaded):
    months = {
        lead.created_at.strftime("%Y-%m") for lead in Lead.objects.all() if _days_ago(lead.created_at) < 365
    }
    won = {lead.won_at.strftime("%Y-%m") for lead in Lead.objects.won() if _days_ago(lead.won_at) < 365}
    told = {story.published_at.strftime("%Y-%m") for story in Story.objects.published()}
    assert len(months) >= 12
    assert len(won) >= 12
    assert len(told) >= 11
    assert min(_days_ago(lead.created_at) for lead in Lead.objects.all()) < 2


def test_follow_ups_are_nearly_always_answered_in_time_and_some_wait_today(loaded):
    answered = FollowUp.objects.answered().count()
    assert answered > 300
    assert 0.92 < FollowUp.objects.in_time().count() / answered < 0.99
    waiting = {call.owner_id for call in FollowUp.objects.due()}
    assert 5 <= len(waiting) <= 25
    assert Case.objects.solved().count() > 40


def test_leads_with_a_follow_up_belong_to_somebody_active(loaded):
    owners = {lead.owner.state for lead in Lead.objects.with_people() if lead.owner}
    assert owners == {"active"}


def test_a_number_is_kept_only_with_a_consent_in_force(loaded):
    customers = [customer for customer in Customer.objects.all() if customer.phone]
    assert len(customers) > 127
    assert all(customer.may_be_called() for customer in customers)


def test_a_file_of_leads_was_taken_and_two_rows_wait_to_be_corrected(loaded):
    upload = next(upload for upload in Upload.objects.all() if upload.kind == "leads")
    assert upload.job.counts == {
        "taken": 6, "numbers": 3, "kept": 1, "discarded": 2, "undated": 1, "unreachable": 1, "queued": 1, "unvalued": 5, "to_tell": 4,
        "rejected": 2,
    }  # fmt: skip


def test_ada_has_somebody_to_tell_and_a_coordinator_sees_who_should_know(ada):
    assert [lead.customer.tell_until > timezone.now() for lead in Lead.objects.owned_by(ada).to_tell()] == [
        True
    ]
    assert Lead.objects.told_too_late().count() == 1


def test_a_file_was_taken_out_and_an_auditor_reads_why(loaded):
    export = Export.objects.get()
    assert (export.form, export.has_contact, export.rows > 0) == ("xlsx", True, True)
    assert "thank-you" in export.reason


def test_it_can_still_be_fetched_after_the_first_night(loaded, settings):
    """Hundreds of the demo's leads are older than their clocks allow: the first night ends them, and nobody of the file."""
    settings.MEDIA_ROOT = loaded
    with transaction.atomic():
        assert nightly.sweep(seconds=300) > 0
        export = Export.objects.get()
        assert len(b"".join(export.fetch(by=export.owner))) > 1000
        transaction.set_rollback(True)


def test_every_chain_of_events_holds(loaded):
    for model in (Lead, FollowUp, Case, Encounter, Consent, Story, Trophy, Ambassador):
        assert all(Event.objects.chain_holds(row) for row in model.objects.all()), model


def test_nothing_happened_in_the_future_and_nothing_before_it_began(loaded):
    now = timezone.now()
    for model in (Lead, Case, Encounter, Consent, Story, Event, Ambassador):
        moments = [field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)]
        for moment in set(moments) - {"delete_after"}:  # the one that lies ahead on purpose
            latest = model.objects.aggregate(latest=models.Max(moment))["latest"]
            assert latest is None or latest <= now, (model, moment)
    assert all(call.created_at <= call.answered_at for call in FollowUp.objects.answered())
    assert all(call.due_at <= call.answered_at for call in FollowUp.objects.answered())
    assert all(case.opened_at < case.solved_at for case in Case.objects.solved())


def test_a_second_loading_changes_nothing(loaded):
    before = _counted()
    started = time.monotonic()
    call_command("demo", stdout=StringIO())
    assert time.monotonic() - started < 2
    assert _counted() == before


def _counted():
    rooms = ("ledger", "ambassadors", "leads", "trophies", "stories")
    tables = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    return {model.__name__: model.objects.count() for model in tables}


def _is_of(lead, beginning):
    return (lead.external_id or "").startswith(beginning)


def _days_ago(moment):
    return (timezone.now() - moment) / timedelta(days=1)
