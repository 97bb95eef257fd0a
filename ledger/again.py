"""Questions that are asked again and again with other values: each is built, and put into SQL, once in a process.

Half of what a page cost was the making of its questions (docs/decisions/questions-made-once.md). What is decorated here is called
once with stand-ins for its values, `Given`; from then on only the values change, so that it may ask neither who somebody is, nor
what time it is: `now()` and `Now()` say that when the question is asked.
"""

import copy
from contextvars import ContextVar
from datetime import date
from functools import wraps
from inspect import signature

from dateutil.relativedelta import relativedelta
from django.contrib.postgres.fields import ArrayField
from django.db import connection, connections
from django.db.models import DateTimeField, Lookup, UUIDField, Value
from django.utils import timezone
from psycopg.sql import Literal

from ledger import counting

_making = ContextVar("making", default=False)


class Late(Value):
    """A value that is said when the question is asked, not when it is made: `said()` tells it."""

    def said(self, _given=None):
        raise NotImplementedError

    def as_sql(self, _compiler, _connection):
        return "%s", [self if _making.get() else self.said()]


class Moment(Late):
    """The moment a question is asked, or so long before or after it."""

    def said(self, _given=None):
        return timezone.now() + self.value

    def __add__(self, span):
        return Moment(self.value + span, output_field=DateTimeField())

    def __sub__(self, span):
        return self + -span


def now():
    """What timezone.now() is when the question is asked; a span may be added."""
    return Moment(relativedelta(), output_field=DateTimeField())


class Given(Late):
    """Stands for a row, or its key, in a question that is made once; its value names what is given when it is asked.

    Of a row it knows the keys of others (`customer_id`), of a person also the ambassador they are.
    """

    def said(self, given=None):
        name, *path = self.value.split(".")
        found = given[name]
        for step in path:
            found = found and getattr(found, step)
        return getattr(found, "pk", found)

    @property
    def pk(self):
        return self

    @property
    def ambassador_or_none(self):
        return key(f"{self.value}.ambassador_or_none")

    def __getattr__(self, name):
        if name.endswith("_id") and not name.startswith("_"):
            return key(f"{self.value}.{name}")
        raise AttributeError(name)


class KeysField(ArrayField):
    """Many keys as one value."""

    def __init__(self):
        super().__init__(UUIDField())


@UUIDField.register_lookup
class Among(Lookup):
    """`pk__among=keys`: one of many keys that are one value."""

    lookup_name, prepare_rhs = "among", False

    def as_sql(self, compiler, connection):
        one, params = self.process_lhs(compiler, connection)
        many, more = self.process_rhs(compiler, connection)
        return f"{one} = ANY({many})", [*params, *more]


def key(name):
    return Given(name, output_field=UUIDField())


def again(build):
    """`build(…)` makes a queryset of keys; the function that comes of it answers with a list of its rows.

    Its values are rows, their keys, or of the field that the parameter is annotated with.
    """
    return _once(build, lambda *stand_ins: _Rows(build(*stand_ins)))


def counted_again(build):
    """The same for a dict of querysets: {key: how many rows}, in one question."""
    return _dict_again(build, counting.Counts)


def found_again(build):
    """The same for a dict of querysets: {key: whether there is any row}, in one question."""
    return _dict_again(build, counting.Finds)


def keyed_again(build):
    """The same for a dict of querysets: [(key, id as text)] of their rows, in one question."""
    return _dict_again(build, counting.Keys)


def _dict_again(build, kind):
    def make(*stand_ins):
        question = _made(lambda: kind(build(*stand_ins)))
        question.sql, question.params = _with_constants(question.sql, question.params)
        return question

    return _once(build, make)


def _once(build, make):
    """A function with the parameters of `build` for the question that `make` makes of their stand-ins, when first asked."""
    stand_ins, kept = _stand_ins(build), []

    @wraps(build)
    def ask(*values):
        if not kept:
            kept.append(make(*stand_ins))
        given = _said(stand_ins, values)
        return kept[0].asked(lambda params: _filled(params, given))

    return ask


class _Rows:
    """A queryset with its SQL, which is asked without being made anew."""

    def __init__(self, queryset):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = _with_constants(*_made(self.compiler.as_sql))

    def asked(self, filled):
        asked = self.queryset.all()
        asked.query.get_compiler = lambda *_args, **_how: self._compiled(filled)
        return list(asked)

    def _compiled(self, filled):
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        compiler.as_sql = lambda *_args, **_how: (self.sql, filled(self.params))
        return compiler


def _made(make):
    token = _making.set(True)
    try:
        return make()
    finally:
        _making.reset(token)


def _stand_ins(build):
    asked = signature(build).parameters.values()
    return [
        key(one.name) if one.annotation is one.empty else Given(one.name, output_field=one.annotation())
        for one in asked
    ]


def _said(stand_ins, values):
    return dict(zip((one.value for one in stand_ins), values, strict=True))


def _filled(params, given):
    return [param.said(given) if isinstance(param, Late) else param for param in params]


def _with_constants(sql, params):
    """The SQL with everything that is always the same written into it, so that a plan may rely on it; the rest stays to be said."""
    if any(isinstance(param, date) for param in params):
        # a moment of today would be the same moment tomorrow
        raise ValueError("A question that is made once holds no moment: say now().")
    said = ["%s" if isinstance(param, Late) else _literal(param) for param in params]
    pieces = sql.split("%s")
    whole = "".join(piece + word for piece, word in zip(pieces, [*said, ""], strict=True))
    return whole, [param for param in params if isinstance(param, Late)]


def _literal(constant):
    return Literal(constant).as_string(connection.connection).replace("%", "%%")
