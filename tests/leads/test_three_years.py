"""Three years go by, a month at a time: after every night no row is there past its date, and five years later the vault is empty."""

import time

import pytest
from django.db import connection
from django.utils import timezone

from leads.models import Consent, Customer, Lead, VaultedProof
from ledger import erasures, nightly
from ledger.models import Letter, Look
from tests.leads import hands

pytestmark = pytest.mark.django_db
NIGHT = timezone.datetime(2040, 1, 15, 2, 30, tzinfo=timezone.get_default_timezone())
COLUMNS = """
    SELECT table_name, string_agg(format('%%1$I = %%1$I - interval ''%%2$s days''', column_name, %s::text), ', ')
    FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' AND table_name ~ '^(leads|ledger)_'
      AND table_name !~ 'sweeprun|wording'
    GROUP BY table_name
"""


@pytest.fixture(autouse=True)
def _file_of_this_test_alone(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


def pass_days(days):
    """Everything that happened is so many days older; triggers and keys look away meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(COLUMNS, [days])
        for table, shifts in cursor.fetchall():
            cursor.execute(f"UPDATE {table} SET {shifts}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def night():
    nightly.Night(NIGHT, until=time.monotonic() + 60).work()
    kept, sentence = erasures.nothing_is_kept_too_long()
    assert kept, sentence
    return Lead.objects.count()


def live(ada):
    """Leads in every state, with consents, calls, cases, letters and looks."""
    for state in ("open", "lost", "won", "won"):
        lead = hands.make_lead(
            ada,
            encounter=hands.make_encounter(ada, sentence="Words."),
            consent="advertising",
            phone=hands.NUMBER,
        )
        if state != "open":
            lead.move(state, by=ada)
        hands.make_follow_up(lead, due_in=20 * hands.DAY)
        Look.record(lead.customer, by=ada, purpose="look")
        Letter.write("follow_ups_due", recipient=ada, dedup_key=str(lead.pk), lead=lead.pk)
    hands.make_case(ada)


def test_three_years_of_nights(ada):
    for month in range(36):
        if month < 6:
            live(ada)
        if month == 12:  # somebody is called again after a year
            won = Lead.objects.won().first()
            hands.make_follow_up(won).complete(by=ada, answer="all_ok")
        pass_days(30)
        left = night()
        assert (left > 0) == (month < 35) or month > 25, (month, left)
    assert (Customer.objects.count(), Letter.objects.count(), Look.objects.count()) <= (1, 0, 0)
    assert VaultedProof.objects.count() + Consent.objects.count() == 24
    for _ in range(5):
        pass_days(400)
        night()
    assert (Customer.objects.count(), Consent.objects.count(), VaultedProof.objects.count()) == (0, 0, 0)
