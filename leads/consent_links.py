"""The link to the second yes, in a letter: derived by HMAC when the letter is sent, kept nowhere."""

import uuid

from django.core import signing

from leads.models import ConsentRequest

_signer = signing.Signer(salt="leads.consent_request.confirmation")


def token_for(asked):
    """Bound to the question and to the moment of the first yes."""
    return _signer.sign_object(_bound_to(asked))


def followed(token):
    """The question that the token was made for, or None when it is forged, over or out of date."""
    try:
        pk, _said = claimed = _signer.unsign_object(token)
        asked = ConsentRequest.objects.numbered(uuid.UUID(pk)).with_everything().first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    fresh = asked and asked.said_at and _bound_to(asked) == claimed
    return asked if fresh and (asked.is_waiting or asked.confirmed_at) else None


def _bound_to(asked):
    return [asked.pk.hex, asked.said_at.timestamp()]
