"""The ambassadors themselves: how many there are now."""

from reports.drawings import dots
from reports.months import RUNNING


def total(books, scope):
    """How many are active in the running month, of a land in the last whole one; or why not."""
    return scope.hidden or books.rule.people(scope.land, RUNNING if scope.is_network else RUNNING - 1)


def lands(books):
    """In how many lands somebody lives."""
    return len(books.rule.lands)


def picture(books, scope):
    """Fifty dots for everybody; those of the group are on."""
    number = total(books, scope)
    everybody = books.rule.people(None, RUNNING)
    return dots.drawn(number if isinstance(number, int) else 0, everybody)
