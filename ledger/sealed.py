"""Columns that are unreadable in a copy of the database: what reaches somebody is kept sealed, and found by a keyed hash.

The keys stand in the environment (`DATA_KEYS`, else `SECRET_KEY` and its fallbacks), never in the database.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

MARK = "s1:"
KEY_LOST = "The key to sealed columns is not among DATA_KEYS or SECRET_KEY_FALLBACKS. Add the old one."


class KeyLost(Exception):
    """No key that we have opens it."""


class Sealed(str):
    """A value as the database keeps it; opened when somebody reads the column."""


class _Opened(DeferredAttribute):
    """Opens at the first read: a list of fifty rows pays for no column it doesn't show."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = opened(value)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class SealedField(models.CharField):
    """A line of text that is encrypted (AES-128-CBC with HMAC-SHA256, a fresh nonce each time) in the database.

    It can't be searched: put a KeyedHashField beside it. Raises KeyLost when it is read and no key fits.
    """

    descriptor_class = _Opened

    def db_type(self, connection):
        return "text"

    def from_db_value(self, value, _expression, _connection):
        return Sealed(value) if value and value.startswith(MARK) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return sealed(value) if value and not isinstance(value, Sealed) else value


class KeyedHashField(models.CharField):
    """What a sealed column is found by: HMAC-SHA256 (hex) of its text, or of its `last` characters, written whenever the row is."""

    def __init__(self, *args, of="", last=None, **options):
        self.of, self.last = of, last
        super().__init__(*args, **{"max_length": 64, "blank": True, "editable": False, **options})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of} | ({"last": self.last} if self.last else {})

    def pre_save(self, model_instance, add):
        value = self.hash_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def hash_of(self, row):
        """What the column has to hold beside what the row holds now."""
        text = getattr(row, self.of)
        return keyed_hash(ending(text, self.last) if self.last else text)


def sealed(text):
    """The text so that only our keys open it; the same text looks different each time."""
    return Sealed(MARK + _lock(_keys()).encrypt(text.encode()).decode())


def opened(value):
    """The text again; raises KeyLost."""
    try:
        return _lock(_keys()).decrypt(value.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise KeyLost(KEY_LOST) from error


def is_sealed_with_the_first_key(value):
    """Whether the value needs no new seal after the keys have changed."""
    try:
        _lock(_keys()[:1]).decrypt(value.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return True


def keyed_hash(text, key=None):
    """HMAC-SHA256 (hex, 64 characters) of what the text means, "" for nothing: letter case and outer blanks don't count."""
    plain = (text or "").strip().lower()
    if not plain:
        return ""
    return hmac.new(_derived(b"index", key or _keys()[0]), plain.encode(), hashlib.sha256).hexdigest()


def ending(text, last):
    """What a hash of the last characters is made of, unlike any whole text; "" where there are fewer."""
    plain = (text or "").strip()
    return f"…{plain[-last:]}" if len(plain) >= last else ""


def keyed_hashes(text):
    """The hashes under every key in use, for a search while keys are being changed; none for nothing."""
    return [keyed_hash(text, key) for key in _keys()] if (text or "").strip() else []


def _keys():
    return tuple(settings.DATA_KEYS or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _lock(keys):
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(b"seal", key))) for key in keys])


@cache
def _derived(purpose, key):
    return hashlib.sha256(b"ledger.sealed." + purpose + key.encode()).digest()
