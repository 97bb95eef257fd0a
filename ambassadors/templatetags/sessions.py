"""`{% load sessions %}`: a browser and a clock in words."""

from datetime import UTC, datetime

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def browser_words(browser):
    """“Firefox on Linux”, or as much of it as is known."""
    name, system = browser
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or _("A browser we don't know")


@register.filter
def clock(seconds):
    return datetime.fromtimestamp(seconds, UTC)
