"""Links that answer from a letter without a sign-in: derived by HMAC when the letter is sent, kept nowhere.

A link is bound to the follow-up, to whom it was sent and to its due time: put off, handed on or expired, it opens nothing.
"""

import uuid
from datetime import timedelta

from django.core import signing
from django.utils import timezone

from leads.models import FollowUp

LASTS = timedelta(days=30)  # from the due time; then the pages are the way
_signer = signing.Signer(salt="leads.follow_up.answer")


def token_for(follow_up):
    """The token of this follow-up as it stands now (HMAC-SHA256 under the secret key)."""
    return _signer.sign_object(_bound_to(follow_up))


def followed(token):
    """The follow-up that the token was made for, or None when it is forged, too old or out of date."""
    try:
        pk, *_rest = claimed = _signer.unsign_object(token)
        follow_up = FollowUp.objects.with_customers().numbered(uuid.UUID(pk)).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    fresh = follow_up and _bound_to(follow_up) == claimed and timezone.now() < follow_up.due_at + LASTS
    return follow_up if fresh and follow_up.owner.is_active else None


def _bound_to(follow_up):
    return [follow_up.pk.hex, follow_up.owner_id.hex, int(follow_up.due_at.timestamp())]
