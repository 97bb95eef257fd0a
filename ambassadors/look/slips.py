"""A form that watches its free texts: it tells kindly what slipped in, and never keeps anybody from going on."""

from django.utils.functional import cached_property

from ledger import slips


class Watched:
    """Mixed into a form: `watched` names the fields in which somebody writes freely.

    The browser tells while somebody types and then sends `slips_seen`. Without a script the page comes back once with
    the same words; it is kept with the next tap, as it is or without what slipped in (`slips_out`). What no person
    waits for, like the post of a phone that was offline, sets `asks` to False.
    """

    watched: tuple[str, ...] = ()
    asks = True

    def is_valid(self):
        return super().is_valid() and not self.asks_back

    def clean(self):
        given = super().clean()
        given = self.cleaned_data if given is None else given
        if "slips_out" in self.data:
            given |= {name: slips.without(given[name]) for name in self._typed(given)}
        return given

    @property
    def asks_back(self):
        """Whether this page comes back once, because nobody has been told yet."""
        answered = {"slips_seen", "slips_out"} & set(self.data)
        return bool(self.asks and self.is_bound and not answered and self.slips)

    @cached_property
    def slips(self):
        """{field: what slipped into it} of what was sent; a field that can't be right anyway is told otherwise."""
        given = getattr(self, "cleaned_data", {})
        found = {name: slips.found(given[name]) for name in self._typed(given)}
        return {name: those for name, those in found.items() if those}

    def _typed(self, given):
        return [name for name in self.watched if isinstance(given.get(name), str)]


def is_watched(field):
    return field.name in getattr(field.form, "watched", ())


def slips_in(field):
    """What slipped into this field, as it was sent."""
    form = field.form
    return form.slips.get(field.name, []) if is_watched(field) and form.is_bound else []


def told_of_kinds():
    """{kind: the sentence about it} for the script, in the language of the page."""
    return {kind: str(told) for kind, told in slips.KINDS.items()}
