"""The words that are spoken of referrals and of what the service desk said about them."""

import re

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what is mixed up when it is read out
CODE = re.compile(r"\bTS-?([2-9A-HJ-NP-Z]{4})-?([2-9A-HJ-NP-Z]{4})\b", re.IGNORECASE)


def new_code():
    """“TS-7K3F-Q2MD”: forty bits, short enough to be told on the telephone."""
    said = get_random_string(8, LETTERS)
    return f"TS-{said[:4]}-{said[4:]}"


def code_in(text):
    """The first code in the text, written as it should be; "" without one."""
    found = CODE.search(text or "")
    return f"TS-{found[1]}-{found[2]}".upper() if found else ""


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Whoever sees the lead or the case sees what became of it at the service desk."""
        from leads.models.case import Case
        from leads.models.lead import Lead

        leads, cases = Lead.objects.visible_to(person), Case.objects.visible_to(person)
        return self.filter(Q(lead__in=leads) | Q(case__in=cases))

    def owned_by(self, person):
        ambassador = person.ambassador_or_none
        if ambassador is None:
            return self.none()
        return self.filter(Q(lead__owner=ambassador) | Q(case__owner=ambassador))

    def open(self):
        """The service desk has the word."""
        return self.unclosed().filter(ended_at=None)

    def unclosed(self):
        return self.filter(closed_at=None)

    def answered(self):
        """The service desk is done, and whoever asked it has not closed it yet."""
        return self.unclosed().filter(ended_at__isnull=False)

    def about(self, subject):
        return self.filter(**{subject._meta.model_name: subject})

    def about_lead(self, pk):
        return self.filter(lead=pk)

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def coded(self, code):
        return self.filter(code=code)

    def sent_by_letter(self, message_ids):
        """Those whose letter carried one of these Message-IDs."""
        from ledger.models import Letter

        keys = (
            Letter.objects.of_kind("referral").known_as(message_ids).values_list("data__referral", flat=True)
        )
        return self.filter(pk__in=list(keys))

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def only_this(self, referral):
        return self.filter(pk=referral.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def in_state(self, *states):
        return self.filter(state__in=states)

    def with_subjects(self):
        return self.select_related(
            "lead__customer", "lead__owner__person", "case__customer", "case__owner__person", "customer"
        )

    def locked(self):
        return self.select_for_update(of=("self",))

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class DeskReplyQuerySet(models.QuerySet):
    def visible_to(self, person):
        from leads.models.referral import Referral

        return self.filter(referral__in=Referral.objects.visible_to(person))

    def is_kept(self, reply):
        return self.filter(pk=reply.pk).exists()

    def keyed(self, key):
        return self.filter(key=key)

    def told_in(self, letter):
        return self.filter(letter=letter)

    def tell_in(self, letter):
        return self.update(letter=letter)

    def only_this(self, reply):
        return self.filter(pk=reply.pk)

    def in_order(self):
        return self.order_by("created_at", "id")

    def with_referrals(self):
        return self.select_related("referral__lead__customer", "referral__case__customer")
