"""Hands that plan reorganisations, and a look at everything they may change."""

from datetime import date, timedelta

from django.utils import timezone

from ambassadors.models import Affiliation, Reorganisation, Succession, Unit, UnitSpan

ALWAYS = date(1980, 1, 1)
DATES = "valid_from", "valid_until", "made_by", "ended_by", "until_before"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def plan(kind, *, by, on=None, **plan):
    """A draft; what the plan leaves out is empty."""
    return Reorganisation.draft(kind, plan, takes_effect_on=on or in_days(30), by=by)


def merge(sources, into, *, new=False, name="", parent="", **how):
    return plan("merge", sources=sources, into=into, new=new, name=name, parent=parent, **how)


def part(code, name=None, *, lands=(), places=(), children=()):
    return {
        "code": code,
        "name": name or code,
        "lands": [*lands],
        "places": [*places],
        "children": [*children],
    }


def split(unit, *parts, **how):
    return plan("split", unit=unit, parts=[*parts], by_hand={}, **how)


def decided(reorganisation, *, by):
    reorganisation.decide(by=by)
    return reorganisation


def day_has_come(reorganisation, *, days=1):
    """Nothing waits for weeks in a test: everything it wrote happened that many days ago, and it with it."""
    day = timezone.localdate() - timedelta(days=days)
    for rows in (UnitSpan.objects, Affiliation.objects):
        rows.ended_by(reorganisation).update(valid_until=day)
        rows.made_by(reorganisation).update(valid_from=day)
    Succession.objects.of(reorganisation).update(day=day)
    Reorganisation.objects.only_this(reorganisation).update(takes_effect_on=day)
    reorganisation.refresh_from_db()


def everything():
    """All that a reorganisation could change, to be compared as a whole."""
    return (
        set(Unit.objects.values_list("pk", "code")),
        set(UnitSpan.objects.values_list("pk", "unit", "name", "parent", *DATES)),
        set(Affiliation.objects.values_list("pk", "ambassador", "unit", "unit_before", *DATES)),
        set(Succession.objects.values_list("unit", "successor", "day")),
    )


def units_on(ambassadors, day):
    return {one.person.first_name: [row.unit.code for row in one.affiliations.on(day)] for one in ambassadors}
