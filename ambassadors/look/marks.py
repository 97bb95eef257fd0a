"""The four kinds of story, told apart by hue, lightness and shape, each of which alone is enough."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

WORDS = {
    "perception": _("Perception"),
    "help": _("Customer help"),
    "sales": _("Sales"),
    "motivation": _("Motivation"),
}

SHAPES = {
    "perception": '<circle cx="12" cy="12" r="11"/><circle class="dot" cx="12" cy="12" r="4.2"/>',
    "help": '<rect x="1.5" y="1.5" width="21" height="21" rx="5"/><path class="in" d="M12 7v10M7 12h10"/>',
    "sales": '<path d="M12 .3 23.7 12 12 23.7.3 12Z"/><path class="in" d="m7.8 12.2 3 3 5.4-5.6"/>',
    "motivation": '<path d="m12 0 3 5.2 5.5-1.7-1.3 5.7L24 12.6l-4.8 3.3 1.3 5.7-5.5-1.3L12 24l-3-3.7-5.5 1.3 1.3-5.7L0 12.6l4.8-3.4-1.3-5.7L9 5.2Z"/>'
    '<path class="in" d="M12 8.5v7M8.9 10.2l6.2 3.6M15.1 10.2l-6.2 3.6"/>',
}

# What comes of an encounter is of one of the four kinds.
OF_OUTCOME = {"good_word": "perception", "helped": "help", "offer": "sales", "colleague": "motivation"}


def kind_of(value):
    """The kind that a choice's value stands for, or None."""
    value = str(value)
    return value if value in SHAPES else OF_OUTCOME.get(value)


@lru_cache(maxsize=64)
def mark(kind, size=""):
    kind = kind_of(kind)
    large = f" mark--{size}" if size else ""
    return mark_safe(
        f'<svg class="mark k-{kind}{large}" viewBox="0 0 24 24" aria-hidden="true">{SHAPES[kind]}</svg>'
    )


def with_word(kind, *, badge=False):
    return _with_word(kind_of(kind), "badge badge--kind" if badge else "kind", get_language())


@lru_cache(maxsize=64)
def _with_word(kind, look, _language):
    return format_html('<span class="{} k-{}">{} {}</span>', look, kind, mark(kind), WORDS[kind])
