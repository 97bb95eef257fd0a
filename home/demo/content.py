"""The files of the demo network, in the site's language."""

import csv
import uuid
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

HERE = Path(__file__).parent
DATA, PICTURES = HERE / "data", HERE / "pictures"
_OURS = uuid.UUID("6f1e3c52-6f0b-4a53-9d39-0e2f1a6c7d11")


def key(*parts):
    """The id that a row of the demo always has, so that a second loading knows it."""
    return uuid.uuid5(_OURS, ":".join(map(str, parts)))


def table(name):
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=8)
def document(name):
    return yaml.load((DATA / name).read_text("utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)


def said(entry, field):
    """The text of a field in the site's language; "" where there is none."""
    return entry.get(f"{field}_{settings.LANGUAGE_CODE}") or ""


def portrait(stem):
    return PICTURES / "portraits" / f"{stem}.webp"


def scene(stem):
    return PICTURES / "scenes" / f"{stem}.webp"


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
