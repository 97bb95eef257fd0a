"""What the service desk's own program says: a signed message about one referral."""

import json

from django.utils.translation import gettext as _

from leads.desk import saying
from leads.models import DeskReply, Referral
from leads.models.referral_words import code_in

LARGEST = 64 * 1024  # bytes


class Unreadable(Exception):
    """What was sent can't be understood; its text says why."""


def hear(body, message_id):
    """Take in one message that is genuine; returns whether the reference is known. The same id again changes nothing."""
    said = _read(body)
    referral = Referral.objects.coded(said["reference"]).with_subjects().first()
    if referral is None:
        return False
    words = {name: said[name] for name in ("said", "remark", "external_reference")}
    referral.hear(saying.reply(f"hook:{message_id}", DeskReply.Channel.WEBHOOK, **words))
    return True


def _read(body):
    try:
        data = json.loads(body)["data"]
        reference, state, remark, number = (
            _text(data, name) for name in ("reference", "state", "remark", "external_reference")
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable(
            _("This is no message about a referral. Send JSON with “data”: reference, state, remark.")
        ) from None
    if state and state not in saying.SPOKEN:
        known = ", ".join(saying.SPOKEN)
        raise Unreadable(_("The state is unknown. Send one of: %(states)s.") % {"states": known})
    return {"reference": code_in(reference), "said": state, "remark": remark, "external_reference": number}


def _text(data, name):
    value = data.get(name) or ""
    if not isinstance(value, str):
        raise TypeError(name)
    return value
