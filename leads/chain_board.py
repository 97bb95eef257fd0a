"""What is promised by itself, kind by kind: now, from a later day on, and before."""

from typing import NamedTuple

from leads.models import Chain
from leads.models.chain import AT_FIRST


class Part(NamedTuple):
    """One kind of chain as the page shows it."""

    kind: Chain.Kind
    now: list
    until: object
    coming: list
    over: list


def of(today):
    """A part for each kind, in one query."""
    kept = list(Chain.objects.all().standing().first_to_last())
    return [_part(kind, [one for one in kept if one.kind == kind], today) for kind in Chain.Kind]


def _part(kind, versions, today):
    if not versions:
        return Part(kind, AT_FIRST[kind], None, [], [])
    now = next((one for one in versions if one.holds_on(today)), None)
    coming = [one for one in versions if one.valid_from > today]
    over = [one for one in versions if one.valid_until and one.valid_until <= today]
    return Part(kind, now.calls if now else [], now and now.valid_until, coming, over[::-1])
