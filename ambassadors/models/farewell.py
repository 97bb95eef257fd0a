"""A letter to alumni and fans before they are forgotten, once for each end; and how they stay."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.ambassador import Ambassador
from ambassadors.models.person import Person
from ledger import dating, retention
from ledger.models import Event, Letter
from ledger.refusal import Refusal

LEFT = (Ambassador.State.ALUMNUS, Ambassador.State.FAN)  # who went altogether wants no letter any more
MANY = 200  # in one go


class FarewellQuerySet(models.QuerySet):
    """Words for people who are soon forgotten: `FarewellQuerySet(Person)`."""

    def numbered(self, pk):
        return self.filter(pk=pk)

    def soon_forgotten(self):
        still_here = self.filter(is_active=True, ambassador__state__in=LEFT, delete_after__gt=Now())
        return still_here.filter(delete_after__lte=Now() + timedelta(days=settings.FAREWELL_DAYS))

    def unwarned(self):
        """Who heard nothing of this end; an end that was put off is another one."""
        return self.exclude(warned_of=F("delete_after"))

    def soonest_first(self):
        return self.order_by("delete_after", "pk")


def sweep():
    """Write to everybody who is forgotten soon, once; returns to how many."""
    return sum(
        _write_to(one) for one in FarewellQuerySet(Person).soon_forgotten().unwarned().soonest_first()[:MANY]
    )


@transaction.atomic
def _write_to(person):
    mine = FarewellQuerySet(Person).numbered(person.pk).soon_forgotten().unwarned()
    if not mine.update(warned_of=F("delete_after")):
        return 0  # another sweep was faster, or they did something a moment ago
    key = f"farewell:{person.pk}:{person.delete_after.isoformat()}"
    Letter.write("farewell", recipient=person, dedup_key=key)
    return 1


def is_soon_forgotten(person):
    """Whether they left, and their time is nearly over."""
    ambassador, end = person.ambassador_or_none, person.delete_after
    left = ambassador is not None and ambassador.state in LEFT
    return left and end is not None and end <= timezone.now() + timedelta(days=settings.FAREWELL_DAYS)


@transaction.atomic
def stay(ambassador, *, by):
    """Somebody who left would like not to be forgotten: their time begins anew, at once."""
    if ambassador.state not in LEFT:
        raise Refusal(_("You haven't left, so nothing of you is forgotten. There is nothing to do."))
    Event.record(ambassador, "stayed", by=by)
    dating.date_again(retention.rule(Person), [ambassador.person_id])
