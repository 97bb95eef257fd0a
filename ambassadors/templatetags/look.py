"""`{% load look %}`: what the templates of all rooms are drawn with."""

import json
from functools import cache

from django import template

from ambassadors.look import chains, codes, controls, days, faces, fixed, marks, photos, places, slips

register = template.Library()

register.simple_tag(marks.mark, name="mark")
register.simple_tag(marks.with_word, name="kind")
register.simple_tag(chains.chain, name="chain")
register.simple_tag(faces.face, name="face")
register.simple_tag(faces.faces, name="faces")
register.simple_tag(faces.who, name="who")
register.simple_tag(places.place, name="place")
register.simple_tag(photos.photo, name="photo")
register.simple_tag(codes.qr, name="qr")
register.simple_tag(controls.control, name="control")
register.simple_tag(controls.described_by, name="described_by")
register.simple_tag(controls.choice_picture, name="choice_picture")
register.simple_tag(controls.options, name="options")

register.tag("fixed", fixed.fixed)
register.simple_tag(fixed.scripts, name="scripts", takes_context=True)

register.simple_tag(slips.slips_in, name="slips_in")
register.filter("is_watched", slips.is_watched)
register.filter("is_choice", controls.is_choice)
register.filter("is_check", controls.is_check)
register.filter("kind_of", marks.kind_of)
register.filter("initials", faces.initials)

for spoken in (days.day, days.moment, days.short_day, days.due_word, days.due_state, days.is_over, days.iso):
    register.filter(spoken.__name__, spoken)


@register.simple_tag
def icon(name, label=""):
    return controls.icon(name, label=label) if label else _icon(name)


@cache
def _icon(name):
    return controls.icon(name)


@register.simple_tag
def slip_sentences():
    """What the script says about each kind of slip."""
    return json.dumps(slips.told_of_kinds(), ensure_ascii=False)


@register.filter
def first(person):
    """The name one calls somebody by."""
    return getattr(person, "person", person).first_name


@register.filter
def of(mapping, key):
    """The value a dict has for that key, or nothing."""
    return mapping.get(key, "") if mapping else ""
