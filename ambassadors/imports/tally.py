"""What an import did: counted by word, with every rejected row told as it comes."""

from collections import Counter

from ambassadors.imports.rows import Rejected

TAKEN, KNOWN, REJECTED = "taken", "known", "rejected"


class Tally(Counter):
    """Counts by word; `tell(line, reason)` hears of each row that isn't taken."""

    def __init__(self, tell=None):
        super().__init__()
        self._tell = tell or (lambda _line, _reason: None)

    def reject(self, line, reason):
        self[REJECTED] += 1
        self._tell(line, reason.args[0] if isinstance(reason, Rejected) else reason)

    def accepted(self, rows, check):
        """[(row, check(row)), …] of the rows that are in order; the others are rejected."""
        return [(row, checked) for row in rows if (checked := self._checked(row, check)) is not None]

    def _checked(self, row, check):
        try:
            return check(row)
        except Rejected as rejected:
            return self.reject(row.line, rejected)
