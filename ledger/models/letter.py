import logging
import random
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger import letters, post
from ledger.models.event import Event, as_stored
from ledger.models.kept import Kept
from ledger.models.letter_words import LetterQuerySet
from ledger.models.noun import Noun
from ledger.refusal import Refusal

log = logging.getLogger(__name__)


class Letter(Noun, Kept):
    """One mail to one person or to an address outside, kept until it left: what it is about, when it is due and how it went."""

    class State(models.TextChoices):
        DUE = "due", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("nobody knows whether it arrived")
        CANCELLED = "cancelled", _("not needed any more")
        DEAD = "dead", _("could not be delivered")

    kind = models.CharField(max_length=40)
    dedup_key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="letters")
    # without a recipient it goes to an outside address, which is looked up when it is sent and kept nowhere here
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    handed_at = models.DateTimeField(null=True)  # begun to be handed over; only where a letter goes once
    message_id = models.CharField(max_length=200)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["attempts", "due_at"],
                name="letter_due",
                condition=models.Q(state__in=["due", "sending"]),
            ),
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
            GinIndex(fields=["data"], name="letter_about", opclasses=["jsonb_path_ops"]),
            models.Index(fields=["state", "-created_at", "-id"], name="letter_newest_in_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_sent_has_a_time", condition=models.Q(state="sent") ^ models.Q(sent_at=None)
            ),
            models.CheckConstraint(
                name="letter_being_sent_has_a_lease",
                condition=~models.Q(state="sending")
                | models.Q(lease_until__isnull=False, token__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_that_waits_is_in_nobodys_hands",
                condition=~models.Q(state="due") | models.Q(handed_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.kind} ({self.get_state_display()})"

    @classmethod
    def write(cls, kind, *, recipient=None, dedup_key, due_at=None, on_behalf_of=None, **ids):
        """Write a letter once per `dedup_key`, in the transaction of its cause; `ids` are all it keeps.

        Without a recipient it goes to the outside address that the composer of its kind finds when it is sent;
        `on_behalf_of` is then the person whose coordinator sees it in the outbox.
        """
        letter = cls.draft(
            kind, recipient=recipient, dedup_key=dedup_key, due_at=due_at, on_behalf_of=on_behalf_of, **ids
        )
        cls.objects.bulk_create([letter], ignore_conflicts=True)
        return cls.objects.get(dedup_key=dedup_key)

    @classmethod
    def draft(cls, kind, *, recipient=None, dedup_key, due_at=None, on_behalf_of=None, **ids):
        """A letter that isn't kept yet, for whoever keeps many at once."""
        if recipient is None and not letters.goes_outside(kind):
            raise ValueError(f"Name the recipient, or register {kind} with outside=True.")
        letter = cls(
            kind=kind,
            recipient=recipient,
            on_behalf_of=on_behalf_of,
            dedup_key=dedup_key,
            data=as_stored(ids),
            due_at=due_at or timezone.now(),
        )
        letter.message_id = f"<ws-{letter.pk}@{settings.LETTER_HOST}>"
        return letter

    @property
    def goes_outside(self):
        return self.recipient_id is None

    def send(self, *, connection):
        """Hand the letter to the mail server and write down how it went; needs the lease of `claim_one`."""
        try:
            mail = letters.compose(self) if letters.may_reach(self) else None
            if mail is None:
                return self._settle(state=self.State.CANCELLED)
            connection.get_ready(mail)
            if letters.goes_once(self.kind) and not self._begin_handing():
                return False
            mail.send()
        except Exception as error:
            connection.drop()
            return self._failed(error)
        return self._settle(state=self.State.SENT, sent_at=Now())

    @transaction.atomic
    def send_again(self, *, by):
        """Put a dead, doubtful or cancelled letter back to the others that wait."""
        if not Letter.objects.stopped(self.pk).update(
            state=self.State.DUE, due_at=Now(), attempts=0, last_error="", handed_at=None
        ):
            raise Refusal(_("This letter is on its way or has left already."))
        Event.record(self, "sent_again", by=by)

    @transaction.atomic
    def cancel(self, *, by):
        """Take a letter that waits out of the line; what is being handed over can't be held back any more."""
        if not Letter.objects.waiting(self.pk).update(state=self.State.CANCELLED):
            raise Refusal(
                _("This letter doesn’t wait any more: it is on its way, has left or was stopped before.")
            )
        Event.record(self, "cancelled", by=by)

    def _begin_handing(self):
        """Say before the first word that it may arrive: whoever finds this process dead sends no second copy."""
        self.handed_at = timezone.now()
        mine = Letter.objects.leased(self.pk, self.token).still_leased()
        return bool(mine.update(handed_at=self.handed_at))

    def _failed(self, error):
        log.warning("Letter %s: %s", self.pk, type(error).__name__)
        said = self._said_of(error)
        if self.handed_at and not post.was_refused(error):
            return self._settle(state=self.State.UNCERTAIN, last_error=said)
        waits = settings.LETTER_BACKOFF_SECONDS
        if post.is_permanent(error) or self.attempts > len(waits):
            return self._settle(state=self.State.DEAD, last_error=said)
        wait = timedelta(seconds=waits[self.attempts - 1] * random.uniform(1, 1.2))  # noqa: S311 (jitter is no secret)
        return self._settle(state=self.State.DUE, due_at=Now() + wait, last_error=said, handed_at=None)

    def _said_of(self, error):
        """The fault in words; an outside address that the server repeats is not written down."""
        said = f"{type(error).__name__}: {error}"
        return (letters.without_addresses(said) if self.goes_outside else said)[:300]

    def _settle(self, **outcome):
        """Write the outcome only while the lease is ours; a late finisher changes nothing."""
        return bool(
            Letter.objects.leased(self.pk, self.token).update(lease_until=None, token=None, **outcome)
        )
