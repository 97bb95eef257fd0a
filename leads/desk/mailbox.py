"""The mailbox to which the service desk answers: asked once a minute, each mail on its own."""

import imaplib
import logging
import re
import ssl
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError

from leads.desk import mail

log = logging.getLogger(__name__)
SECONDS = 10  # for each answer of the mailbox
EVERY = 60
MOST = 50  # mails in one go
LARGEST = 256 * 1024  # bytes; an answer is a few lines
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def fetch():
    """Take in what is unread; returns how many mails were looked at, 0 where no mailbox is set up or it isn't time yet."""
    imap = settings.SERVICE_DESK.imap
    if imap is None or not cache.add("leads.desk.mailbox", "asked", EVERY):
        return 0
    with _opened(imap) as box:
        unread = _said(box.uid("SEARCH", "UNSEEN"))[0].split()[:MOST]
        for uid in unread:
            _take(box, uid.decode("ascii"))
    return len(unread)


def _take(box, uid):
    """One mail; one that can't be read is marked and left for a person, and stops no other."""
    marks = r"(\Seen)"
    try:
        if _size(box, uid) > LARGEST:
            marks = r"(\Seen \Flagged)"
            log.warning("Mail %s of the service desk is too large to be an answer; it is flagged.", uid)
        elif mail.hear(_bytes(box, uid)) in ("stranger", "unknown"):
            marks = r"(\Seen \Flagged)"
    except (DatabaseError, InterfaceError, OSError, imaplib.IMAP4.error):
        raise  # not the mail's fault: it stays unread
    except Exception as error:
        marks = r"(\Seen \Flagged)"
        log.warning("Mail %s of the service desk can't be read: %s", uid, type(error).__name__)
    box.uid("STORE", uid, "+FLAGS", marks)


def _size(box, uid):
    told = b" ".join(_parts(_said(box.uid("FETCH", uid, "(RFC822.SIZE)"))))
    found = SIZE.search(told)
    return int(found[1]) if found else LARGEST + 1


def _bytes(box, uid):
    """The mail without marking it read; at most LARGEST bytes, whatever size was told."""
    said = _said(box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)"))
    return next((part[1] for part in said if isinstance(part, tuple)), b"")


def _parts(said):
    return [piece for part in said for piece in (part if isinstance(part, tuple) else (part or b"",))]


def _said(answer):
    state, said = answer
    if state != "OK":
        raise imaplib.IMAP4.error("The mailbox said no.")
    return [part for part in said if part is not None] or [b""]


@contextmanager
def _opened(imap):
    box = (
        imaplib.IMAP4_SSL(imap.host, imap.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
        if imap.tls
        else imaplib.IMAP4(imap.host, imap.port, timeout=SECONDS)
    )
    try:
        box.login(imap.user, imap.password)
        _said(box.select(f'"{imap.folder}"'))
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()
