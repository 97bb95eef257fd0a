"""Who may do what in the demo: a second admin and a second auditor, a proposal that waits, a term that is over, two names asked for."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from ambassadors.models import Person, Reveal, Role, RoleProposal
from home.demo.moments import day
from home.demo.people import CY

CANDIDATE = "halina.bien286@example.org"
FORMER = "cosimo.ditschlerin264@example.org"
HANNE, NOOR = "admin@example.org", "auditor@example.org"
SECOND_ADMIN, SECOND_AUDITOR = "admin2@example.org", "auditor2@example.org"
NEW = {SECOND_ADMIN: ("Ilse", "Kranz"), SECOND_AUDITOR: ("Tarek", "Aydin")}


@transaction.atomic
def load():
    if Person.objects.with_email(SECOND_ADMIN).exists():
        return
    password = make_password(settings.DEMO_PASSWORD)
    for email, (first, last) in NEW.items():
        person = Person.objects.create(email=email, first_name=first, last_name=last, password=password)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    RoleProposal.propose(_of(SECOND_ADMIN), "admin", by=_of(HANNE)).confirm(by=_of(NOOR))
    RoleProposal.propose(_of(SECOND_AUDITOR), "auditor", by=_of(HANNE)).confirm(by=_of(SECOND_ADMIN))
    RoleProposal.propose(_of(CANDIDATE), "auditor", by=_of(SECOND_ADMIN))
    former = {"valid_from": day(400), "valid_until": day(35), "scope_kind": "region", "scope_value": "DE-SN"}
    Role.grant(_of(FORMER), "coordinator", by=_of(HANNE), **former)
    _ask_for_names()


def _ask_for_names():
    asked = Reveal.ask(
        _of(CY),
        by=_of(NOOR),
        reason=_("Nine looks at contact data in one evening. Was it the fair, or something else?"),
    )
    asked.agree(by=_of(HANNE))
    Reveal.ask(
        _of(FORMER),
        by=_of(SECOND_AUDITOR),
        reason=_("A role was given and ended on the same day. We would like to ask why."),
    )


def _of(email):
    return Person.objects.with_email(email).get()
