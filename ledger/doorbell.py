"""Wakes a worker, so that nobody waits for the next sweep. A ring that is lost costs one sweep interval, never work."""

import logging
import time

from celery import current_app
from django.conf import settings

QUICKLY = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0}
QUIET_SECONDS = 30  # after a ring that nobody took, so that a dead broker costs nobody's patience
log = logging.getLogger(__name__)
_broken_until = 0.0


def ring(task):
    """Send the task to the broker in a fifth of a second, or not at all."""
    global _broken_until
    if time.monotonic() < _broken_until:
        return
    try:
        _send(task)
    except Exception as error:
        _broken_until = time.monotonic() + QUIET_SECONDS
        log.warning("The doorbell is broken (%s); the sweep does the work.", type(error).__name__)


def _send(task):
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | QUICKLY
    with current_app.connection_for_write(transport_options=options, connect_timeout=0.2) as connection:
        task.apply_async(connection=connection, retry=False, expires=2 * settings.SWEEP_SECONDS)
