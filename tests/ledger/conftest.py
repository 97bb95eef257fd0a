from copy import deepcopy
from itertools import count
from pathlib import Path

import pytest

from ledger import letters
from ledger.models import Letter
from tests import post_office

_numbers = count(1)


@pytest.fixture
def greeting(settings):
    """Letters of the kind "greeting" can be written; `greeting.page` is what their composer answers."""
    templates = deepcopy(settings.TEMPLATES)
    for engine in templates:
        engine["DIRS"] = [Path(__file__).parent / "templates", *engine["DIRS"]]
    settings.TEMPLATES = templates

    class Greeting:
        page = letters.Page("Good morning", "greeting", {"token": "a-secret-token"})

    letters.register("greeting", lambda letter: Greeting.page)
    return Greeting


@pytest.fixture
def letter_to(greeting):
    """`letter_to(ada)` writes a greeting that is due."""

    def write(person, **fields):
        key = fields.pop("dedup_key", f"greeting-{next(_numbers)}")
        return Letter.write("greeting", recipient=person, dedup_key=key, **fields)

    return write


@pytest.fixture
def office(settings):
    """A real mail server on loopback, and the product sends through it."""
    with post_office.opened() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = office.address["EMAIL_HOST"], office.address["EMAIL_PORT"]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        yield office
