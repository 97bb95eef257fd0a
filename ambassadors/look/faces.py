"""Faces: a portrait where there is one, else the first letters of the name, else the grey head of somebody who withdrew."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ambassadors.look.escaping import drawn, escaped
from ambassadors.look.files import file_address

LETTERS = '<span class="%s face--letters" aria-hidden="true">%s</span>'
NAMED_LETTERS = '<span class="%s face--letters" role="img" aria-label="%s">%s</span>'
PORTRAIT = '<img class="%s" src="%s" width="160" height="160" alt="%s" loading="lazy">'


def face(who, *, size="m", alone=False):
    """`who` is a Person, an Ambassador or None. Without `alone` the name is expected to stand beside it."""
    look = "face" if size == "m" else f"face face--{size}"
    if who is None:
        return _picture(file_address("img/faces/gone.svg"), look, _("Withdrawn") if alone else "")
    portrait = _portrait(who)
    if portrait:
        return _picture(portrait.url("s"), look, str(who) if alone else "")
    if alone:
        return drawn(NAMED_LETTERS, look, escaped(who), escaped(initials(who)))
    return drawn(LETTERS, look, escaped(initials(who)))


def who(somebody, *, detail="", size="m"):
    """A face with the name beside it, and a soft line below it."""
    name = str(somebody) if somebody else _("without a name")
    below = format_html("<br>{}", detail) if detail else ""
    return format_html(
        '<span class="who">{}<span><strong>{}</strong>{}</span></span>',
        face(somebody, size=size),
        name,
        below,
    )


def faces(people, *, most=4):
    """A few faces overlapping, with all their names for those who can't see them."""
    people = list(people)
    names = ", ".join(str(person) for person in people)
    return format_html(
        '<span class="faces" role="img" aria-label="{}">{}</span>',
        names,
        format_html_join("", "{}", ((face(one),) for one in people[:most])),
    )


def initials(who):
    words = [word for word in str(who).replace("@", " ").split() if word[0].isalnum()]
    letters = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in letters).upper() or "?"


def _portrait(who):
    # request.user wears its class lazily: __class__ is the person's, type() is not
    ambassador = _read_along(who) if hasattr(who.__class__, "ambassador_or_none") else who
    return getattr(ambassador, "open_portrait", None)


def _read_along(person):
    """The ambassador that a list read together with the person, else one more question."""
    read = person._state.fields_cache
    return read["ambassador"] if "ambassador" in read else person.ambassador_or_none  # noqa: SIM401 (asks only if it must)


def _picture(address, look, alt):
    return drawn(PORTRAIT, look, escaped(address), escaped(alt))
