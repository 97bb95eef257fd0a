"""The environment of bin/run, bin/manage and bin/test: what production sets by hand is found or made here."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from . import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent


def var():
    return Path(os.environ.get("VAR") or BASE_DIR / "var").resolve()


def environment(var):
    """What to add to the environment; what is set already wins."""
    host = env.text("HOST", "127.0.0.1")
    port = env.number("PORT", 8000, least=1, most=65535)
    added = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR": str(var),
        "HOST": host,
        "PORT": str(port),
        "SITE_URL": f"http://{_bracketed(host)}:{port}",
    }
    if not os.environ.get("SECRET_KEY"):
        added["SECRET_KEY"] = _secret_key(var)
    shown_on_purpose = os.environ.get("PHONE_CERTIFICATE")
    if mode(var) == "demo" and (shown_on_purpose or _is_local(os.environ.get("SITE_URL", ""))):
        added["WERKSTOLZ_DEMO"] = "1"
        added["FIGURES_BY"] = "unit"  # so that a reorganisation can be seen in the figures
    else:
        added["EMAIL_URL"] = "console:"
    return {name: value for name, value in added.items() if not os.environ.get(name)}


def mode(var):
    """`demo` or `empty`: settled at the first start, for a VAR is one or the other for good."""
    note = var / "mode"
    return note.read_text().strip() if note.exists() else "demo"


def settle_mode(var, *, empty):
    note, asked = var / "mode", "empty" if empty else "demo"
    if empty and note.exists() and mode(var) == "demo":
        raise env.Unstartable(
            f"{var} holds the demo network. Start with another folder: VAR=./var-mine bin/run --empty"
        )
    if not note.exists():
        note.write_text(asked + "\n")
    return mode(var)


def _is_local(url):
    return not url or urlsplit(url).hostname in env.LOOPBACK


def _bracketed(host):
    return f"[{host}]" if ":" in host else host


def _secret_key(var):
    var.mkdir(parents=True, exist_ok=True)
    file = var / "secret_key"
    if not file.exists():
        unfinished = file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(48) + "\n")
        unfinished.replace(file)
    return file.read_text().strip()
