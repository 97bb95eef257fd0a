from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.models import Noun


class Channel(models.TextChoices):
    PHONE = "phone", _("by phone")
    EMAIL = "email", _("by e-mail")
    POST = "post", _("by post")
    MESSENGER = "messenger", _("by messenger")


class Purpose(models.TextChoices):
    SERVICE = "service", _("service")
    ADVERTISING = "advertising", _("service and advertising")


# What is read aloud. A changed text gets a new version; the old one stays with the consents given to it.
VERSION = 1
READ_ALOUD = {
    ("service", "en"): (
        "May somebody from our network contact you {by} about this request, until it is settled? "
        "You can take this back at any time."
    ),
    ("service", "de"): (
        "Darf sich jemand aus unserem Netzwerk {by} zu diesem Anliegen bei Ihnen melden, "
        "bis es erledigt ist? Sie können das jederzeit widerrufen."
    ),
    ("advertising", "en"): (
        "May somebody from our network contact you {by} about this request, ask later whether all is well, "
        "and tell you about offers? You can take this back at any time."
    ),
    ("advertising", "de"): (
        "Darf sich jemand aus unserem Netzwerk {by} zu diesem Anliegen bei Ihnen melden, später fragen, "
        "ob alles in Ordnung ist, und Ihnen von Angeboten erzählen? Sie können das jederzeit widerrufen."
    ),
}
BY = {
    "en": {"phone": "by phone", "email": "by e-mail", "post": "by post", "messenger": "by messenger"},
    "de": {"phone": "per Telefon", "email": "per E-Mail", "post": "per Post", "messenger": "per Messenger"},
}


class ConsentWording(Noun):
    """The words a customer says yes to, by version and language."""

    channel = models.CharField(max_length=10, choices=Channel)
    purpose = models.CharField(max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "purpose", "version", "language"], name="one_wording_for_a_version"
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.purpose} {self.version} ({self.language})"

    @classmethod
    def current(cls, channel, purpose, language):
        """The wording in force, in `language` or else in English."""
        language = language if language in BY else "en"
        text = READ_ALOUD[purpose, language].format(by=BY[language][channel])
        wording, _made = cls.objects.get_or_create(
            channel=channel, purpose=purpose, version=VERSION, language=language, defaults={"text": text}
        )
        return wording


def read_aloud(language):
    """The wordings for a call, by purpose, as they are read aloud in `language` or else in English."""
    language = language if language in BY else "en"
    return {
        purpose: READ_ALOUD[purpose, language].format(by=BY[language]["phone"]) for purpose in Purpose.values
    }
