"""Rates, averages and durations: always over the twelve whole months, so that no period can be taken from another."""

from reports.group_rule import Hidden, Why, groups_with_enough
from reports.months import RUNNING


def of(books, whole, scope):
    """The Sum of the group that was asked for, from {group: Sum}; or a Hidden."""
    if scope.hidden:
        return scope.hidden
    counts = {group: (found.cases, found.people) for group, found in whole.items()}
    if scope.group in groups_with_enough(counts, books.may_have_rates):
        return whole[scope.group]
    return Hidden(_why(books, counts.get(scope.group, (0, 0)), scope).value, scope.rule.minimum)


def is_hidden(found):
    return isinstance(found, Hidden)


def last_month(scope):
    return scope.months.long_name(RUNNING - 1)


def _why(books, counted, scope):
    if books.by == "unit" and not scope.is_network:
        return Why.NETWORK_ONLY
    if scope.group not in books.may_have_rates:
        return Why.TOO_FEW
    return (
        Why.TOO_FEW_CASES if not groups_with_enough({scope.group: counted}, [scope.group]) else Why.COMPUTABLE
    )
