"""Joining without an invitation: a link to a company address, good for a day; there is nobody before it comes back."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, Network, Person
from ledger.refusal import Refusal

LASTS = 24 * 3600  # seconds
KEPT = "joining"
OVER = _("This link has been used or is older than a day. Ask for a new one.")


def write_to(address):
    """One mail either way: with the link, or, to somebody who is here, with the way to sign in.

    It leaves while the page waits, like allauth's codes: a Letter has a person to go to, and here is none yet.
    """
    person = Person.objects.with_email(address).first()
    way = reverse("account_login") if person else reverse("ambassadors:confirmed", args=[_token_for(address)])
    page = {
        "known": person is not None,
        "url": settings.SITE_URL.rstrip("/") + way,
        "network": Network.now().name,
    }
    with override(person.reads if person else get_language()):
        subject = str(_("You are here already") if person else _("Is this your address?"))
        body = render_to_string("letters/joining.txt", page, using="text")
    EmailMultiAlternatives(subject, body, to=[address]).send()


def _token_for(address):
    """A session of a day that nobody is signed in with: the address stands in no link and in no row about anybody."""
    kept = SessionStore()
    kept[KEPT] = address
    kept.set_expiry(LASTS)
    kept.create()
    return kept.session_key


def confirmed(token):
    """The address the link was mailed to, None where it was used, guessed or is too old; refuses whose company has gone."""
    address = SessionStore(token).get(KEPT)
    if address is None:
        return None
    if not Network.now().welcomes(address):
        raise Refusal(_("Joining alone is not open for this address any more. Ask somebody to invite you."))
    if Person.objects.with_email(address).exists():
        raise Refusal(_("There is a login for this address already. Sign in with it."))
    return address


def join(token, *, password, **names):
    """A login, an ambassador and a confirmed address, all at once; of two at the same time one is refused."""
    address = confirmed(token)
    if address is None:
        raise Refusal(OVER)
    try:
        person = _join(address, password or None, **names)
    except IntegrityError as error:
        raise Refusal(_("There is a login for this address already. Sign in with it.")) from error
    SessionStore(token).flush()
    return person


@transaction.atomic
def _join(address, password, **names):
    person = Person.objects.create_user(address, password, language=get_language() or "", **names)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Ambassador.begin_for(person).join(by=person)
    return person
