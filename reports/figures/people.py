"""The ambassadors themselves: how many there are now."""

from reports.drawings import dots
from reports.months import RUNNING


def total(books, scope):
    """How many are active in the running month, of a part in the last whole one in which it is shown; or why not."""
    return scope.hidden or books.rule.people(
        scope.group, RUNNING if scope.is_network else max(scope.rule.months(scope.group))
    )


def groups(books):
    """In how many lands or units somebody is."""
    return len(books.rule.groups)


def picture(books, scope):
    """Fifty dots for everybody; those of the group are on."""
    number = total(books, scope)
    everybody = books.rule.people(None, RUNNING)
    return dots.drawn(number if isinstance(number, int) else 0, everybody)
