"""300 marks in every personal field, mail and file: after erasure nothing sings of them outside the vault."""

import json
import logging
import random

import pytest
from django.db import connection
from django.utils import timezone

from ambassadors.models import Upload
from leads.models import (
    CallBack,
    ConsentRequest,
    Customer,
    DeskReply,
    Encounter,
    Export,
    Lead,
    Notice,
    Paper,
    Referral,
    SharedCredit,
    VaultedProof,
)
from ledger import erasures, nightly
from ledger.models import Event, JobNote
from tests import canaries
from tests.cast import DAY

pytestmark = pytest.mark.django_db
PAGES = ["/", "/leads/", "/encounters/", "/follow-ups/", "/cases/", "/stories/", "/me/", "/outbox/"]
NIGHT = timezone.datetime(2030, 1, 15, 2, 30, tzinfo=timezone.get_default_timezone())


class Killed(BaseException):
    """What a SIGKILL leaves of a transaction."""


@pytest.fixture(autouse=True)
def _file_of_this_test_alone(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


@pytest.fixture
def aviary(ada):
    return canaries.Canaries(ada)


def seed(aviary, wanted):
    while len(aviary.marks) < wanted:
        aviary.seed()
    return list(Customer.objects.all())


def left():
    """What is left of what hung on customers, and the words of files and jobs."""
    rows = [CallBack, ConsentRequest, DeskReply, Notice, Paper, Referral, SharedCredit, JobNote]
    lying = [*Upload.objects.values_list("file", flat=True), *Export.objects.values_list("file", "query")]
    return [model.__name__ for model in rows if model.objects.exists()], {*map(str, lying)} - {"", "('', '')"}


def test_every_field_that_holds_words_of_customers_is_marked(aviary):
    aviary.seed()
    assert aviary.unmarked() == []


def test_after_erasure_nothing_sings(aviary, ada, noor, as_, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO)
    customers = seed(aviary, 300)
    with django_capture_on_commit_callbacks(execute=True):
        aviary.lie_about()
    assert left() != ([], set()) and len(canaries.files()[0]) > 3 * len(customers)
    open_ = set(aviary.heard_in(canaries.dump()))
    assert len(aviary.marks) >= 300 and len(open_) > 200  # what is sealed can't be heard even now
    addresses = [
        row.get_absolute_url() for row in [*customers, *Lead.objects.all(), *Encounter.objects.all()]
    ]
    before = as_(ada).get("/leads/").content.decode()
    assert aviary.heard_in(before)
    with django_capture_on_commit_callbacks(execute=True):
        for customer in customers:
            customer.erase(by=ada)
    erasures.tell()
    found, bytes_ = canaries.files()
    pages = "".join(as_(ada).get(page).content.decode() for page in [*PAGES, *addresses])
    heard = {
        "database": aviary.heard_in(canaries.dump()),
        "media": aviary.heard_in(bytes_),
        "log": aviary.heard_in(caplog.text),
        "pages": aviary.heard_in(pages),
        "erasures": aviary.heard_in(erasures.path().read_text()),
    }
    assert (heard, found, left()) == ({place: [] for place in heard}, [], ([], set()))
    vault = " ".join(
        json.dumps(proof.show(by=noor, reason="A test.")) for proof in VaultedProof.objects.all()
    )
    assert len(aviary.heard_in(vault)) > 80, (
        "The vault holds the proofs; what it holds is listed to auditors."
    )
    assert len(VaultedProof.objects.all()) == len(customers)


def test_kills_at_any_line_leave_nothing_half_done(aviary, ada, request):
    """Each kill ends a night at another statement; the next night goes on, and in the end nothing sings and every chain holds."""
    many = 100 if request.config.getoption("--long") else 6
    customers = seed(aviary, 120)
    Lead.objects.all().update(state="lost", state_since=timezone.now() - 31 * DAY)
    for model in ("leads_followup", "leads_case"):
        with connection.cursor() as cursor:
            moment = "due_at" if model == "leads_followup" else "opened_at"
            cursor.execute(f"UPDATE {model} SET {moment} = {moment} - interval '300 days'")
    encounters = list(Encounter.objects.values_list("pk", flat=True))
    Customer.objects.all().update(created_at=timezone.now() - 31 * DAY)
    Encounter.objects.all().update(happened_at=timezone.now() - 400 * DAY)
    for number in range(many):
        die_after(random.Random(number).randrange(3, 120))
    nightly.sweep(now=NIGHT)
    assert Customer.objects.count() == Lead.objects.count() == 0
    assert aviary.heard_in(canaries.dump()) == []
    told = Event.objects.of_verb("erased").of_kinds("leads.customer")
    assert told.count() == len(customers) == VaultedProof.objects.count()
    assert all(Event.objects.chain_holds(Encounter.objects.get(pk=pk)) for pk in encounters)


def die_after(statements):
    """Sweep, and be killed at so many statements; what was committed until then stays."""
    left = [statements]

    def dying(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] < 0 and not sql.startswith(("ROLLBACK", "SAVEPOINT", "RELEASE")):
            raise Killed
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(dying):
            nightly.sweep(now=NIGHT)
    except Killed:
        pass
