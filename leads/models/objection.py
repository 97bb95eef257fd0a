from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.consent import Consent
from leads.models.consent_wording import Purpose
from leads.models.customer import Customer
from leads.models.follow_up import FollowUp
from leads.models.suppression import Suppression
from ledger.models import Event, Noun
from ledger.refusal import Refusal

NO_CONTACT = _(
    "They want no contact at all. Wait until they come to you, or until they change it on their own page."
)


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(customer__in=Customer.objects.visible_to(person))

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def standing(self):
        return self.filter(ended_at=None)

    def to_all_contact(self):
        return self.filter(scope=Objection.Scope.CONTACT)

    def in_scope(self, scope):
        return self.filter(scope=scope)

    def give_way_to(self, purpose):
        """A yes of their own to this ends what it contradicts."""
        for objection in self.contradicted_by(purpose):
            objection.end(by=None)

    def contradicted_by(self, purpose):
        """What somebody no longer wants who says yes to this: a yes to service leaves “no advertising” as it is."""
        scopes = [Objection.Scope.CONTACT]
        if purpose == Purpose.ADVERTISING:
            scopes.append(Objection.Scope.ADVERTISING)
        return self.standing().filter(scope__in=scopes)

    def only_this(self, objection):
        return self.filter(pk=objection.pk)


class Objection(Noun):
    """A customer wants no advertising, or no contact at all; it stands until they change their mind on their own page."""

    class Scope(models.TextChoices):
        ADVERTISING = "advertising", _("no advertising")
        CONTACT = "contact", _("no contact at all")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="objections")
    scope = models.CharField(max_length=12, choices=Scope)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "scope"],
                condition=models.Q(ended_at=None),
                name="one_standing_objection_of_a_scope",
            ),
        ]

    def __str__(self):
        return str(self.get_scope_display())

    @classmethod
    @transaction.atomic
    def declare(cls, customer, scope, *, by=None):
        """They object, from now on and everywhere; said twice it is said once. `by` is None on their own page.

        Takes back the consents that it contradicts. No contact at all also ends what was promised and forgets how
        they are reached, and keeps a hash of it, so that nobody enters it again unnoticed.
        """
        customer = customer.locked()
        objection = cls(customer=customer, scope=scope, by=by)
        cls.objects.bulk_create([objection], ignore_conflicts=True)
        if not cls.objects.only_this(objection).exists():
            return
        Event.record(objection, "declared", by=by, customer=customer.pk, scope=scope)
        take_back_all(customer, by=by, purpose=scope if scope == cls.Scope.ADVERTISING else None)
        if scope == cls.Scope.CONTACT:
            FollowUp.objects.of_customer(customer).end_all("objected", by=by)
            customer.refresh_from_db()
            customer.forget_contact(by=by, why=Suppression.Why.OBJECTED)

    @transaction.atomic
    def end(self, *, by=None):
        """They changed their mind; what was taken back stays taken back until they say yes anew."""
        if not Objection.objects.only_this(self).standing().update(ended_at=timezone.now()):
            raise Refusal(_("This was taken back already. There is nothing left to do."))
        Event.record(self, "ended", by=by, customer=self.customer_id)


def take_back_all(customer, *, by=None, purpose=None, only=None):
    """Withdraw every consent that still stands, or those for one purpose, or `only` the one with this key; taken back twice is once."""
    for consent in Consent.objects.of_customer(customer).with_story().in_order():
        wanted = only in (None, str(consent.pk)) and purpose in (None, consent.purpose)
        if wanted and not consent.is_withdrawn:
            try:
                consent.withdraw(by=by)
            except Refusal:
                continue  # somebody was faster with the same wish: it is fulfilled
