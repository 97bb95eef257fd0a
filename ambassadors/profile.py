"""What somebody tells the network of themselves, and how far each part of it is seen."""

import re
from collections import namedtuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.text import one_line

Channel = namedtuple("Channel", "address text icon")
MOST_TOPICS, MOST_CHANNELS = 8, 6
LONGEST_TOPIC, LONGEST_CHANNEL = 40, 200


class Audience(models.TextChoices):
    """How far a part of a profile is seen."""

    NETWORK = "network", _("the network")
    COORDINATORS = "coordinators", _("coordinators")
    NOBODY = "nobody", _("only me")


PARTS = ["portrait", "place", "languages", "topics", "channels"]  # each has a column <part>_to

# Spoken in the fifteen countries where the network began, and by those who came to them.
LANGUAGES = {
    "de": _("German"), "en": _("English"), "ar": _("Arabic"), "zh": _("Chinese"), "cs": _("Czech"), "hr": _("Croatian"),
    "fr": _("French"), "el": _("Greek"), "hu": _("Hungarian"), "it": _("Italian"), "nl": _("Dutch"), "pl": _("Polish"),
    "pt": _("Portuguese"), "ro": _("Romanian"), "ru": _("Russian"), "sr": _("Serbian"), "sk": _("Slovak"),
    "es": _("Spanish"), "tr": _("Turkish"), "uk": _("Ukrainian"), "gsg": _("Sign language"),
}  # fmt: skip


def language_name(code):
    return LANGUAGES.get(code, code)


def topics_of(text):
    """The topics in what was typed, separated by commas or lines, each once."""
    words = (" ".join(word.split()) for word in re.split(r"[,;\n]", text))
    topics = list({word.lower(): word for word in words if word}.values())
    if len(topics) > MOST_TOPICS:
        raise ValidationError(_("These are more than eight. Keep those you like to be asked about most."))
    for topic in topics:
        one_line(topic)
        if len(topic) > LONGEST_TOPIC:
            raise ValidationError(
                _("“%(topic)s …” is too long. Two or three words are enough.") % {"topic": topic[:30]}
            )
    return topics


def channels_of(text):
    """The addresses in what was typed, one a line; only what a browser opens without running anything."""
    channels = list(dict.fromkeys(_channel(line.strip()) for line in text.splitlines() if line.strip()))
    if len(channels) > MOST_CHANNELS:
        raise ValidationError(_("These are more than six. Keep those where you really answer."))
    return channels


def _channel(line):
    one_line(line)
    address = line
    if re.fullmatch(r"[^\s:/@]+@[^\s:/@]+", line):
        address = f"mailto:{line}"
    elif not re.match(r"[a-z][a-z0-9+.-]*:", line, re.I):
        address = f"https://{line}"
    try:
        _check(address)
    except ValidationError:
        raise ValidationError(
            _("“%(line)s” is no address that can be shown. It begins with https://, or is an e-mail address.")
            % {"line": line[:60]}
        ) from None
    return address


def _check(address):
    if len(address) > LONGEST_CHANNEL:
        raise ValidationError("too long")
    scheme, _colon, rest = address.partition(":")
    if scheme.lower() == "mailto":
        validate_email(rest)
    elif not re.fullmatch(r"https?://[\w-]+(\.[\w-]+)*(:\d{1,5})?([/?#][^\s<>\"'`\\]*)?", address, re.I):
        raise ValidationError(
            "not of the web"
        )  # intranets have hosts without a dot, nobody's password belongs in it


def told_channel(address):
    """An address somebody shows, with what the link says and its icon."""
    if address.lower().startswith("mailto:"):
        return Channel(address, address[7:], "mail")
    parts = urlsplit(address)
    return Channel(address, f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}", "globe")
