"""What a reorganisation is called, in a sentence made of the names its units had when it was drafted."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def names_in(change):
    """{code: name} of all units it speaks of."""
    names = {code: span.name for code, span in change.spans.items() if code in change.touched}
    return names | {span.unit.code: span.name for span in change.begins if span.unit in change.founds}


def title_of(kind, plan):
    return TITLES[kind](plan, lambda code: plan.get("names", {}).get(code, code))


def _merge(plan, name):
    sources = [name(code) for code in plan["sources"]]
    return _("%(units)s → %(into)s") % {
        "units": get_text_list(sources, _("and")),
        "into": plan["name"] or name(plan["into"]),
    }


def _split(plan, name):
    parts = get_text_list([part["name"] for part in plan["parts"]], _("and"))
    return _("%(unit)s → %(parts)s") % {"unit": name(plan["unit"]), "parts": parts}


def _rename(plan, name):
    return _("%(unit)s is called %(name)s") % {"unit": name(plan["unit"]), "name": plan["name"]}


def _move(plan, name):
    if not plan["parent"]:
        return _("%(unit)s moves to the top") % {"unit": name(plan["unit"])}
    return _("%(unit)s moves to %(parent)s") % {"unit": name(plan["unit"]), "parent": name(plan["parent"])}


def _found(plan, _name):
    return _("%(unit)s is founded") % {"unit": plan["name"]}


TITLES = {"merge": _merge, "split": _split, "rename": _rename, "move": _move, "found": _found}
