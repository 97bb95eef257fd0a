from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads import calendar
from ledger.refusal import Refusal

FARTHEST = timedelta(days=366)
NEARBY = timedelta(days=2)  # where the zones of the world may disagree about the day


class Due(models.Model):
    """Something promised for a time on somebody's wall clock, in their zone."""

    wall_date = models.DateField()
    wall_time = models.TimeField(default=calendar.MORNING)
    tz = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def due_at(wall):
    """The columns of something due at this wall time; it reminds its owner then, once."""
    moment = wall.instant
    return {
        "wall_date": wall.day,
        "wall_time": wall.hour,
        "tz": wall.tz,
        "due_at": moment,
        "remind_at": moment,
    }


def working_morning(day, ambassador):
    """Nine o'clock where the ambassador lives, on this day or the next one people work there."""
    day = calendar.next_working_day(day, ambassador.region)
    return calendar.morning_of(day, ambassador.person.time_zone)


def refuse_unreasonable(wall):
    """Nobody is asked to call in the past, or after more than a year."""
    today = timezone.localdate()
    if wall.day < today - NEARBY or (wall.day <= today + NEARBY and wall.instant <= timezone.now()):
        raise Refusal(_("This time is over already. Choose one that lies ahead."))
    if wall.day > today + FARTHEST:
        raise Refusal(_("This is more than a year away. Choose a nearer day."))
