"""Contact data that nobody confirmed: without a consent, a wish to be called or a question that is open it goes after a short time."""

from django.db import models, transaction
from django.db.models import Case, DateTimeField, Exists, OuterRef, Q, When
from django.db.models.functions import Coalesce, Now

from leads.models.call_back import CallBack
from leads.models.consent import Consent
from leads.models.consent_request import ConsentRequest
from leads.models.customer import Customer
from ledger.models import Event, Happened
from ledger.retention import Later

GOES = ("email", "street", "zip_code")  # a number without a consent goes by itself, see run_out
EMPTY = dict.fromkeys((*GOES, "email_index"), "") | {
    "email_state": Customer.EmailState.OK,
    "contact_until": None,
}


def ends():
    """So long after the first night or event that found it without any ground; NULL while there is one, or nothing to end."""
    there = ~Q(**dict.fromkeys(GOES, ""))
    over = Coalesce("contact_until", Later(Now(), "unconfirmed"))
    return Case(When(there & ~confirmed(), then=over), default=None, output_field=DateTimeField())


def confirmed():
    """Whether anything lets us keep it: theirs, or of whom they were merged into or with."""
    return _any_of("pk") | _any_of("merged_into")


def _any_of(name):
    key = OuterRef(name)
    return (
        Exists(Consent.objects.of_customer(key).in_force())
        | Exists(CallBack.objects.of_customer(key).waiting())
        | Exists(ConsentRequest.objects.of_customer(key).waiting())
    )


class UnconfirmedQuerySet(models.QuerySet):
    """Words for customers whose contact data nobody confirmed: `UnconfirmedQuerySet(Customer)`."""

    def of(self, keys):
        return self.filter(pk__in=keys)

    def still(self):
        """Asked once more while they are locked: a yes that came a moment ago holds."""
        return self.filter(~confirmed(), contact_until__lte=Now())


@transaction.atomic
def forget(keys):
    """Empty the contact data of these; the customer, their leads and stories stay."""
    rows = UnconfirmedQuerySet(Customer).of(keys)
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    gone = list(rows.still())
    Event.record_many(Happened(one, "contact_erased", None, data={"fields": _kept(one)}) for one in gone)
    rows.of([one.pk for one in gone]).update(**EMPTY)


def _kept(customer):
    return [name for name in GOES if getattr(customer, name)]
