import re

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger.again import again
from ledger.models import Event, Noun
from ledger.refusal import Refusal
from ledger.text import no_control_characters


class Channel(models.TextChoices):
    PHONE = "phone", _("by phone")
    EMAIL = "email", _("by e-mail")
    POST = "post", _("by post")
    MESSENGER = "messenger", _("by messenger")


class Purpose(models.TextChoices):
    SERVICE = "service", _("service")
    ADVERTISING = "advertising", _("service and advertising")


# What is read aloud until an admin words it anew; it becomes version 1 when the first consent is given to it.
AT_FIRST = {
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


@again
def _in_force(
    channel: models.CharField, purpose: models.CharField, language: models.CharField, at: models.DateTimeField
):
    return ConsentWording.objects.of(purpose, language).by(channel).in_force_at(at)[:1]


class ConsentWordingQuerySet(models.QuerySet):
    def of(self, purpose, language):
        return self.filter(purpose=purpose, language=language)

    def by(self, channel):
        return self.filter(channel=channel)

    def in_version(self, version):
        return self.filter(version=version)

    def in_force_at(self, moment):
        """Newest first, what came later last: who said yes before a change said it to the words of that time."""
        later = models.Case(models.When(created_at__gt=moment, then=models.F("version")), default=0)
        return self.order_by(later, "-version")

    def newest(self):
        """The last version of each purpose, way and language."""
        what = "purpose", "channel", "language"
        return self.order_by(*what, "-version").distinct(*what)

    def versions(self):
        """One row for each version, newest first: the phone's stands for all four ways."""
        return self.filter(channel=Channel.PHONE).order_by("language", "purpose", "-version")


class ConsentWording(Noun):
    """The words a customer says yes to, by version and language."""

    channel = models.CharField(max_length=10, choices=Channel)
    purpose = models.CharField(max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField(validators=[no_control_characters])
    pattern = models.TextField(blank=True, validators=[no_control_characters])

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "purpose", "version", "language"], name="one_wording_for_a_version"
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.purpose} {self.version} ({self.language})"

    @property
    def named(self):
        """What a form says was read: “de:2”."""
        return f"{self.language}:{self.version}"

    @classmethod
    def current(cls, channel, purpose, language, *, at=None):
        """The wording in force at that moment (default now), in `language` or else in English."""
        language = spoken(language)
        for wording in _in_force(channel, purpose, language, at or timezone.now()):
            return wording
        pattern = AT_FIRST[purpose, language]
        first = {"text": _by(pattern, language, channel), "pattern": pattern}
        what = {"channel": channel, "purpose": purpose, "language": language}
        return cls.objects.get_or_create(**what, version=1, defaults=first)[0]

    @classmethod
    def shown(cls, channel, purpose, language):
        """The words to read in `language` or else in English; makes no row."""
        language = spoken(language)
        kept = cls.objects.of(purpose, language).by(channel).in_force_at(timezone.now()).first()
        what = {"channel": channel, "purpose": purpose, "language": language}
        return kept or cls(version=1, text=_by(AT_FIRST[purpose, language], language, channel), **what)

    @classmethod
    def heard(cls, purpose, told):
        """The wording for a call that a page says was read aloud ("de advertising:2 service:1"), or None."""
        language, *versions = told.split() or [""]
        version = dict(each.partition(":")[::2] for each in versions).get(purpose, "")
        if not re.fullmatch("[1-9][0-9]{0,3}", version):
            return None
        return cls.objects.of(purpose, language).by(Channel.PHONE).in_version(int(version)).first()

    @classmethod
    @transaction.atomic
    def reword(cls, purpose, language, pattern, *, by):
        """From now on these words are read aloud, for all four ways at once; what was said yes to stays as it was.

        `pattern` holds {by} where the way is named. Returns whether anything changed.
        """
        if pattern == in_force().get((purpose, language)):
            return False
        if pattern.count("{by}") != 1:
            raise Refusal(_("Write {by} once where “by phone” or “by post” belongs."))
        for channel in Channel.values:
            cls.current(channel, purpose, language)  # the words of the beginning keep their version 1
        list(cls.objects.of(purpose, language).select_for_update())  # one rewording after the other
        version = cls.objects.of(purpose, language).aggregate(last=Max("version"))["last"] + 1
        worded = [
            cls(channel=channel, purpose=purpose, version=version, language=language, pattern=pattern,
                text=_by(pattern, language, channel))
            for channel in Channel.values
        ]  # fmt: skip
        cls.objects.bulk_create(worded)
        Event.record(worded[0], "worded", by=by, purpose=purpose, language=language, version=version)
        return True


def in_force():
    """{(purpose, language): the pattern that is read aloud now}, in one query."""
    rows = ConsentWording.objects.newest()
    return AT_FIRST | {
        (row.purpose, row.language): row.pattern
        for row in rows
        if row.channel == Channel.PHONE and row.pattern
    }


def read_aloud(language):
    """The wordings for a call, by purpose, as they are read aloud in `language` or else in English."""
    patterns, language = in_force(), spoken(language)
    return {purpose: _by(patterns[purpose, language], language, "phone") for purpose in Purpose.values}


def aloud(language):
    """[(purpose, version, text)] of what is read aloud for a call now, in `language` or else in English."""
    language = spoken(language)
    versions = {
        row.purpose: row.version
        for row in ConsentWording.objects.newest()
        if (row.channel, row.language) == (Channel.PHONE, language)
    }
    return [(purpose, versions.get(purpose, 1), text) for purpose, text in read_aloud(language).items()]


def spoken(language):
    """The language itself where there are wordings in it, or else English."""
    return language if language in BY else "en"


def _by(pattern, language, channel):
    return pattern.replace("{by}", BY[language][channel])
