import logging
import random
import smtplib
import time
import uuid
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger import letters
from ledger.models.event import Event, as_stored
from ledger.models.noun import Noun
from ledger.refusal import Refusal

log = logging.getLogger(__name__)


class LetterQuerySet(models.QuerySet):
    def due(self):
        """Whose time has come, and whose sender died with the lease in hand."""
        waiting = models.Q(state=Letter.State.DUE, due_at__lte=Now())
        abandoned = models.Q(state=Letter.State.SENDING, lease_until__lt=Now())
        return self.filter(waiting | abandoned)

    def worn_out(self):
        """Left behind by so many senders that the letter itself must be what ends them."""
        abandoned = self.filter(state=Letter.State.SENDING, lease_until__lt=Now())
        return abandoned.filter(attempts__gt=len(settings.LETTER_BACKOFF_SECONDS))

    def put_aside(self):
        said = "Every process that tried to send this letter ended."
        return self.update(state=Letter.State.DEAD, lease_until=None, token=None, last_error=said)

    def unsent(self):
        return self.filter(state__in=[Letter.State.DUE, Letter.State.SENDING])

    def overdue(self, *, by):
        """Unsent although due since `by` (a timedelta)."""
        return self.unsent().filter(due_at__lt=Now() - by)

    def dead(self):
        return self.filter(state=Letter.State.DEAD)

    def stopped(self, pk):
        return self.filter(pk=pk, state__in=[Letter.State.DEAD, Letter.State.CANCELLED])

    def leased(self, pk, token):
        return self.filter(pk=pk, token=token, state=Letter.State.SENDING)

    def to(self, person):
        return self.filter(recipient=person).order_by("created_at", "pk")

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def in_state(self, state):
        return self.filter(state=state) if state in Letter.State.values else self

    def visible_to(self, person):
        """An admin and a coordinator of the network look at all, another coordinator at those to the people of their scope."""
        if person.has_role("admin") or person.coordinates_everything:
            return self
        reach = get_user_model().objects.coordinated_by(person)
        return self.filter(models.Q(recipient__in=reach) | models.Q(recipient=person))

    def newest_first(self):
        return self.select_related("recipient").order_by("-created_at", "-id")

    @transaction.atomic
    def claim_one(self):
        """Lease the next due letter for this process, or None; two processes never get the same one.

        What was tried before waits behind the others: it jams no line, and one bad hour hits it once.
        """
        in_turn = self.due().order_by("attempts", "due_at")
        letter = in_turn.select_for_update(skip_locked=True, of=("self",)).first()
        if letter is None:
            return None
        lease = Now() + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
        token = uuid.uuid4()
        self.filter(pk=letter.pk).update(
            state=Letter.State.SENDING, lease_until=lease, token=token, attempts=models.F("attempts") + 1
        )
        return self.select_related("recipient").get(pk=letter.pk)

    def send_due(self, *, most=2000, seconds=120):
        """Send what is due, one after the other, until nothing is left, `most` were tried or the time is over.

        Returns how many were tried. The time is bounded because a mail server that hangs must not stop other sweeps.
        """
        self.worn_out().put_aside()
        tried, until = 0, time.monotonic() + seconds
        with _Post() as post:
            while tried < most and time.monotonic() < until and (letter := self.claim_one()):
                letter.send(connection=post)
                tried += 1
        return tried


class _Post:
    """One connection to the mail server for many letters, opened anew after a fault."""

    def __enter__(self):
        self._connection = None
        return self

    def __exit__(self, *_fault):
        self.drop()

    def deliver(self, mail):
        if self._connection is None:
            self._connection = get_connection()
            self._connection.open()
        mail.connection = self._connection
        mail.send()

    def drop(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError):  # it is thrown away; a server that can't say goodbye changes no letter
                connection.close()


class Letter(Noun):
    """One mail to one person, kept until it left: what it is about, when it is due and how it went."""

    class State(models.TextChoices):
        DUE = "due", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("not needed any more")
        DEAD = "dead", _("could not be delivered")

    kind = models.CharField(max_length=40)
    dedup_key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="letters")
    data = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
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
        ]

    def __str__(self):
        return f"{self.kind} ({self.get_state_display()})"

    @classmethod
    def write(cls, kind, *, recipient, dedup_key, due_at=None, **ids):
        """Write a letter once per `dedup_key`, in the transaction of its cause; `ids` are all it keeps."""
        letter = cls.draft(kind, recipient=recipient, dedup_key=dedup_key, due_at=due_at, **ids)
        cls.objects.bulk_create([letter], ignore_conflicts=True)
        return cls.objects.get(dedup_key=dedup_key)

    @classmethod
    def draft(cls, kind, *, recipient, dedup_key, due_at=None, **ids):
        """A letter that isn't kept yet, for whoever keeps many at once."""
        letter = cls(
            kind=kind,
            recipient=recipient,
            dedup_key=dedup_key,
            data=as_stored(ids),
            due_at=due_at or timezone.now(),
        )
        letter.message_id = f"<ws-{letter.pk}@{settings.LETTER_HOST}>"
        return letter

    def send(self, *, connection):
        """Hand the letter to the mail server and write down how it went; needs the lease of `claim_one`."""
        try:
            mail = letters.compose(self) if letters.may_reach(self) else None
            if mail is None:
                return self._settle(state=self.State.CANCELLED)
            connection.deliver(mail)
        except Exception as error:
            connection.drop()
            return self._failed(error)
        return self._settle(state=self.State.SENT, sent_at=Now())

    def send_again(self, *, by):
        """Put a dead or cancelled letter back to the others that wait."""
        if not Letter.objects.stopped(self.pk).update(
            state=self.State.DUE, due_at=Now(), attempts=0, last_error=""
        ):
            raise Refusal(_("This letter is on its way or has left already."))
        Event.record(self, "sent_again", by=by)

    def _failed(self, error):
        log.warning("Letter %s: %s", self.pk, type(error).__name__)
        said = f"{type(error).__name__}: {error}"[:300]
        waits = settings.LETTER_BACKOFF_SECONDS
        if _is_permanent(error) or self.attempts > len(waits):
            return self._settle(state=self.State.DEAD, last_error=said)
        wait = timedelta(seconds=waits[self.attempts - 1] * random.uniform(1, 1.2))  # noqa: S311 (jitter is no secret)
        return self._settle(state=self.State.DUE, due_at=Now() + wait, last_error=said)

    def _settle(self, **outcome):
        """Write the outcome only while the lease is ours; a late finisher changes nothing."""
        return bool(
            Letter.objects.leased(self.pk, self.token).update(lease_until=None, token=None, **outcome)
        )


def _is_permanent(error):
    """Whether the server refused this recipient or this text for good; a refused login is ours to mend, not the letter's end."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
