from django.core.management.base import BaseCommand, CommandError

from ambassadors.models import Person, Role
from ledger.refusal import Refusal


class Command(BaseCommand):
    help = "Gives a role to somebody who can sign in: the way to the first admin and the first auditor."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.Name.values)
        parser.add_argument(
            "--scope", default="", help="region:DE-SN or unit:T-DE; empty for the whole network"
        )

    def handle(self, *, email, role, scope, **_options):
        person = Person.objects.with_email(email).first()
        if person is None:
            raise CommandError(
                f"Nobody with the address {email} can sign in. Import or create this person first."
            )
        kind, _colon, value = scope.partition(":")
        try:
            Role.grant(person, role, by=None, scope_kind=kind or "network", scope_value=value)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person} is {role} now.")
