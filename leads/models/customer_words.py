"""The words customers are spoken of with."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from ledger.sealed import keyed_hashes

NAMES = ("kind", "nickname", "first_name", "last_name", "company", "city")  # what a customer is called by


class CustomerQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those one has a lead or a case with, oneself or in a scope; who was merged is seen by whoever sees the other."""
        from leads.models.case import Case
        from leads.models.lead import Lead

        own = {"customer": Coalesce(OuterRef("merged_into"), OuterRef("pk"))}
        return self.filter(
            Exists(Lead.objects.visible_to(person).of_customer(own["customer"]))
            | Exists(Case.objects.visible_to(person).of_customer(own["customer"]))
        )

    def reached_by(self, person):
        """Visible to them, or promised a call that is theirs to make while somebody is away."""
        from leads.models.follow_up import FollowUp

        calls = FollowUp.objects.owned_by(person).open().lent().of_customer(OuterRef("pk"))
        return self.filter(
            Exists(calls) | Q(pk__in=self.model.objects.visible_to(person).values("pk")),
        )

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def only_this(self, customer):
        return self.filter(pk=customer.pk)

    def with_email(self, address):
        """Those with this address, in any letter case; it is found by its keyed hash."""
        return self.filter(email_index__in=keyed_hashes(address))

    def email_hashes_among(self, hashes):
        """Which of these keyed hashes of addresses somebody has."""
        found = self.filter(email_index__in=hashes).values_list("email_index", flat=True) if hashes else ()
        return set(found)

    def with_phone(self, number):
        """Those with this number, given as "+49…"."""
        return self.filter(phone_index__in=keyed_hashes(number))

    def standing(self):
        """Who stands for themselves, not merged into another."""
        return self.filter(merged_into=None)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def keyed(self, keys):
        return self.filter(pk__in=keys)

    def with_absorbed(self, key):
        """The customer of this key (may be an outer column) and everybody merged into them."""
        return self.filter(Q(pk=key) | Q(merged_into=key))

    def selves_of(self, customer):
        """This one, whoever was merged into them, and whom they were merged into."""
        return self.filter(Q(pk__in=[customer.pk, customer.merged_into_id]) | Q(merged_into=customer.pk))

    def told(self):
        """They know what is kept of them: nobody has to tell them any more."""
        return self.exclude(tell_until=None).update(tell_until=None)

    def tell_by(self, moment):
        return self.update(tell_until=moment)

    def besides(self, key):
        """All but this one, and but whom they were merged into."""
        return self.exclude(pk=key).exclude(absorbed=key) if key else self

    def alike(self, customer):
        """Who may be the same: by e-mail address, by the sound of the name and the town, or by a shared number alone."""
        same = Q(pk__in=[])
        if customer.email:
            same |= Q(email_index__in=keyed_hashes(customer.email))
        if customer.phone:
            same |= Q(phone_index__in=keyed_hashes(customer.phone))
        if customer.sound and customer.town:
            same |= Q(sound=customer.sound, town=customer.town)
        return self.standing().filter(same)

    def uncompared(self):
        """New or renamed, and not yet compared with the others."""
        return self.filter(compared_at=None, merged_into=None)

    def compared(self, moment):
        return self.update(compared_at=moment)

    def claimed(self, many):
        """The first so many of these, locked for us; another sweep takes others."""
        return list(self.select_for_update(skip_locked=True, of=("self",)).order_by("created_at")[:many])

    def among(self, rows):
        return self.filter(pk__in=[row.pk for row in rows])
