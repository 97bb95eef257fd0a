"""The environment, read strictly: what is missing or wrong stops the start with one sentence."""

import os
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SAMPLE_SECRET_KEY = "paste-here-what-openssl-rand-base64-48-prints"  # noqa: S105
LOOPBACK = ("localhost", "127.0.0.1", "::1")
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


class Unstartable(SystemExit):
    """Ends a start with a sentence for the person in front of the terminal."""

    def __init__(self, sentence):
        super().__init__(f"Werkstolz can't start: {sentence}")


def text(name, default=None, *, do=""):
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise Unstartable(f"{name} is missing from the environment. {do}".strip())
    return default


def flag(name, default=False):
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return default if value == "" else False
    raise Unstartable(f"{name} is {value!r}, which is neither yes nor no. Set it to 1 or 0.")


def number(name, default, *, least=0, most=10**6):
    value = os.environ.get(name, "").strip() or str(default)
    if value.isdecimal() and least <= int(value) <= most:
        return int(value)
    raise Unstartable(f"{name} is {value!r}. Set it to a whole number from {least} to {most}.")


def backup_key():
    key = os.environ.get("BACKUP_KEY", "").strip()
    if key and len(key) < 20:
        raise Unstartable("BACKUP_KEY is shorter than 20 characters. Make one with: openssl rand -base64 32")
    return key


def span(name, default, *, least=1):
    """(number, "days" or "months") from “14 days” or “6 months”; `least` is in the default's unit."""
    said = os.environ.get(name, "").strip().lower() or default
    many, _space, unit = said.partition(" ")
    days = {"days": 1, "months": 30}
    shortest = least * days[default.partition(" ")[2]]
    if many.isdecimal() and unit in days and shortest <= int(many) * days[unit] <= 36500:
        return int(many), unit
    raise Unstartable(
        f"{name} is {said!r}. Set it to a number of days or months, like “{default}”"
        + (f", and not to less than {least} {default.partition(' ')[2]}." if least > 1 else ".")
    )


def words(name, default=""):
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def choice(name, default, allowed):
    value = text(name, default)
    if value in allowed:
        return value
    raise Unstartable(f"{name} is {value!r}. Set it to one of: {', '.join(allowed)}.")


def time_zone(name, default):
    zone = text(name, default)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Unstartable(
            f"{name} is {zone!r}. Set it to the name of a time zone, like Europe/Berlin."
        ) from None
    return zone


def secret_key():
    how = "Make one with `openssl rand -base64 48` and set SECRET_KEY to it."
    key = text("SECRET_KEY", do=how)
    if key == SAMPLE_SECRET_KEY or key.startswith("django-insecure-"):
        raise Unstartable(f"SECRET_KEY is still the sample, which everybody knows. {how}")
    if len(key) < 50 or len(set(key)) < 5:
        raise Unstartable(f"SECRET_KEY is too short or too simple. {how}")
    return key


def data_keys():
    keys = words("DATA_KEYS")
    if any(len(key) < 50 or len(set(key)) < 5 for key in keys):
        raise Unstartable(
            "A key in DATA_KEYS is too short or too simple. Make each with `openssl rand -base64 48`."
        )
    return keys


def database_url(name="DATABASE_URL"):
    shape = "Write it like postgres://user:password@host:5432/name."
    url = text(name, do=f"{shape} `bin/run` brings a PostgreSQL along and sets it by itself.")
    parts = _split(name, url, shape)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Unstartable(f"{name} is not for PostgreSQL, the only database Werkstolz works with. {shape}")
    if not unquote(parts.path).strip("/"):
        raise Unstartable(f"{name} names no database. {shape}")
    return url


def database_options(database):
    """How to connect: quickly or not at all, and with statements that the database reads once, unless DATABASE_PREPARES=0.

    Their plans are made anew for what is asked (see ledger/plans.py for those that are kept).
    """
    prepared = {
        "server_side_binding": True,
        "prepare_threshold": 5,
        "options": "-c plan_cache_mode=force_custom_plan -c enable_memoize=off",
    }
    prepares = flag("DATABASE_PREPARES", default=True)
    return {"connect_timeout": 5, **(prepared if prepares else {}), **database.get("OPTIONS", {})}


def redis_url(name="REDIS_URL"):
    shape = "Write it like redis://:password@host:6379/0 or unix:///path/to/valkey.sock?db=0."
    url = text(name, do=f"{shape} `bin/run` brings a Valkey along and sets it by itself.")
    parts = _split(name, url, shape)
    if parts.scheme not in ("redis", "rediss", "unix") or not (parts.hostname or parts.path):
        raise Unstartable(f"{name} is not the address of a Redis or Valkey. {shape}")
    return url


def broker_url(url):
    """Celery spells the address of a unix socket its own way."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"


def site_url(*, demo):
    shape = "Write the address people type, like https://werkstolz.example.com."
    url = text("SITE_URL", do=shape).rstrip("/")
    parts = _split("SITE_URL", url, shape)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise Unstartable(f"SITE_URL is {url!r}. {shape}")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not demo:
        raise Unstartable(f"SITE_URL is {url!r}, but passwords and customers' numbers need https. {shape}")
    return url


def email_url(*, demo):
    """Empty only in the demo, which keeps letters in a mailbox of its own."""
    shape = "Write it like submission://user:password@mail.example.com:587 or, to print letters, console:"
    url = text("EMAIL_URL", "" if demo else None, do=shape)
    if url and _split("EMAIL_URL", url, shape).scheme not in (
        "smtp",
        "submission",
        "submit",
        "console",
        "memory",
    ):
        raise Unstartable(f"EMAIL_URL is not the address of a mail server. {shape}")
    return url


def oidc_apps():
    """[the company's OpenID Connect provider], as allauth wants it; [] where none is named. Half a provider is none."""
    names = ("OIDC_NAME", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_SECRET")
    said = {name: text(name, "") for name in names}
    if not any(said.values()):
        return []
    missing = [name for name, value in said.items() if not value]
    if missing:
        raise Unstartable(
            f"{', '.join(missing)} is missing from the environment. A sign-in of the company needs all of {', '.join(names)}; leave all of them out to have none."
        )
    app = {"provider_id": "company", "name": said["OIDC_NAME"], "client_id": said["OIDC_CLIENT_ID"]}
    return [app | {"secret": said["OIDC_SECRET"], "settings": {"server_url": _issuer(said["OIDC_ISSUER"])}}]


def origins_of(apps):
    """Where a sign-in form may be led on to: the hosts of these providers."""
    issuers = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{issuer.scheme}://{issuer.netloc}" for issuer in issuers]


def _issuer(url):
    shape = "Write the issuer that the provider names, like https://login.example.com/realms/company."
    parts = _split("OIDC_ISSUER", url, shape)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or local) or parts.query or parts.fragment:
        raise Unstartable(f"OIDC_ISSUER is {url!r}, which is no address to trust. {shape}")
    return url.rstrip("/")


def refuse_public_demo(*, demo, host):
    """A demo network has known passwords: only somebody who says so twice may show it to others."""
    twice = flag("WERKSTOLZ_DEMO") and os.environ.get("WERKSTOLZ_DEMO_PUBLIC") == "yes-i-know"
    if demo and host not in LOOPBACK and not twice:
        raise Unstartable(
            f"the demo network has passwords everybody knows, and {host} may be reached by others. "
            "Keep HOST at 127.0.0.1, or say it twice: WERKSTOLZ_DEMO=1 WERKSTOLZ_DEMO_PUBLIC=yes-i-know."
        )


def _split(name, url, shape):
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
        return parts
    except ValueError:
        raise Unstartable(f"{name} can't be read as an address. {shape}") from None
