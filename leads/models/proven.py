import json
from datetime import UTC, datetime

from django.db import models

from ledger.models import Salt


class Proven(models.Model):
    """A row of evidence: written once, and sealed into its chain of events by a digest under a salt of its own."""

    class Meta:
        abstract = True

    @property
    def salted_as(self):
        """Whose salt it is sealed with: what belongs to one consent goes with that consent."""
        return self

    def sealed_facts(self):
        """Everything this row says, as a list; the order is part of the seal."""
        raise NotImplementedError

    def seal(self):
        """HMAC-SHA256 (hex) of everything this row says; without the salt nobody can prove or guess it."""
        return Salt.digest(self.salted_as, self._as_text())

    def first_seal(self):
        """The same for a row that is new in this transaction and has a salt of its own."""
        return Salt.first_digest(self, self._as_text())

    def seal_under(self, salt):
        """The same under a salt that is at hand."""
        return salt.digest_of(self._as_text())

    def has_seal(self, digest):
        """Whether the row still says what was sealed; None once the salt is thrown away."""
        kept = Salt.objects.of(self.salted_as).first()
        return self.seal_under(kept) == digest if kept else None

    def _as_text(self):
        return json.dumps([_plain(fact) for fact in self.sealed_facts()])


def seals_of_new(rows):
    """{row's key: its seal} for rows that were just made, each with a new salt: two queries for any number of them."""
    salts = Salt.make_for(rows)
    return {row.pk: row.seal_under(salts[row.pk]) for row in rows}


def _plain(fact):
    """Moments in UTC, so that a row read again says the same; keys as text."""
    if isinstance(fact, datetime):
        return fact.astimezone(UTC).isoformat()
    return fact if fact is None or isinstance(fact, int) else str(fact)
