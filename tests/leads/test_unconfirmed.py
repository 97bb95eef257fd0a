"""What reaches a customer goes after a short time when nobody confirmed it; the customer, their leads and stories stay."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import CallBack, Consent, ConsentRequest, Customer, Lead, unconfirmed
from ledger import dating, erasures, nightly
from ledger.models import Event
from stories.models import Story
from tests.cast import DAY
from tests.leads import hands

pytestmark = pytest.mark.django_db
NIGHT = timezone.datetime(2030, 1, 15, 2, 30, tzinfo=timezone.get_default_timezone())
REACHED = {"email": "erika@example.net", "street": "Am Ring 1", "zip_code": "08056"}
GONE = dict.fromkeys([*REACHED, "email_index"], "")


@pytest.fixture(autouse=True)
def _file_of_this_test_alone(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


@pytest.fixture
def lead(ada):
    return with_contact(ada)


def with_contact(ada, **fields):
    customer = hands.make_customer(**fields)
    customer.keep_contact(by=ada, **REACHED)
    return hands.make_lead(ada, customer=customer, note="Wants fibre.")


def night():
    return nightly.sweep(now=NIGHT)


def pass_days(days):
    """The clock that runs is so many days older."""
    for customer in Customer.objects.exclude(contact_until=None):
        Customer.objects.filter(pk=customer.pk).update(contact_until=customer.contact_until - days * DAY)


def kept(customer):
    return Customer.objects.filter(pk=customer.pk).values(*GONE).get()


def has_contact(customer):
    return Customer.objects.get(pk=customer.pk).email == REACHED["email"]


def until(customer):
    return Customer.objects.get(pk=customer.pk).contact_until


def test_after_a_fortnight_it_goes_and_everything_else_stays(lead, ada):
    story = Story.objects.create(
        slug="s", kind="help", title="A title", text="A text", language="en", author=lead.owner, lead=lead
    )
    assert (night(), has_contact(lead.customer)) == (0, True)
    pass_days(13)
    assert (night(), has_contact(lead.customer)) == (0, True)
    pass_days(1)
    assert (night(), night()) == (1, 0)
    assert kept(lead.customer) == GONE
    story.refresh_from_db()
    assert (Lead.objects.get().note, Lead.objects.get().customer, story.lead) == (
        "Wants fibre.",
        lead.customer,
        lead,
    )
    assert str(lead.customer) == "Frau M., Zwickau"


def test_it_leaves_one_event_with_the_names_of_the_fields_alone(lead):
    night()
    pass_days(15)
    night()
    night()
    (told,) = Event.objects.about(lead.customer).of_verb("contact_erased")
    assert (told.data, told.actor) == ({"fields": [*REACHED]}, None)
    assert Event.objects.chain_holds(lead.customer)


def test_the_clock_is_the_setting(lead, settings):
    settings.RETENTION = settings.RETENTION | {"unconfirmed": (3, "days")}
    night()
    assert abs(until(lead.customer) - timezone.now() - 3 * DAY) < timedelta(minutes=1)


def asked_back(customer, ada):
    CallBack.ask(customer, owner=ada.ambassador, by=ada, phone=hands.NUMBER)


def asked(customer, ada):
    return ConsentRequest.ask(customer, by=ada, channels=["email"], purpose="service", language="en")


def said_once(customer, ada):
    asked(customer, ada).say_yes(channels=["email"], email=REACHED["email"])


def said_yes(customer, ada):
    hands.make_consent(customer, by=ada, channel="post", purpose="service")


@pytest.mark.parametrize("confirm", [asked_back, asked, said_once, said_yes])
def test_whatever_confirms_it_stops_the_clock(lead, ada, confirm):
    night()
    confirm(lead.customer, ada)
    pass_days(15)
    assert (night(), has_contact(lead.customer), until(lead.customer)) == (0, True, None)


@pytest.mark.parametrize("confirm", [asked_back, said_once])
def test_when_nothing_came_of_it_the_clock_begins(lead, ada, confirm):
    confirm(lead.customer, ada)
    night()
    assert until(lead.customer) is None
    for noun in (CallBack, ConsentRequest):
        noun.objects.update(expires_at=timezone.now() - DAY)
    night()
    assert has_contact(lead.customer) and until(lead.customer)


def test_a_yes_that_is_taken_back_begins_the_clock(lead, ada):
    said_yes(lead.customer, ada)
    Consent.objects.get().withdraw(by=ada)
    night()
    pass_days(15)
    assert (night(), kept(lead.customer)) == (1, GONE)


def test_what_is_typed_anew_gets_its_own_time(lead, ada):
    night()
    pass_days(13)
    Customer.objects.get().keep_contact(by=ada, email="erika.muster@example.net")
    night()
    pass_days(2)
    assert (night(), Customer.objects.get().email) == (0, "erika.muster@example.net")


def test_a_yes_to_whom_they_were_merged_into_counts_for_both(lead, ada):
    other = with_contact(ada, nickname="Erika")
    Customer.objects.filter(pk=other.customer_id).update(merged_into=lead.customer)
    said_yes(other.customer, ada)
    night()
    assert (until(lead.customer), until(other.customer)) == (None, None)


def test_an_event_dates_it_within_a_minute(lead):
    Event.record(lead.customer, "changed", fields=["email"])
    dating.date_what_moved()
    number, unit = settings.RETENTION["unconfirmed"]
    assert abs(until(lead.customer) - timezone.now() - timedelta(**{unit: number})) < timedelta(minutes=1)


def test_a_yes_that_comes_while_it_is_claimed_holds(lead, ada):
    night()
    pass_days(15)
    said_yes(lead.customer, ada)
    unconfirmed.forget([lead.customer_id])
    assert has_contact(lead.customer)


def test_many_cost_as_many_statements_as_one(ada):
    def counted(number):
        rows = [with_contact(ada) for _ in range(number)]
        Customer.objects.update(contact_until=timezone.now() - DAY)
        with CaptureQueriesContext(connection) as seen:
            unconfirmed.forget([row.customer_id for row in rows])
        assert all(kept(row.customer) == GONE for row in rows)
        return len(seen)

    assert counted(1) == counted(3)


def test_health_says_when_it_is_there_a_day_too_long(lead):
    night()
    assert erasures.nothing_is_kept_too_long()[0]
    pass_days(16)
    assert not erasures.nothing_is_kept_too_long()[0]
    night()
    assert erasures.nothing_is_kept_too_long()[0]


def test_the_ambassador_reads_when_it_goes(lead, ada, as_):
    night()
    assert "go by themselves on" in as_(ada).get(lead.customer.get_absolute_url()).content.decode()
    said_yes(lead.customer, ada)
    night()
    assert "go by themselves on" not in as_(ada).get(lead.customer.get_absolute_url()).content.decode()
