from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from ambassadors.models import FirstAdmin, Person


class Command(BaseCommand):
    help = "Prints a link with which the first admin signs up; it works once, for 72 hours, while there is no admin."

    def handle(self, **_options):
        if Person.objects.holding("admin").exists():
            self.stdout.write(
                "There is an admin already. An admin proposes the next one on the page of roles, and a second person confirms."
            )
            return
        address = reverse("ambassadors:first_admin", args=[FirstAdmin.invite()])
        self.stdout.write(f"{settings.SITE_URL.rstrip('/')}{address}")
