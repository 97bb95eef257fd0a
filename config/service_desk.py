"""How the service desk is reached and how it answers, read as strictly as everything else."""

import base64
from collections import namedtuple
from urllib.parse import unquote

from . import environment as env

Desk = namedtuple("Desk", "name mail url secrets may_be_private answer_to language imap")
Imap = namedtuple("Imap", "host port tls user password folder")
DEMO_MAIL = "trouble-shooter@service.example"


def read(*, demo):
    """Without an address and a URL, cases are handed on by hand: by telephone or in the desk's own program."""
    desk = Desk(
        name=env.text("SERVICE_DESK_NAME", "Trouble-Shooter"),
        mail=_address("SERVICE_DESK_MAIL", DEMO_MAIL if demo else ""),
        url=_url(),
        secrets=_secrets(),
        may_be_private=env.flag("SERVICE_DESK_PRIVATE"),
        answer_to=_address("SERVICE_DESK_ANSWER_TO", ""),
        language=env.choice("SERVICE_DESK_LANGUAGE", env.text("WERKSTOLZ_LANGUAGE", "en"), ["de", "en"]),
        imap=_imap(),
    )
    if desk.url and not desk.secrets:
        raise env.Unstartable(
            "SERVICE_DESK_URL needs SERVICE_DESK_SECRET. Make one with `echo whsec_$(openssl rand -base64 32)`."
        )
    if desk.imap and not desk.mail:
        raise env.Unstartable(
            "SERVICE_DESK_IMAP_URL needs SERVICE_DESK_MAIL: only answers from its domain are believed."
        )
    return desk


def _address(name, default):
    address = env.text(name, default)
    if address and (address.count("@") != 1 or any(sign.isspace() or sign in "<>,;" for sign in address)):
        raise env.Unstartable(f"{name} is {address!r}. Write one plain address, like desk@example.com.")
    return address


def _url():
    shape = "Write it like https://desk.example.com/hooks/werkstolz."
    url = env.text("SERVICE_DESK_URL", "")
    parts = env._split("SERVICE_DESK_URL", url, shape)
    schemes = ("https", "http") if env.flag("SERVICE_DESK_PRIVATE") else ("https",)
    if url and (parts.scheme not in schemes or not parts.hostname or parts.username is not None):
        raise env.Unstartable(f"SERVICE_DESK_URL is no https address. {shape}")
    return url


def _secrets():
    """The first signs; all of them are believed, so that a secret can be changed without a gap."""
    secrets = env.words("SERVICE_DESK_SECRET")
    if not all(_is_secret(secret) for secret in secrets):
        raise env.Unstartable(
            "A secret in SERVICE_DESK_SECRET is too short or no base64. Make each with `echo whsec_$(openssl rand -base64 32)`."
        )
    return secrets


def _is_secret(text):
    """whsec_ and 24 to 64 bytes in base64, as standardwebhooks.com has it."""
    try:
        return 24 <= len(base64.b64decode(text.removeprefix("whsec_"), validate=True)) <= 64
    except ValueError:
        return False


def _imap():
    shape = "Write it like imaps://user:password@mail.example.com:993/INBOX."
    url = env.text("SERVICE_DESK_IMAP_URL", "")
    if not url:
        return None
    parts = env._split("SERVICE_DESK_IMAP_URL", url, shape)
    local = parts.scheme == "imap" and parts.hostname in env.LOOPBACK
    if not (parts.scheme == "imaps" or local) or not parts.hostname or not parts.username:
        raise env.Unstartable(f"SERVICE_DESK_IMAP_URL is no mailbox. {shape}")
    tls = parts.scheme == "imaps"
    folder = unquote(parts.path).strip("/") or "INBOX"
    user, password = unquote(parts.username), unquote(parts.password or "")
    return Imap(parts.hostname, parts.port or (993 if tls else 143), tls, user, password, folder)
