"""The acts of a reorganisation: each works its plan into a Change, or refuses with a sentence."""

from django.utils.translation import gettext as _

from ambassadors.reorganising.parts import Parts
from ledger.refusal import Refusal


def found(change, plan):
    change.found(plan["code"], plan["name"], change.unit(plan["parent"]))


def rename(change, plan):
    span = change.span(plan["unit"])
    if span.name == plan["name"]:
        raise Refusal(_("“%(name)s” is called that already. Write the new name.") % {"name": span.name})
    change.replace(span, name=plan["name"])


def move(change, plan):
    span, parent = change.span(plan["unit"]), change.unit(plan["parent"])
    if parent == span.parent:
        raise Refusal(_("“%(name)s” stands there already. Choose another place.") % {"name": span.name})
    _no_circle(change, plan["parent"], plan["unit"])
    change.replace(span, parent=parent, moved=True)


def merge(change, plan):
    """The sources end, their people and the units below them go to the target: an existing unit or a new one."""
    sources = [change.span(code) for code in plan["sources"]]
    _can_be_merged(change, plan)
    if plan["new"]:
        target = change.found(plan["into"], plan["name"], change.unit(plan["parent"]))
    else:
        target = change.unit(plan["into"])
        _rename_along(change, plan)
    for span in sources:
        change.end(span)
        change.go_on(span.unit, target)
        change.goes_to[span.unit_id] = lambda _ambassador: target
        for child in change.children(span.unit.code):
            if child.unit.code not in plan["sources"]:
                change.replace(child, parent=target, moved=True)


def split(change, plan):
    """The unit ends, and new ones begin in its place; the first carries its past on."""
    span = change.span(plan["unit"])
    parts = Parts(plan)
    parts.check()
    units = {part["code"]: change.found(part["code"], part["name"], span.parent) for part in plan["parts"]}
    change.end(span)
    for place, unit in enumerate(units.values()):
        change.go_on(span.unit, unit, carries_past=place == 0)
    change.goes_to[span.unit_id] = lambda ambassador: units.get(parts.of(ambassador))
    for child in change.children(plan["unit"]):
        change.replace(child, parent=units[parts.of_child(child.unit.code)], moved=True)


ACTS = {"found": found, "rename": rename, "move": move, "merge": merge, "split": split}


def _can_be_merged(change, plan):
    if plan["into"] in plan["sources"]:
        raise Refusal(_("A unit can't be merged into itself. Choose another unit to merge it into."))
    if len(set(plan["sources"])) < (2 if plan["new"] else 1):
        raise Refusal(_("One unit alone is renamed, not merged. Choose at least two."))
    for code in plan["sources"]:
        _no_circle(change, plan["parent"] if plan["new"] else plan["into"], code)


def _rename_along(change, plan):
    span = change.span(plan["into"])
    if plan["name"] and plan["name"] != span.name:
        change.replace(span, name=plan["name"])


def _no_circle(change, below, code):
    """Refuses a place below the unit itself."""
    if below and change.is_below(below, code):
        raise Refusal(
            _("“%(below)s” stands below “%(name)s”, so that would be a circle. Choose a place outside of it.")
            % {"below": change.span(below).name, "name": change.span(code).name}
            if below != code
            else _("A unit can't stand below itself. Choose another place.")
        )
