from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from leads.models.consent_wording import spoken
from ledger.again import again
from ledger.models import Event, Noun
from ledger.refusal import Refusal
from ledger.text import no_control_characters

# Art. 13 GDPR, in words one can say at a fair; who answers and whom to ask stands above it on the page.
AT_FIRST = {
    "en": """What we write down: that we met and what you would like. Your name, number or address only if you tell us and agree to be contacted.

What for: to settle what you asked for, and later, if you agreed to it, to ask whether all is well and to tell you about offers. The basis is your consent (Art. 6(1)(a) GDPR); for a matter you ask us to settle it is that request (Art. 6(1)(b) GDPR).

Who sees it: the colleague you spoke to and whoever coordinates the network. Every look at your number is written down. Nobody sells it, and nothing is decided about you by a machine.

How long: without your consent we keep no number and no address. With it we keep them until you take it back; the proof of your consent is kept for five years from the day it was last used, because the law asks for it (§ 7a UWG).

Where it comes from: from you. You needn't tell us anything; we only can't call you then.

Your rights: you may see what we hold, have it corrected, erased, restricted or handed over, object to it, and take your consent back at any time, without giving reasons; what happened until then stays lawful. You may also complain to a supervisory authority for data protection.""",
    "de": """Was wir aufschreiben: dass wir uns begegnet sind und was Sie sich wünschen. Name, Nummer oder Adresse nur, wenn Sie uns das sagen und zustimmen, dass wir uns melden.

Wofür: um zu erledigen, worum Sie gebeten haben, und später, wenn Sie dem zugestimmt haben, um zu fragen, ob alles in Ordnung ist, und Ihnen von Angeboten zu erzählen. Grundlage ist Ihre Einwilligung (Art. 6 Abs. 1 a DSGVO); bei einem Anliegen, das wir für Sie erledigen sollen, ist es diese Bitte (Art. 6 Abs. 1 b DSGVO).

Wer es sieht: die Kollegin oder der Kollege, mit dem Sie gesprochen haben, und wer das Netzwerk koordiniert. Jeder Blick auf Ihre Nummer wird festgehalten. Niemand verkauft sie, und keine Maschine entscheidet über Sie.

Wie lange: ohne Ihre Einwilligung behalten wir weder Nummer noch Adresse. Mit ihr behalten wir sie, bis Sie sie widerrufen; den Nachweis der Einwilligung bewahren wir fünf Jahre ab der letzten Nutzung auf, weil das Gesetz es verlangt (§ 7a UWG).

Woher es kommt: von Ihnen. Sie müssen uns nichts sagen; wir können Sie dann nur nicht anrufen.

Ihre Rechte: Sie können sehen, was wir von Ihnen haben, es berichtigen, löschen, einschränken oder sich aushändigen lassen, ihm widersprechen und Ihre Einwilligung jederzeit ohne Gründe widerrufen; was bis dahin geschah, bleibt rechtmäßig. Sie können sich auch bei einer Aufsichtsbehörde für Datenschutz beschweren.""",
}
LONGEST = 12_000


@again
def _newest(language: models.CharField):
    return NoticeWording.objects.in_language(language)[:1]


class NoticeWordingQuerySet(models.QuerySet):
    def newest(self):
        """The last version in each language."""
        return self.order_by("language", "-version").distinct("language")

    def in_language(self, language):
        return self.filter(language=language).order_by("-version")

    def numbered(self, version):
        return self.filter(version=version)

    def versions(self):
        return self.order_by("language", "-version")


class NoticeWording(Noun):
    """What customers are told about their data when somebody meets them (Art. 13 GDPR), by version and language."""

    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField(max_length=LONGEST, validators=[no_control_characters])

    objects = NoticeWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_notice_for_a_version"),
            models.CheckConstraint(name="notice_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self):
        return f"{self.version} ({self.language})"

    @classmethod
    def current(cls, language):
        """The notice in force, in `language` or else in English, as a row that can be pointed at."""
        language = spoken(language)
        notice = next(iter(_newest(language)), None)
        if notice is None:
            first = {"text": AT_FIRST[language]}
            notice, _made = cls.objects.get_or_create(version=1, language=language, defaults=first)
        return notice

    @classmethod
    def shown(cls, language, version=None):
        """The notice to read: that version or the one in force; makes no row. None where there is no such version."""
        language = spoken(language)
        kept = cls.objects.in_language(language)
        if version is not None:
            kept = kept.numbered(version)
        if notice := kept.first():
            return notice
        return cls(version=1, language=language, text=AT_FIRST[language]) if version in (None, 1) else None

    @classmethod
    @transaction.atomic
    def reword(cls, language, text, *, by):
        """From now on this is handed over; returns whether anything changed."""
        cls.current(language)
        current = cls.objects.in_language(language).select_for_update()[0]
        if text == current.text:
            return False
        if not text:
            raise Refusal(
                _("A notice without words tells nobody anything. Write what customers have to know.")
            )
        last = cls.objects.in_language(language).aggregate(last=Max("version"))[
            "last"
        ]  # read with the lock in hand
        notice = cls.objects.create(version=last + 1, language=language, text=text)
        Event.record(notice, "worded", by=by, language=language, version=notice.version)
        return True
