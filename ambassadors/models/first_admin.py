import hashlib
import secrets
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.person import Person
from ambassadors.models.role import Role
from ledger.models import Noun
from ledger.refusal import Refusal

LASTS = timedelta(hours=72)


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


class FirstAdminQuerySet(models.QuerySet):
    def open(self, token):
        return self.filter(token_digest=_digest(token), used_at=None, created_at__gt=timezone.now() - LASTS)


class FirstAdmin(Noun):
    """The one-time invitation with which a new network gets its first admin."""

    token_digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    objects = FirstAdminQuerySet.as_manager()

    @classmethod
    def invite(cls):
        """A new token (256 bit, shown once); only its digest is kept."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(token_digest=_digest(token))
        return token

    @classmethod
    @transaction.atomic
    def accept(cls, token, *, email, password, first_name, last_name):
        """Make the first admin's login and role; refuses a used or expired link, and a network that has an admin."""
        if (
            not cls.objects.open(token).update(used_at=timezone.now())
            or Person.objects.holding("admin").exists()
        ):
            raise Refusal(
                _("This link has been used or is too old. Print a new one with bin/manage first_admin_link.")
            )
        person = Person.objects.create_user(email, password, first_name=first_name, last_name=last_name)
        Role.grant(person, Role.Name.ADMIN, by=None)
        return person
