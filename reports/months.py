"""The thirteen calendar months that figures speak of: twelve whole ones and the running one, in the site's zone."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.formats import date_format

MONTHS = 13
RUNNING = MONTHS - 1  # the place of the running month; those before it are whole
YEAR, QUARTER, MONTH = 12, 3, 1


class Months:
    """Months are spoken of by their place: 0 is the oldest, RUNNING the one that is not over yet."""

    def __init__(self, today=None):
        self.today = today or timezone.localdate(timezone=zone())
        first = self.today.replace(day=1) - relativedelta(months=RUNNING)
        self.starts = [first + relativedelta(months=place) for place in range(MONTHS + 1)]
        self._places = {(day.year, day.month): place for place, day in enumerate(self.starts[:MONTHS])}

    def place(self, moment):
        """Where the month of this moment stands; `moment` is on the site's wall clock."""
        return self._places[moment.year, moment.month]

    def begins(self, place):
        """The moment this month begins; place MONTHS is the end of the running one."""
        day = self.starts[place]
        return datetime(day.year, day.month, 1, tzinfo=zone())

    def window(self, length, *, whole):
        """The places of the last so many months; `whole` leaves the running one out."""
        end = RUNNING if whole else MONTHS
        return range(end - length, end)

    def name(self, place):
        return date_format(self.starts[place], "M")

    def long_name(self, place):
        return date_format(self.starts[place], "F Y")


def zone():
    """The zone whose wall clock the months follow: the same for every reader."""
    return timezone.get_default_timezone()
