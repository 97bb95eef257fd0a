"""How rows end: their sums are frozen, what hangs on them goes along, what points to them lets go of them.

All of it in one transaction, with a line in the erasure ledger: a process that is killed at any moment has ended some rows
altogether and others not at all. What each noun's end does besides stands in `ledger.retention`.
"""

from django.db import connection, models, transaction

from ledger import retention
from ledger.models import Erasure, Event, Happened, KeptQuerySet, Letter, Salt

CLOCK, ASKED, AGAIN = (
    "clock",
    "asked",
    "again",
)  # why: its date was over, somebody asked, a backup had brought it back


@transaction.atomic
def erase(model, keys, *, by=None, why=CLOCK):
    """End these rows now; returns how many there were."""
    rows = KeptQuerySet.numbered(model._default_manager.all(), keys).order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    if not found:
        return 0
    rule = retention.rule(model)
    if not rule.quiet:
        Event.record_many([Happened(row, "erased", by, data={"why": why}) for row in found])
        Erasure.write(model, [row.pk for row in found])
    _allow_what_the_database_refuses()
    end(model, [row.pk for row in found])
    return len(found)


def end(model, keys):
    """The same for what goes along with something: in its transaction, without an event or a line of its own."""
    if not keys:
        return
    rule = retention.rule(model)
    rows = KeptQuerySet.numbered(model._default_manager.all(), keys)
    afterwards = [act(rows) for act in retention.acts_before(model)]
    _take_along(model, keys)
    _scrub_letters(model, keys)
    Salt.objects.of_any(model._meta.label_lower, keys).delete()
    if rule.erase:
        rule.erase(rows)
    else:
        _let_go(model, keys)
        rows._raw_delete(rows.db)
    for act in filter(None, afterwards):
        act()


def _take_along(model, keys):
    """What goes with these rows: what says so in config/privacy.yaml, and what would go by a cascade."""
    for field in _pointing_to(model):
        if field.name in retention.goes_with(field.model) or _cascades(field, model):
            rows = KeptQuerySet.hanging_on(field.model._default_manager.all(), field.name, keys)
            end(field.model, list(rows.values_list("pk", flat=True)))


def _let_go(model, keys):
    for field in _pointing_to(model):
        if field.null and field.db_constraint and field.name not in retention.goes_with(field.model):
            rows = KeptQuerySet.hanging_on(field.model._default_manager.all(), field.name, keys)
            rows.update(**{field.name: None})


def _cascades(field, model):
    """A row that remains, with its words taken out, drags nothing along but what says so."""
    removed = retention.rule(model).erase is None
    return removed and field.remote_field.on_delete is models.CASCADE


def _pointing_to(model):
    """The foreign keys to this noun, of all rooms."""
    related = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in related
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]


def _scrub_letters(model, keys):
    """Letters that are about it say nothing any more, and don't leave."""
    Letter.objects.about(retention.said_as(model), keys).scrub()


def _allow_what_the_database_refuses():
    """Rows that are never rewritten may go, in this transaction only and under the conditions of their triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('werkstolz.erasing', 'on', true)")
