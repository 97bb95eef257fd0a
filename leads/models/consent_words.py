"""The words consents are spoken of with."""

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from leads.models.consent_use import ConsentUse
from leads.models.consent_wording import Purpose
from ledger.again import now

# § 7a UWG: the proof is kept for five years from the consent and from each use of it; it is good for as long.
VALIDITY = relativedelta(years=5)


class ConsentQuerySet(models.QuerySet):
    def covering(self, purpose):
        """A yes to advertising is one to service too; `purpose` may be an outer column."""
        return self.filter(Q(purpose=Purpose.ADVERTISING) | Q(purpose=purpose))

    def in_force(self, at=None):
        """Given, not taken back, given or used within five years; an undated one never is."""
        at, since = (at, at - VALIDITY) if at else (now(), now() - VALIDITY)
        used = ConsentUse.objects.of_consent(OuterRef("pk")).between(since, at)
        fresh = Q(given_at__gt=since) | Exists(used)
        standing = Q(withdrawal=None) | Q(withdrawal__at__gt=at)
        return self.filter(fresh, standing, given_at__lte=at)

    def ending(self, *, by):
        """In force now, and no more after `by` (a timedelta) unless they are used until then."""
        since = now() + by - VALIDITY
        used = ConsentUse.objects.of_consent(OuterRef("pk")).between(since, now())
        return self.in_force().filter(~Exists(used), given_at__lte=since)

    def fitting(self, channel, purpose, at=None):
        """Those that allow to reach a customer on `channel` for `purpose` at that moment."""
        return self.filter(channel=channel).covering(purpose).in_force(at)

    def allowing_calls(self, customers, purpose="service"):
        """{customer's key: a consent that allows to call them now}, for those who have one."""
        fitting = self.filter(customer__in=customers).fitting("phone", purpose)
        return {consent.customer_id: consent for consent in fitting.in_order()}

    def of_customer(self, customer):
        """Theirs, and of whoever was merged into them; a consent itself is never rewritten."""
        from leads.models.customer import Customer

        key = customer.pk if isinstance(customer, Customer) else customer
        key = OuterRef(key) if isinstance(key, OuterRef) else key  # asked one level further in
        return self.filter(customer__in=Customer.objects.with_absorbed(key).values("pk"))

    def of_any(self, customers):
        """Of these keys of customers, and of whoever was merged into one of them."""
        return self.filter(Q(customer__in=customers) | Q(customer__merged_into__in=customers))

    def not_in_the_vault(self):
        from leads.models.vaulted_proof import VaultedProof

        return self.exclude(pk__in=VaultedProof.objects.values("consent_key"))

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def only_this(self, consent):
        return self.filter(pk=consent.pk)

    def visible_to(self, person):
        from leads.models.customer import Customer

        return self.filter(customer__in=Customer.objects.visible_to(person))

    def with_story(self):
        """With the wording, the withdrawal and the last use."""
        used = ConsentUse.objects.of_consent(OuterRef("pk")).order_by("-at").values("at")[:1]
        story = self.select_related("wording", "withdrawal", "taken_by__person")
        return story.annotate(last_used=Subquery(used))  # Max() would group by every column there is

    def on_any_paper(self):
        """With the photograph of the sheet that was signed, where there is one."""
        return self.select_related("paper")

    def just_so(self, channel, purpose):
        """For this way and purpose, and no other."""
        return self.filter(channel=channel, purpose=purpose)

    def in_order(self):
        return self.order_by("created_at", "id")

    def newest_first(self):
        return self.order_by("-created_at", "-id")
