"""What a coordinator wants to know of how it goes: what was done last, what waits, what ends soon."""

from collections import namedtuple
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models import Consent
from ledger import heartbeat as heart
from ledger import sweeps
from ledger.models import Letter, SweepRun
from trophies.models import HandOff

SOON = timedelta(days=30)
LATE = timedelta(minutes=2)
Figure = namedtuple("Figure", "what moment number url is_bad", defaults=[None, None, "", False])
Heartbeat = namedtuple("Heartbeat", "at error is_missing")


def of(person):
    """[Figure], of letters, consents and trophies as far as this person may look."""
    letters, outbox = Letter.objects.visible_to(person), reverse("ledger:outbox")
    swept, oldest = SweepRun.objects.last_of(sweeps.names()), letters.oldest_due()
    return [
        Figure(_("Last sweep"), moment=swept, is_bad=_is_late(swept)),
        Figure(_("Oldest letter that is due"), moment=oldest, is_bad=oldest is not None and _is_late(oldest)),
        Figure(_("Letters that wait"), number=letters.unsent().count(), url=f"{outbox}?state=due"),
        Figure(_("Letters that could not be delivered"), number=letters.dead().count(), url=f"{outbox}?state=dead"),
        Figure(_("Letters of which nobody knows whether they arrived"), number=letters.uncertain().count(), url=f"{outbox}?state=uncertain"),
        Figure(_("Consents that end within 30 days unless they are used"), number=Consent.objects.visible_to(person).ending(by=SOON).count()),
        Figure(_("Trophies that wait for the yes of their next keeper"), number=HandOff.objects.visible_to(person).open().count(), url=reverse("trophies:index")),
    ]  # fmt: skip


def heartbeat():
    """How the sign of life to the address outside went, or None where there is no such address."""
    if not settings.HEARTBEAT_URL:
        return None
    row = SweepRun.objects.named(heart.NAME)
    at = row and row.last_finished
    return Heartbeat(
        at, row.last_error if row else "", at is None or timezone.now() - at > 2 * heart.EVERY + LATE
    )


def _is_late(moment):
    return moment is None or timezone.now() - moment > LATE
