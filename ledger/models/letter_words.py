"""The words that are spoken of letters."""

import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models.functions import Now

from ledger.post import Post

DUE, SENDING, SENT, UNCERTAIN = "due", "sending", "sent", "uncertain"
CANCELLED, DEAD = "cancelled", "dead"


class LetterQuerySet(models.QuerySet):
    def due(self):
        """Whose time has come, and whose sender died with the lease in hand; not what may have arrived already."""
        waiting = models.Q(state=DUE, due_at__lte=Now())
        abandoned = models.Q(state=SENDING, lease_until__lt=Now(), handed_at=None)
        return self.filter(waiting | abandoned)

    def doubtful(self):
        """Letters that go once, whose sender died after it had begun to hand them over."""
        return self.filter(state=SENDING, lease_until__lt=Now(), handed_at__isnull=False)

    def leave_uncertain(self):
        said = "The process that handed this letter over ended before it was told whether it arrived."
        return self.update(state=UNCERTAIN, lease_until=None, token=None, last_error=said)

    def leave_to_a_person(self):
        """After a restore: what should have left by now may have left already, and nobody here knows."""
        said = "It came back with a backup and may have left after that was made."
        late = self.unsent().filter(models.Q(due_at__lte=Now()) | models.Q(state=SENDING))
        return late.update(state=UNCERTAIN, lease_until=None, token=None, last_error=said)

    def about(self, names, keys):
        """Those whose data hold one of these keys under one of these names."""
        found = models.Q(pk__in=[])
        for name in names:
            for key in keys:
                found |= models.Q(data__contains={name: str(key)})
        return self.filter(found)

    def scrub(self):
        """What they were about is erased: they say nothing any more, and what waits doesn't leave."""
        from ledger.models.mailbox_message import MailboxMessage

        keys, message_ids = (
            zip(*self.values_list("pk", "message_id"), strict=True) if self.exists() else ((), ())
        )
        rows = self.model.objects.filter(pk__in=keys)
        rows.filter(state__in=[DUE, SENDING]).update(
            state=CANCELLED, lease_until=None, token=None, handed_at=None
        )
        MailboxMessage.objects.of_letters(message_ids).delete()
        return rows.update(data={"erased": True}, last_error="")

    def worn_out(self):
        """Left behind by so many senders that the letter itself must be what ends them."""
        abandoned = self.filter(state=SENDING, lease_until__lt=Now())
        return abandoned.filter(attempts__gt=len(settings.LETTER_BACKOFF_SECONDS))

    def put_aside(self):
        said = "Every process that tried to send this letter ended."
        return self.update(state=DEAD, lease_until=None, token=None, last_error=said)

    def unsent(self):
        return self.filter(state__in=[DUE, SENDING])

    def overdue(self, *, by):
        """Unsent although due since `by` (a timedelta)."""
        return self.unsent().filter(due_at__lt=Now() - by)

    def oldest_due(self):
        """Since when the letter that waits longest should have left, or None."""
        due = self.unsent().filter(due_at__lte=Now()).order_by("due_at")
        return due.values_list("due_at", flat=True).first()

    def uncertain(self):
        return self.filter(state=UNCERTAIN)

    def dead(self):
        return self.filter(state=DEAD)

    def stopped(self, pk):
        return self.filter(pk=pk, state__in=[DEAD, CANCELLED, UNCERTAIN])

    def waiting(self, pk):
        """This one, while it is in nobody's hands."""
        return self.filter(pk=pk, state=DUE)

    def still_leased(self):
        """With time left, by the clock of the database."""
        return self.filter(lease_until__gt=Now())

    def leased(self, pk, token):
        return self.filter(pk=pk, token=token, state=SENDING)

    def to(self, person):
        return self.filter(recipient=person).order_by("created_at", "pk")

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def keyed(self, dedup_key):
        return self.filter(dedup_key=dedup_key)

    def known_as(self, message_ids):
        return self.filter(message_id__in=message_ids)

    def in_state(self, state):
        return self.filter(state=state) if state in self.model.State.values else self

    def visible_to(self, person):
        """An admin and a coordinator of the network look at all, another coordinator at those to the people of their scope.

        A letter to an outside address is seen with the person on whose behalf it goes.
        """
        if person.has_role("admin") or person.coordinates_everything:
            return self
        reach = get_user_model().objects.coordinated_by(person)
        inside = models.Q(recipient__in=reach) | models.Q(recipient=person)
        outside = models.Q(on_behalf_of__in=reach) | models.Q(on_behalf_of=person)
        return self.filter(inside | outside)

    def newest_first(self):
        return self.select_related("recipient", "on_behalf_of").order_by("-created_at", "-id")

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
            state=SENDING, lease_until=lease, token=token, attempts=models.F("attempts") + 1
        )
        return self.select_related("recipient").get(pk=letter.pk)

    def send_due(self, *, most=2000, seconds=120):
        """Send what is due, one after the other, until nothing is left, `most` were tried or the time is over.

        Returns how many were tried. The time is bounded because a mail server that hangs must not stop other sweeps.
        """
        self.doubtful().leave_uncertain()
        self.worn_out().put_aside()
        tried, until = 0, time.monotonic() + seconds
        with Post() as post:
            while tried < most and time.monotonic() < until and (letter := self.claim_one()):
                letter.send(connection=post)
                tried += 1
        return tried
