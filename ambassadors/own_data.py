"""Everything the product stores about one person, driven by config/privacy.yaml: every room says which rows are theirs.

A room registers in `ready()`: rows that are about somebody, or a noun that is left out, and why. A personal field
without a line in config/privacy.yaml fails the suite, and so does a noun with personal fields that nobody registered.
What is about other people, customers above all, never stands in somebody's own file.
"""

from collections import namedtuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Section = namedtuple("Section", "label name fields rows")
Field = namedtuple("Field", "key name purpose")
Rows = namedtuple("Rows", "find without also")
PLAIN = (models.DateField, models.TimeField, models.BooleanField, models.IntegerField)
MACHINERY = {"lease_until", "attempts", "version", "moved_at"}  # how work is shared among processes
_rows, _left_out = {}, {}


def register(label, find, *, without=None, also=()):
    """`find(person)` answers the rows about a person; `without` is {field: why it stays out}; `also` names fields to show besides."""
    _rows[label] = Rows(find, without or {}, tuple(also))


def leave_out(label, why):
    """No row of this noun is about somebody of the network, or all of it is said elsewhere in the file."""
    _left_out[label] = why


def labels():
    return set(_rows), set(_left_out)


def withheld(label):
    return set(_rows[label].without)


def of(person):
    """The sections of somebody's file, who they are first; each row is {field: value}."""
    labels = sorted(_rows, key=lambda label: not label.startswith("ambassadors."))
    return [_section(label, person) for label in labels]


def left_out():
    """[(noun, why)] and [(noun: field, why)]: what doesn't stand in the file."""
    fields = [
        (f"{_name(label)}: {_word(apps.get_model(label), field)}", str(why))
        for label, rows in _rows.items()
        for field, why in rows.without.items()
    ]
    return [(_name(label), str(why)) for label, why in _left_out.items()] + fields


def fields_of(label):
    """The names of the fields that the file shows of this noun."""
    model, rows = apps.get_model(label), _rows[label]
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if field.name not in rows.without and (field.name in rows.also or _is_about_somebody(label, field))
    ]


def _is_about_somebody(label, field):
    """Personal by config/privacy.yaml, or a moment, a number or a choice of somebody's row; never a key or another person."""
    line = settings.PRIVACY.get(label, {}).get(field.name)
    if field.is_relation or field.primary_key or field.name in MACHINERY:
        return False
    return isinstance(line, dict) or bool(field.choices) or (line is None and isinstance(field, PLAIN))


def _section(label, person):
    model, names = apps.get_model(label), fields_of(label)
    rows = [{name: _value(row, name) for name in names} for row in _rows[label].find(person)]
    return Section(label, _name(label), [_field(model, label, name) for name in names], rows)


def _field(model, label, name):
    line = settings.PRIVACY.get(label, {}).get(name)
    return Field(name, _word(model, name), _(line["purpose"]) if isinstance(line, dict) else "")


def _value(row, name):
    field = row._meta.get_field(name)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    value = getattr(row, name)
    return str(value) if field.is_relation and value is not None else value


def _name(label):
    return capfirst(_(str(apps.get_model(label)._meta.verbose_name)))


def _word(model, name):
    return capfirst(_(str(model._meta.get_field(name).verbose_name)))
