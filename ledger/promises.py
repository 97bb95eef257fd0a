"""What the product promises of itself, each with a check: the health command and `/readyz` read them.

A room registers its promise in `ready()`; a check returns (kept: bool, a sentence that says what is and what to do).
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ledger import sweeps
from ledger.models import Letter, SweepRun

STILL = timedelta(minutes=2)
LATE = timedelta(minutes=10)
_registered = {}


def register(name, check):
    _registered[name] = check


def checked():
    """[(name, kept, sentence)] of every promise, in the order they were given."""
    return [(name, *check()) for name, check in _registered.items()]


def somebody_sweeps():
    """The sweep ran within two minutes."""
    silent = SweepRun.objects.silent(sweeps.names(), since=timezone.now() - STILL)
    if silent:
        return False, _(
            "Nothing has swept for two minutes: %(names)s. Start a worker and beat, or manage.py sweep --loop."
        ) % {"names": ", ".join(silent)}
    return True, _("Everything due was looked for within the last two minutes.")


def late_letters():
    """Those that make the promise of letters_leave a broken one."""
    return Letter.objects.overdue(by=LATE)


def letters_leave():
    """No letter waits longer than ten minutes past its time."""
    late = late_letters().count()
    if late:
        return False, _(
            "%(count)s letters should have left ten minutes ago. Look at the outbox and at the mail server."
        ) % {"count": late}
    return True, _("No letter is late.")


def dead_letters_are_told():
    """Says how many letters were refused for good. It is kept all the same: no process is healed by waiting for an address."""
    dead = Letter.objects.dead().count()
    if dead:
        return True, _("%(count)s letters could not be delivered; the outbox says why.") % {"count": dead}
    return True, _("Every letter could be delivered.")


def doubtful_letters_are_told():
    """Says of how many letters nobody knows whether they arrived; a person decides, so the promise is kept."""
    uncertain = Letter.objects.uncertain().count()
    if uncertain:
        return True, _(
            "Of %(count)s letters nobody knows whether they arrived. Decide in the outbox whether to send them again."
        ) % {"count": uncertain}
    return True, _("Of every letter it is known whether it arrived.")
