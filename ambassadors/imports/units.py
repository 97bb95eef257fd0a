"""Units from a file: code, name, the unit above and the days from and until which that holds."""

from collections import namedtuple
from datetime import date

from django.db import transaction

from ambassadors.imports import cells
from ambassadors.imports.rows import Rejected, cells_of, shown
from ambassadors.imports.tally import KNOWN, TAKEN
from ambassadors.models import Unit, UnitSpan
from ledger.sentences import Sentence as _

COLUMNS = ("unit_code", "name", "parent_code", "valid_from", "valid_until")
BLANK = dict.fromkeys(COLUMNS, "")  # a file may leave any but the code out
ALWAYS = date(1900, 1, 1)

Facts = namedtuple("Facts", "code name parent valid_from valid_until")


@transaction.atomic
def take(rows, tally, advance):
    """Keep the units that are new. A company has few of them, so all are looked at together."""
    found = tally.accepted(rows, checked)
    found = _with_known_parents(found, tally)
    _keep_spans(found, _units(facts.code for _row, facts in found), tally)
    advance(rows.lines)


def checked(row):
    cell = BLANK | cells_of(row)
    if not cell["unit_code"]:
        raise Rejected(_("there is no unit code"))
    facts = Facts(
        cells.fitting(Unit, "code", cell["unit_code"]),
        cells.fitting(UnitSpan, "name", cell["name"] or cell["unit_code"]),
        cell["parent_code"],
        cells.day(cell["valid_from"]) or ALWAYS,
        cells.day(cell["valid_until"]),
    )
    if facts.valid_until and facts.valid_until <= facts.valid_from:
        raise Rejected(_("it ends before it begins"))
    return facts


def _with_known_parents(found, tally):
    """Without the units that stand below an unknown unit, or below themselves; they may come in any order."""
    known = set(Unit.objects.values_list("code", flat=True))
    waiting, placed = found, []
    while waiting:
        ready, still = _parted(waiting, known | {""})
        if not ready:
            break
        placed += ready
        known.update(facts.code for _row, facts in ready)
        waiting = still
    for row, facts in waiting:
        tally.reject(row.line, _("the unit above it, “%(code)s”, is unknown") % {"code": shown(facts.parent)})
    return placed


def _parted(waiting, known):
    parts = ([], [])
    for row, facts in waiting:
        parts[facts.parent not in known].append((row, facts))
    return parts


def _units(codes):
    """{code: unit}, made where it is new."""
    codes = list(dict.fromkeys(codes))
    Unit.objects.bulk_create([Unit(code=code) for code in codes], ignore_conflicts=True)
    return Unit.objects.in_bulk(field_name="code")


def _keep_spans(found, units, tally):
    spans = {}
    for span in UnitSpan.objects.all():
        spans.setdefault(span.unit_id, []).append(span)
    new = []
    for row, facts in found:
        span = UnitSpan(unit=units[facts.code], name=facts.name, parent=units.get(facts.parent),
                        valid_from=facts.valid_from, valid_until=facts.valid_until)  # fmt: skip
        new += _if_new(span, spans.setdefault(span.unit_id, []), row, tally)
    UnitSpan.objects.bulk_create(new)
    tally[TAKEN] += len(new)


def _if_new(span, others, row, tally):
    """[span], or nothing where the unit has a name in these days already."""
    if any(_same(span, other) for other in others):
        tally[KNOWN] += 1
        return []
    if any(_overlap(span, other) for other in others):
        tally.reject(
            row.line, _("the unit %(code)s has another name in these days") % {"code": span.unit.code}
        )
        return []
    others.append(span)
    return [span]


def _same(span, other):
    return (span.name, span.valid_from, span.parent_id) == (other.name, other.valid_from, other.parent_id)


def _overlap(span, other):
    return _begins_before_the_end(span, other) and _begins_before_the_end(other, span)


def _begins_before_the_end(span, other):
    return other.valid_until is None or span.valid_from < other.valid_until
