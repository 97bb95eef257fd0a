"""The dates on which rows end: written by one statement per noun, never while a row is saved.

What happened to something stands in the ledger; so whatever an event told of gets its date within a minute. And every
night all rows get theirs, a sixteenth of a noun at a time: whatever was missed, by a kill or a clock that was set anew.
"""

from datetime import timedelta

from django.utils import timezone

from ledger import retention
from ledger.models import Event, KeptQuerySet, SweepRun

OVERLAP = timedelta(minutes=5)  # a transaction that was longer on its way
SHARDS = [f"{digit:x}0000000-0000-0000-0000-000000000000" for digit in range(16)]
MOST = 5000  # subjects in one statement


def date_what_moved():
    """Date whatever an event told of since the last time; returns how many dates changed."""
    last = SweepRun.objects.last_finished("dates")
    since = min(last or timezone.now(), timezone.now()) - OVERLAP
    return date_moved(Event.objects.subjects_since(since, retention.movers()))


def date_moved(moved):
    """Date what these subjects, as {label: keys}, move the date of."""
    return sum(_date(rule, moved) for rule in retention.dated())


def date_all(model):
    """Date every row of a noun, part after part."""
    return sum(date(retention.rule(model), rows) for rows in shards(model))


def shards(model):
    """All rows, in parts that one statement each can take; nouns without UUIDs in one."""
    everything = model._default_manager.all()
    if model._meta.pk.get_internal_type() != "UUIDField":
        return [everything]
    return [
        KeptQuerySet.between(everything, *bounds) for bounds in zip(SHARDS, [*SHARDS[1:], None], strict=True)
    ]


def date(rule, rows):
    """Write the date of these where another one stands; returns how many rows changed."""
    return KeptQuerySet.date(rows, rule.moment, column=rule.column)


def past(rule, **by):
    """The rows whose date is over."""
    return KeptQuerySet.past(rule.model._default_manager.all(), column=rule.column, **by)


def date_again(rule, keys):
    """Date these rows once more, and before them what they end with: nothing ends that was moved a moment ago."""
    for other in retention.rules() if rule.is_whole else ():
        for name in retention.goes_with(other.model):
            if other.model._meta.get_field(name).related_model is rule.model:
                rows = KeptQuerySet.hanging_on(other.model._default_manager.all(), name, keys)
                date(other, rows)
    date(rule, KeptQuerySet.numbered(rule.model._default_manager.all(), keys))


def _date(rule, moved):
    ways = {rule.model._meta.label_lower: "pk", **rule.moved_by}
    found = [(way, keys) for label, way in ways.items() if (keys := moved.get(label))]
    return sum(_date_found(rule, way, keys) for way, keys in found)


def _date_found(rule, way, keys):
    rows = rule.model._default_manager.all()
    return sum(
        date(rule, KeptQuerySet.hanging_on(rows, way, keys[first : first + MOST]))
        for first in range(0, len(keys), MOST)
    )
