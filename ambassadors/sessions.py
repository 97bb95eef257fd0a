"""Sessions: in the database, idle no longer than eight hours, no older than a week, and listed for their owner.

SESSION_ENGINE is this module: Django asks it for `SessionStore`.
"""

import re
import time
from collections import namedtuple

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, login
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import models

BEGAN, SEEN = "began", "seen"
NOTED_EVERY = 300  # seconds; a page that only reads writes no session each time
NOWHERE = "0.0.0.0"  # noqa: S104 (the address of nobody: whereabouts are not kept)
Open = namedtuple("Open", "key browser began seen is_here")

BROWSERS = [
    ("Edge", r"\bEdgA?\b|EdgiOS"), ("Opera", r"\bOPR\b"), ("Samsung Internet", "SamsungBrowser"),
    ("Firefox", "Firefox|FxiOS"), ("Chrome", "Chrome|CriOS|Chromium"), ("Safari", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("macOS", "Mac OS X|Macintosh"),
    ("ChromeOS", "CrOS"), ("Linux", "Linux"),
]  # fmt: skip


class SessionStore(db.SessionStore):
    """A session that knows when it began and when it was last used, and is nothing once it is too old."""

    def load(self):
        data = super().load()
        if is_too_old(data):
            self.delete()
            self._session_key = None
            return {}
        return data

    def save(self, must_create=False):
        """A session that is there is written in one question; nothing else belongs to it that would need a transaction."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        kept = self.create_model_instance(self._get_session(no_load=must_create))
        if not SessionQuerySet(Session).rewrite(kept):
            raise UpdateError

    def cycle_key(self):
        """Django calls this at every sign-in: the clocks start anew with the new key."""
        super().cycle_key()
        start_clocks(self)


class SessionQuerySet(models.QuerySet):
    def rewrite(self, session):
        """Write anew what this session says and how long; returns how many there were."""
        said = {"session_data": session.session_data, "expire_date": session.expire_date}
        return self.filter(pk=session.pk).update(**said)


class SeenMiddleware:
    """Writes down, every few minutes, that a session is in use; one that has no clocks yet gets them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        session = request.session
        if request.user.is_authenticated and time.time() - session.get(SEEN, 0) > NOTED_EVERY:
            if BEGAN in session:
                session[SEEN] = int(time.time())
            else:
                start_clocks(session)
        return self.get_response(request)


class UserSessionQuerySet(models.QuerySet):
    """The words for allauth's rows about sessions."""

    def of(self, person):
        return self.filter(user=person)

    def numbered(self, *keys):
        return self.filter(pk__in=[key for key in keys if str(key).isdecimal()])

    def but(self, session_key):
        return self.exclude(session_key=session_key)

    def with_whereabouts(self):
        return self.exclude(ip=NOWHERE)

    def lost(self):
        return self.exclude(session_key__in=Session.objects.values("session_key"))

    def end(self):
        """Sign these sessions out; returns how many ended."""
        Session.objects.filter(session_key__in=list(self.values_list("session_key", flat=True))).delete()
        return self.delete()[0]


def start_clocks(session):
    session[BEGAN] = session[SEEN] = int(time.time())


def is_too_old(data, now=None):
    now = now or time.time()
    began, seen = data.get(BEGAN, now), data.get(SEEN, now)
    return now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS


def rows():
    return UserSessionQuerySet(UserSession)


def open_for(request, person):
    """Sign somebody in who came by a link of ours, so that the session stands in their list like any other."""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    note(request)


def note(request):
    """List the session that was just opened, without the address it came from."""
    UserSession.objects.create_from_request(request)
    forget_whereabouts()


def forget_whereabouts():
    return rows().with_whereabouts().update(ip=NOWHERE)


def open_of(person, here):
    """The sessions this person has open now, the newest first; `here` is the key of the one that asks."""
    listed = list(rows().of(person).order_by("-created_at"))
    alive = Session.objects.in_bulk([row.session_key for row in listed])
    hashes = {person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()}
    found = [(row, alive[row.session_key].get_decoded()) for row in listed if row.session_key in alive]
    return [
        Open(row.pk, in_words(row.user_agent), row.created_at, data.get(SEEN), row.session_key == here)
        for row, data in found
        if not is_too_old(data) and data.get(HASH_SESSION_KEY) in hashes
    ]


def in_words(user_agent):
    """(browser, system) as people call them, each empty where nobody knows."""
    return tuple(
        next((name for name, pattern in known if re.search(pattern, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    )


def sweep():
    """Throw away sessions that ended, and what was kept about them."""
    SessionStore.clear_expired()
    forget_whereabouts()
    return rows().lost().delete()[0]
