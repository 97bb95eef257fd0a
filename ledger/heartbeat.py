"""A sign of life once a minute to an address outside, while the promises hold: whoever waits for it there notices our silence.

It is said beside the sweep, never in it: a line that hangs delays no letter.
"""

import threading
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from ledger import outgoing, promises
from ledger.models import SweepRun

NAME, EVERY = "heartbeat call", timedelta(minutes=1)
REASONS = (OSError, HTTPException, outgoing.Refused, outgoing.Forbidden)


def beat():
    """One sweeper of all says it in a minute; returns whether it was this one."""
    if not SweepRun.objects.begin(NAME, not_since=timezone.now() - EVERY):
        return False
    if all(kept for _name, kept, _sentence in promises.checked()):
        threading.Thread(target=_call, name="heartbeat").start()
    return True


def call():
    """Say it now; the outcome stands in the row that /health/ reads."""
    try:
        host = urlsplit(settings.HEARTBEAT_URL).hostname
        outgoing.post(
            settings.HEARTBEAT_URL, b"", {}, hosts=[host], may_be_private=settings.HEARTBEAT_PRIVATE
        )
    except REASONS as error:
        SweepRun.failed(NAME, error)
    else:
        SweepRun.finished(NAME, 1)


def _call():
    try:
        with suppress(DatabaseError):  # it is said again in a minute
            call()
    finally:
        connection.close()
