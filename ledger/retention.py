"""How long what is personal is kept: every room says here which of its nouns end, when, and what their end does.

A noun that ends by a clock of its own inherits `ledger.models.Kept` and has a line under `ends:` in config/privacy.yaml
(its head explains the three sorts of lines; a test fails without one). The room registers it in `ready()`:

    retention.register(
        Lead,
        ends=lead_ends,         # an expression: when a row of this noun ends, computed by the database from its own columns
        erase=forget_words,     # what its end does to these rows (a queryset); without it they are removed
        moved_by={"leads.followup": "follow_ups"},  # whose events restart the clock too, and the way to them
    )

The expression speaks of spans as `Later(F("created_at"), "letter")`: that moment and so long as the clock "letter" in
settings.RETENTION says. It may be NULL for a row that doesn't end yet (somebody who is here).
Nothing is written in save(): `ledger.dating` writes the dates of whatever an Event told of, within a minute, and of all rows
every night; until then a new row has a date two years ahead.

A noun that goes together with another (`with: [customer]`) is registered only when its end is more than removal.
Whatever has to happen before rows end, in the same transaction, registers as well:

    retention.before(Lead, freeze)    # freeze(rows): their sums, their files, what points to them from elsewhere

It may answer what is to be done when they are gone, as a function without arguments.

Some columns of a row may end before the row does. They have a date column of their own, by an expression that is made anew
for every statement, and an act that empties them and that date, and leaves an Event:

    retention.register_part(Customer, "contact_until", ends=contact_ends, erase=forget_contact)

What ends is done by `ledger.erasing`: the nightly sweep and `erase_now` for one row somebody asked for.
"""

import re
from collections import namedtuple

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import DateTimeField, Func

WHOLE = "delete_after"  # the column with the date of the whole row
_rules, _before, _parts = {}, {}, []


class Rule(namedtuple("Rule", "model ends erase moved_by quiet column", defaults=(WHOLE,))):
    """When the rows of a noun end, or those columns of theirs whose date stands in `column`."""

    @property
    def is_whole(self):
        return self.column == WHOLE

    @property
    def moment(self):
        """The expression of the moment it ends."""
        return self.ends() if callable(self.ends) else self.ends


def register(model, *, ends=None, erase=None, moved_by=None, quiet=False):
    """`quiet`: its end leaves neither an event nor a line in the erasure ledger."""
    _rules[model._meta.label_lower] = Rule(model, ends, erase, moved_by or {}, quiet)


def register_part(model, column, *, ends, erase, moved_by=None):
    """`ends()` makes the expression of `column`, `erase(keys)` empties what ends then."""
    _parts.append(Rule(model, ends, erase, moved_by or {}, False, column))


def before(model, act):
    """`act(rows)` is called with the rows that are about to end, in the transaction that ends them."""
    _before.setdefault(model._meta.label_lower, []).append(act)


def rule(model):
    return _rules.get(model._meta.label_lower) or Rule(model, None, None, {}, False)


def rules():
    """Those of every noun with a clock of its own, in the order they were registered."""
    return [rule for rule in _rules.values() if rule.ends]


def dated():
    """Everything with a date: parts of rows first, as they end before the rows."""
    return [*_parts, *rules()]


def movers():
    """The labels of every noun whose events move a date."""
    return sorted({label for rule in dated() for label in (rule.model._meta.label_lower, *rule.moved_by)})


def acts_before(model):
    return _before.get(model._meta.label_lower, [])


def goes_with(model):
    """The names of the foreign keys whose row takes this noun along."""
    return settings.ENDS.get(model._meta.label_lower, {}).get("with", [])


def said_as(model):
    """The names by which letters hold the key of such a row: “consent_request”, “request”."""
    words = re.findall("[A-Z][a-z]*", model.__name__)
    return {"_".join(words).lower(), words[-1].lower()}


def clock(name):
    """“6 months”, as PostgreSQL and people read it."""
    number, unit = settings.RETENTION[name]
    return f"{number} {unit}"


def moment_after(moment, clock_name):
    """The same as `Later`, of a moment that is known."""
    number, unit = settings.RETENTION[clock_name]
    return moment + relativedelta(**{unit: number})


class Later(Func):
    """A moment and the span of a clock after it."""

    output_field = DateTimeField()
    template = "(%(expressions)s + interval '%(span)s')"

    def __init__(self, moment, clock_name="", **extra):
        super().__init__(moment, **({"span": clock(clock_name)} if clock_name else {}), **extra)
