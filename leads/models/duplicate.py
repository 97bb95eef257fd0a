from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.customer import Customer
from leads.models.sounds import sound_of, sounds_differ, town_of
from ledger.models import Event, Noun
from ledger.refusal import Refusal

MANY, MOST = 500, 20  # customers compared in one go; others found for one of them
WORDS = {
    "email": _("the same e-mail address"),
    "name": _("a name that sounds the same, in the same town"),
    "phone": _("the same number"),
}


class DuplicateQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Of whom one sees both: nobody learns of another's customers this way."""
        if person.coordinates_everything:
            return self.all()
        seen = Customer.objects.visible_to(person)
        return self.filter(first__in=seen, second__in=seen)

    def open(self):
        """Nobody has said what they are, and both still stand for themselves."""
        return self.filter(settled_at=None, first__merged_into=None, second__merged_into=None)

    def of_customer(self, customer):
        return self.filter(Q(first=customer) | Q(second=customer))

    def with_customers(self):
        return self.select_related("first", "second")

    def among(self, customers):
        """Of any of these: what an import brought in twice, offered to merge and never merged by itself."""
        keys = [customer.pk for customer in customers]
        return self.filter(Q(first__in=keys) | Q(second__in=keys))

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def only_this(self, duplicate):
        return self.filter(pk=duplicate.pk)

    @transaction.atomic
    def find(self):
        """Compare the customers that are new or renamed with all others; returns how many were compared."""
        fresh = Customer.objects.uncompared().claimed(MANY)
        _listen(fresh)
        found = [pair for customer in fresh for pair in _pairs(customer)]
        self.bulk_create(
            found, batch_size=1000, ignore_conflicts=True
        )  # a statement holds 65,535 values at most
        Customer.objects.among(fresh).compared(timezone.now())
        return len(fresh)


class Duplicate(Noun):
    """Two customers who may be the same; offered to merge, never merged by itself."""

    first = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    second = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=10))
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="duplicate_open", condition=Q(settled_at=None)),
            models.Index(fields=["second"], name="duplicate_of_second"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_customers_are_compared_once"),
            models.CheckConstraint(name="duplicate_is_ordered", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self):
        return f"{self.first} = {self.second}?"

    def get_absolute_url(self):
        return reverse("leads:duplicate", args=[self.pk])

    @property
    def why(self):
        """What they have in common, as words."""
        return [WORDS[reason] for reason in self.reasons if reason in WORDS]

    @property
    def is_open(self):
        return self.settled_at is None

    def other_than(self, customer):
        return self.second if customer.pk == self.first_id else self.first

    @transaction.atomic
    def tell_apart(self, *, by):
        """They are two; nobody is asked again."""
        self.settle(by=by)
        Event.record(self, "told_apart", by=by, first=self.first_id, second=self.second_id)

    def settle(self, *, by):
        open_now = Duplicate.objects.only_this(self).open()
        if not open_now.update(settled_at=timezone.now(), settled_by=by):
            raise Refusal(_("Somebody has settled this already. Look at the list again."))

    def reopen(self):
        """What was merged is two again, and may be asked about."""
        Duplicate.objects.only_this(self).update(settled_at=None, settled_by=None)


def _listen(customers):
    """Rows from before there were sounds get theirs now."""
    for customer in customers:
        customer.sound, customer.town = sound_of(customer), town_of(customer)
    Customer.objects.bulk_update(customers, ["sound", "town"], batch_size=100)


def in_common(one, other):
    """Why two may be the same, the strongest reason first: email, name, phone."""
    found = []
    if one.email and other.email and one.email.strip().lower() == other.email.strip().lower():
        found.append("email")
    same_name = one.sound and one.town and (one.sound, one.town) == (other.sound, other.town)
    if same_name and not sounds_differ(one.first_name, other.first_name):
        found.append("name")
    if one.phone and one.phone == other.phone:
        found.append("phone")
    return found


def is_likely(reasons):
    """A shared number alone is only a hint: families and firms share theirs."""
    return bool({"email", "name"} & set(reasons))


def _pairs(customer):
    for other in Customer.objects.alike(customer).besides(customer.pk).order_by("created_at")[:MOST]:
        reasons = in_common(customer, other)
        if is_likely(reasons):
            first, second = sorted([customer, other], key=lambda one: one.pk)
            yield Duplicate(first=first, second=second, reasons=reasons)
