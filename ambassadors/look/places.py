"""The places of the sidebar and the bar: on every page the same few, so that they are drawn once."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ambassadors.look import controls

HERE = mark_safe(' aria-current="page"')


def place(row):
    """One place as a link: `row` is a dict of ambassadors/context.py, with url, icon, label, count and current."""
    return _drawn(row["url"], row["icon"], str(row["label"]), row["count"], row["current"], get_language())


@lru_cache(maxsize=1024)
def _drawn(url, icon, label, count, current, _language):
    waiting = format_html(
        '<span class="count"><span class="vh">, {} </span>{}</span>', _("waiting:"), count
    ) if count else ""  # fmt: skip
    return format_html(
        '<a href="{}"{}>{} <span>{}</span>{}</a>',
        url,
        HERE if current else "",
        controls.icon(icon),
        label,
        waiting,
    )
