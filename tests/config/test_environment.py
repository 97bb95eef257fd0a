"""What a person reads who set something wrong: one sentence that names it and says what to do."""

import os
import subprocess
import sys

import pytest

from config import environment

GOOD = {
    "SECRET_KEY": "k7R2x" * 13,
    "DATABASE_URL": "postgres://w:w@db.example.com:5432/werkstolz",
    "REDIS_URL": "redis://cache.example.com:6379/0",
    "SITE_URL": "https://werkstolz.example.com",
    "EMAIL_URL": "submission://u:p@mail.example.com:587",
}


def start(**changes):
    """Read the settings in a process of its own, with GOOD as changed; None takes a name away."""
    given = {"PATH": os.environ["PATH"], **GOOD, **changes}
    environment = {name: value for name, value in given.items() if value is not None}
    command = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_a_complete_environment_starts():
    done = start()
    assert (done.returncode, done.stderr) == (0, "")


WRONG = [
    ("SECRET_KEY", None, "SECRET_KEY is missing from the environment."),
    ("SECRET_KEY", "short", "SECRET_KEY is too short"),
    ("SECRET_KEY", "paste-here-what-openssl-rand-base64-48-prints", "SECRET_KEY is still the sample"),
    ("DATABASE_URL", None, "DATABASE_URL is missing"),
    ("DATABASE_URL", "sqlite:///db.sqlite3", "DATABASE_URL is not for PostgreSQL"),
    ("DATABASE_URL", "postgres://w@db:port/werkstolz", "DATABASE_URL can't be read"),
    ("DATABASE_URL", "postgres://w@db:5432", "DATABASE_URL names no database"),
    ("DATABASE_REPLICA_URL", "mysql://db/werkstolz", "DATABASE_REPLICA_URL is not for PostgreSQL"),
    ("REDIS_URL", None, "REDIS_URL is missing"),
    ("REDIS_URL", "amqp://rabbit", "REDIS_URL is not the address of a Redis"),
    ("SITE_URL", None, "SITE_URL is missing"),
    ("SITE_URL", "werkstolz.example.com", "SITE_URL is 'werkstolz.example.com'"),
    ("SITE_URL", "http://werkstolz.example.com", "need https"),
    ("EMAIL_URL", None, "EMAIL_URL is missing"),
    ("EMAIL_URL", "carrier-pigeon://loft", "EMAIL_URL is not the address of a mail server"),
    ("DEBUG", "1", "DEBUG shows source code"),
    ("DEBUG", "perhaps", "DEBUG is 'perhaps'"),
    ("WERKSTOLZ_TESTS", "1", "WERKSTOLZ_TESTS is for the test suite only"),
    ("WERKSTOLZ_DEMO", "1", "the demo network has passwords everybody knows"),
    ("WERKSTOLZ_LANGUAGE", "tlh", "WERKSTOLZ_LANGUAGE is 'tlh'. Set it to one of: en, de."),
    ("GROUP_MINIMUM", "4", "GROUP_MINIMUM is '4'. Set it to a whole number from 5 to 1000."),
    ("TIME_ZONE", "Europe/Atlantis", "TIME_ZONE is 'Europe/Atlantis'"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_value_stops_the_start_with_a_sentence(name, value, sentence):
    done = start(**{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("Werkstolz can't start: ")
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, "one sentence, no trace"


def test_a_password_is_never_repeated_in_a_sentence():
    done = start(DATABASE_URL="postgres://w:hush-hush@db:port/werkstolz")
    assert "hush-hush" not in done.stderr


def test_a_public_demo_has_to_be_said_twice():
    twice = {"WERKSTOLZ_DEMO": "1", "WERKSTOLZ_DEMO_PUBLIC": "yes-i-know"}
    assert start(**twice).returncode == 0
    assert start(**twice | {"WERKSTOLZ_DEMO_PUBLIC": "1"}).returncode == 1


def test_a_sign_in_form_may_be_led_on_to_the_companys_provider_and_nowhere_else():
    app = {"settings": {"server_url": "https://login.example.com:8443/realms/staff"}}
    assert environment.origins_of([app]) == ["https://login.example.com:8443"]
    assert environment.origins_of([]) == []
