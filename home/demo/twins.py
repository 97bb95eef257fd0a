"""Somebody Ada met twice and wrote down twice, to be merged; and a customer with a link to their own page."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.demo.content import key
from home.demo.people import ADA, everybody
from leads.models import Customer, CustomerLink, Duplicate, Lead
from leads.models.customer_link import LASTS, digests_of

TOKEN = "demo-own-page"  # noqa: S105 (the demo's own; everywhere else a link is random)
TWICE = [("Meyer", "Renate", "renate.meyer@example.net"), ("Maier", "", "")]


@transaction.atomic
def load():
    ada = everybody()[ADA]
    if Customer.objects.numbered(key("twin", 0)).exists():
        return
    twins = [_met(ada, number, *names) for number, names in enumerate(TWICE)]
    first, second = sorted(twins, key=lambda one: one.pk)
    Duplicate.objects.create(first=first, second=second, reasons=["name"])
    CustomerLink.objects.create(
        customer=twins[0],
        digest=digests_of(TOKEN)[0],
        issued_by=ada.person,
        expires_at=timezone.now() + LASTS,
    )


def _met(ada, number, last_name, first_name, email):
    at = timezone.now() - timedelta(days=40 + number)
    customer = Customer.objects.create(
        pk=key("twin", number), first_name=first_name, last_name=last_name, email=email, city="Zwickau",
        nickname=_("Mrs %(name)s") % {"name": last_name}, compared_at=timezone.now(), created_at=at,
    )  # fmt: skip
    Lead.open_for(
        customer, owner=ada, by=ada.person, interest="fibre", former_provider="1&1", source=_("Autumn fair"),
        created_at=at, state_since=at,
    )  # fmt: skip
    return customer
