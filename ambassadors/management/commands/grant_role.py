from datetime import date, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from ambassadors.models import Person, Role, Unit
from ambassadors.models.role import NEED_TWO
from ambassadors.regions import REGIONS
from ledger.refusal import Refusal


class Command(BaseCommand):
    help = "Gives a role to somebody who can sign in: the way to the first admin and the first auditor."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.Name.values)
        parser.add_argument(
            "--scope", default="", help="region:DE-SN or unit:T-DE; empty for the whole network"
        )
        parser.add_argument(
            "--from", dest="first_day", default="", help="first day, like 2026-12-01; empty for today"
        )
        parser.add_argument(
            "--until", dest="last_day", default="", help="last day, like 2027-11-30; empty for no end"
        )

    def handle(self, *, email, role, scope, first_day, last_day, **_options):
        person = Person.objects.with_email(email).first()
        if person is None:
            raise CommandError(
                f"Nobody with the address {email} can sign in. Import or create this person first."
            )
        if role in NEED_TWO and Person.objects.holding(role).exists():
            raise CommandError(_second(role))
        term = {"valid_from": _day(first_day), "valid_until": _after(_day(last_day))}
        try:
            granted = Role.grant(person, role, by=None, **_scope(scope), **term)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        begins = f"from {granted.valid_from}" if granted.is_coming else "now"
        self.stdout.write(f"{person} is {role} {begins}.")


def _second(role):
    page = f"{settings.SITE_URL.rstrip('/')}{reverse('ambassadors:roles')}"
    return (
        f"There is an {role} already, and the console names only the first. An admin proposes the next one "
        f"at {page}, and a second person, another admin or an auditor, confirms."
    )


def _scope(text):
    kind, _colon, value = text.partition(":")
    if kind not in ("", *Role.Scope.values):
        raise CommandError(
            f"No scope is called {kind}. Say region:DE-SN, unit:T-DE, or nothing for the whole network."
        )
    if kind == "region" and value not in REGIONS:
        raise CommandError(f"No land has the code {value or '(none)'}. Take one like DE-SN.")
    if kind == "unit" and not Unit.objects.with_code(value).exists():
        raise CommandError(f"No unit has the code {value or '(none)'}. Look it up on the page of units.")
    return {"scope_kind": kind or "network", "scope_value": value}


def _day(text):
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(f"{text} is no day. Write it like 2026-12-01.") from None


def _after(day):
    return day and day + timedelta(days=1)
