import uuid

from django.core.management.base import BaseCommand, CommandError

from ambassadors import second_factor
from ambassadors.models import Person
from ledger.models import Letter


class Command(BaseCommand):
    help = "Takes passkeys, app and emergency codes off a login whose owner lost them all, and signs it out everywhere."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **_options):
        person = Person.objects.with_email(email).first()
        if person is None:
            raise CommandError(f"Nobody with the address {email} can sign in.")
        second_factor.forget(person)
        key = f"login-changed-{uuid.uuid4()}"
        Letter.write("login_changed", recipient=person, dedup_key=key, what="second_factor_forgotten")
        self.stdout.write(
            f"{person} has no second step any more and is signed out. Be sure that it was {person} who asked."
        )
