"""Links that answer from a letter without a sign-in: derived by HMAC when the letter is sent, kept nowhere.

A link is bound to the follow-up, to whom it was sent and to its due time: put off, handed on or expired, it opens nothing.
A form of its page is sealed besides with the last thing that happened to the follow-up, and so holds once.
"""

import uuid
from datetime import timedelta

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models import FollowUp
from ledger.models import Event
from ledger.refusal import Refusal

LASTS = timedelta(days=30)  # from the due time; then the pages are the way
ANSWER, FORM = "leads.follow_up.answer", "leads.follow_up.form"
STALE = _("Something has happened here since you opened the page. Look how it stands, then tap again.")


def token_for(follow_up):
    """The token of this follow-up as it stands now (HMAC-SHA256 under the secret key)."""
    return _signer(ANSWER).sign_object(_bound_to(follow_up))


def followed(token):
    """The follow-up that the token was made for, or None when it is forged, too old or out of date."""
    try:
        pk, *_rest = claimed = _signer(ANSWER).unsign_object(token)
        follow_up = FollowUp.objects.with_customers().numbered(uuid.UUID(str(pk))).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    fresh = follow_up and _bound_to(follow_up) == claimed and timezone.now() < follow_up.due_at + LASTS
    return follow_up if fresh and follow_up.owner.is_active else None


def seal_for(follow_up):
    """What a form of this follow-up's page carries: as nobody else's form does, and good until something happens."""
    return _signer(FORM).sign_object(_as_it_stands(follow_up))


def refuse_stale(follow_up, seal):
    """Refuses a form of another page, of another follow-up, or from before the last thing that happened."""
    try:
        fits = _signer(FORM).unsign_object(seal) == _as_it_stands(follow_up)
    except (signing.BadSignature, ValueError, TypeError):
        fits = False
    if not fits:
        raise Refusal(STALE)


def _signer(purpose):
    return signing.Signer(salt=purpose)


def _bound_to(follow_up):
    return [follow_up.pk.hex, follow_up.owner_id.hex, int(follow_up.due_at.timestamp())]


def _as_it_stands(follow_up):
    return [follow_up.pk.hex, Event.objects.last_digest(*_chain(follow_up))]


def _chain(follow_up):
    return follow_up._meta.label_lower, str(follow_up.pk)
