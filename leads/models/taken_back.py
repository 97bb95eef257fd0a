from datetime import timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from ledger.models import Event
from ledger.refusal import Refusal

SLIP = timedelta(minutes=10)  # as long as it is a slip of the thumb; then the answer is corrected
UNANSWERED = {"answered_at": None, "answered_by": None, "answer": "", "how": ""}


class TakenBack:
    """Something whose answer can be taken back for a while by whoever gave it, and is open again."""

    @property
    def taken_back_until(self):
        """The moment from which on the answer stands; None while there is none."""
        return self.answered_at and self.answered_at + SLIP

    def may_take_back(self, person):
        in_time = self.answered_at is not None and timezone.now() < self.taken_back_until
        return in_time and self.answered_by_id == person.pk

    def answer_to_take_back(self, person):
        """The answer as it has to stand still when it is taken back by this person, who may do so now."""
        if not self.may_take_back(person):
            raise Refusal(_("This can't be taken back any more. Sign in and correct the answer."))
        self.customer.locked_for_contact()
        return {"answered_at": self.answered_at, "answered_by": person, "answer": self.answer}

    def unanswered(self):
        """The columns as they were before the answer, with the reminder that its event remembers."""
        answered = Event.objects.about(self).of_verb("answered").first()
        reminder = answered and answered.data.get("remind_at")
        return {**UNANSWERED, "remind_at": parse_datetime(reminder) if reminder else None}

    def reminder_that_waits(self):
        """What the event of an answer remembers of a reminder that nobody got yet."""
        return {"remind_at": self.remind_at} if self.remind_at else {}
