"""The chain: seven knots on a ribbon, from the encounter to the trophy, small enough for a row."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

STEPS = [
    gettext_lazy("Encounter"),
    gettext_lazy("Consent"),
    gettext_lazy("Lead"),
    gettext_lazy("Won"),
    gettext_lazy("Follow-up"),
    gettext_lazy("Story"),
    gettext_lazy("Trophy"),
]


def chain(*, done=None, now=None, label="", wide=False):
    """The ribbon up to step `now` (1–7); `done` counts the solid knots, one fewer than `now` unless told."""
    done = max(now - 1, 0) if done is None else done
    return _drawn(done, now, label, wide, get_language())


@lru_cache(maxsize=512)
def _drawn(done, now, label, wide, _language):
    look = "chain chain--wide" if wide else "chain"
    return format_html(
        '<span class="{}" role="img" aria-label="{}">{}</span>',
        look,
        label or _words(done, now),
        _knots(done, now),
    )


def _words(done, now):
    step = now or done
    return (
        _("%(step)s, step %(number)s of 7") % {"step": STEPS[step - 1], "number": step}
        if step
        else _("Nothing yet")
    )


@lru_cache(maxsize=64)
def _knots(done, now):
    return mark_safe("".join(_knot(number, done, now) for number in range(1, len(STEPS) + 1)))


def _knot(number, done, now):
    if number == now:
        return '<i class="now"></i>'
    return '<i class="done"></i>' if number <= done else "<i></i>"
