from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger.models import Event, Letter, Look, Noun
from ledger.pseudonyms import pseudonym
from ledger.refusal import Refusal
from ledger.text import no_control_characters

WAITS = timedelta(days=14)  # for the second person
SHOWN = timedelta(hours=72)  # the name, to who asked
SECOND_PEOPLE = ("admin", "auditor")
_UNANSWERED = models.Q(agreed_at=None, declined_at=None)


class RevealQuerySet(models.QuerySet):
    def open(self):
        return self.filter(_UNANSWERED, expires_at__gt=timezone.now())

    def expired(self):
        return self.filter(_UNANSWERED, expires_at__lte=timezone.now())

    def showing(self):
        """Agreed to, and not longer ago than a name is shown."""
        return self.filter(agreed_at__gt=timezone.now() - SHOWN)

    def visible_to(self, person):
        """Whoever could be one of the two people; whom a question is about learns of it when the name was revealed."""
        if not person.has_role(*SECOND_PEOPLE):
            return self.none()
        return self.exclude(models.Q(person=person) & ~models.Q(asked_by=person))

    def waiting_for(self, person):
        return self.visible_to(person).open().exclude(asked_by=person)

    def asked_by(self, person):
        return self.filter(asked_by=person)

    def of_the_name_of(self, person):
        """The times this person's name was revealed."""
        return self.filter(person=person, agreed_at__isnull=False)

    def known_to(self, person):
        """What this person asked, and the times their own name was revealed; never what is only asked about them."""
        return self.filter(models.Q(asked_by=person) | models.Q(person=person, agreed_at__isnull=False))

    def about(self, person):
        return self.filter(person=person)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def with_people(self):
        return self.select_related("asked_by", "agreed_by", "declined_by")

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class Reveal(Noun):
    """An auditor asks whose pseudonym it is and says why; a second person agrees, and the name is shown for three days."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(_("Why"), max_length=500, validators=[no_control_characters])
    expires_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RevealQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="reveal_newest"),
            models.Index(fields=["person", "-created_at", "-id"], name="reveal_of"),
        ]
        constraints = [
            models.CheckConstraint(
                name="nobody_reveals_themselves", condition=~models.Q(person=models.F("asked_by"))
            ),
            models.CheckConstraint(
                name="reveal_needs_a_second_person",
                condition=models.Q(agreed_by=None)
                | ~(models.Q(agreed_by=models.F("asked_by")) | models.Q(agreed_by=models.F("person"))),
            ),
            models.CheckConstraint(
                name="reveal_names_who_answered",
                condition=(models.Q(agreed_at=None) ^ models.Q(agreed_by__isnull=False))
                & (models.Q(declined_at=None) ^ models.Q(declined_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="reveal_is_answered_once",
                condition=models.Q(agreed_at=None) | models.Q(declined_at=None),
            ),
            models.CheckConstraint(name="reveal_has_a_reason", condition=~models.Q(reason="")),
            models.UniqueConstraint(
                fields=["asked_by", "person"], condition=_UNANSWERED, name="one_open_reveal_of_a_name"
            ),
        ]

    def __str__(self):
        return self.pseudonym

    def get_absolute_url(self):
        return reverse("ambassadors:reveal", args=[self.pk])

    @classmethod
    @transaction.atomic
    def ask(cls, person, *, by, reason):
        """Ask for the name behind a pseudonym; nothing is shown before a second person agrees."""
        if not by.has_role("auditor"):
            raise Refusal(_("Only an auditor can ask for a name."))
        lapsed = cls.objects.expired().asked_by(by).about(person)
        lapsed.update(declined_at=models.F("expires_at"), declined_by=by)
        reveal = cls(person=person, asked_by=by, reason=reason, expires_at=timezone.now() + WAITS)
        try:
            with transaction.atomic():
                reveal.save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(_refused(error)) from error
        Event.record(reveal, "asked", by=by, **reveal.told())
        return reveal

    @property
    def pseudonym(self):
        return pseudonym("P", self.person_id)

    @property
    def is_open(self):
        return not self.agreed_at and not self.declined_at and self.expires_at > timezone.now()

    @property
    def shown_until(self):
        return self.agreed_at and self.agreed_at + SHOWN

    @property
    def is_showing(self):
        return bool(self.agreed_at) and self.shown_until > timezone.now()

    @property
    def state(self):
        """open, agreed, closed (the time to look is over), declined or expired."""
        if self.agreed_at:
            return "agreed" if self.is_showing else "closed"
        if self.declined_at and self.declined_at < self.expires_at:
            return "declined"
        return "open" if self.is_open else "expired"

    def told(self):
        return {"person": self.person_id}

    def may_be_answered_by(self, person):
        return person.has_role(*SECOND_PEOPLE) and person.pk not in (self.asked_by_id, self.person_id)

    @transaction.atomic
    def agree(self, *, by):
        """The second yes: whoever asked may look, for three days."""
        self._answer(by, agreed_at=timezone.now(), agreed_by=by)
        Event.record(self, "agreed", by=by, **self.told())
        self._tell_the_asker()

    @transaction.atomic
    def decline(self, *, by):
        """The second person sees no need; the pseudonym stays."""
        self._answer(by, declined_at=timezone.now(), declined_by=by)
        Event.record(self, "declined", by=by, **self.told())
        self._tell_the_asker()

    @transaction.atomic
    def show_name(self, *, by):
        """The person, once the look is written down; for who asked alone, and only while it is shown."""
        if by.pk != self.asked_by_id or not by.has_role("auditor"):
            raise Refusal(_("The name is shown to whoever asked for it, and to nobody else."))
        if not Reveal.objects.showing().numbered(self.pk).exists():
            raise Refusal(
                _("The name is not shown: nobody has agreed yet, or the three days are over. Ask again.")
            )
        Look.record(self.person, by=by, purpose="reveal")
        Event.record(self, "shown", by=by, **self.told())
        return self.person

    def _answer(self, by, **how):
        if not self.may_be_answered_by(by):
            raise Refusal(_("Somebody else has to answer this: another auditor, or an admin."))
        if not Reveal.objects.open().numbered(self.pk).update(**how):
            raise Refusal(_("This question is answered already, or too old. Look at it again."))
        for name, value in how.items():
            setattr(self, name, value)

    def _tell_the_asker(self):
        Letter.write(
            "reveal_answered", recipient=self.asked_by, dedup_key=f"reveal:{self.pk}:answered", reveal=self.pk
        )


def _refused(error):
    if "nobody_reveals_themselves" in str(error):
        return _("This pseudonym is your own.")
    if "one_open_reveal_of_a_name" in str(error):
        return _("You have asked for this name already, and a second person has not answered yet.")
    return _("Say in a sentence why the name is needed.")
