"""The people of one encounter: as many small forms as the page holds, `people-0-…`, `people-1-…`."""

import re

from django.utils.functional import cached_property

from leads.forms.person import PersonForm

PREFIX = "people"
MOST = 12  # who meets more at once logs the next ones as another encounter
_NAMED = re.compile(rf"{PREFIX}-(\d{{1,2}})-(\w+)")


class People:
    """The forms of the people, one at least; behind the first, a form left as it was is nobody."""

    def __init__(self, data=None, *, typed=None, asks=True):
        self._asks = asks
        self._data, self._typed = data, _by_person(typed or {})
        self.total = self._how_many()

    def __iter__(self):
        return iter(self.forms)

    def __len__(self):
        return self.total

    @cached_property
    def forms(self):
        return [self._form(number) for number in range(self.total) if self._is_there(number)]

    @property
    def blank(self):
        """What the script copies for one more person."""
        return _numbered(PersonForm(prefix=f"{PREFIX}-__prefix__"), "__prefix__")

    @property
    def are_valid(self):
        return not [form for form in self.forms if not form.is_valid()]  # each of them says what is wrong

    @property
    def have_errors(self):
        return any(form.errors for form in self.forms)

    @property
    def ask_back(self):
        return any(form.asks_back for form in self.forms)

    @property
    def may_be_more(self):
        return self.total < MOST

    @property
    def facts(self):
        """[what is known of each person] without those whose form was left empty."""
        return [form.person_facts for form in self.forms if form.cleaned_data]

    @property
    def outcomes(self):
        """What came of it, all people together, each outcome once."""
        return list(dict.fromkeys(outcome for facts in self.facts for outcome in facts["outcomes"]))

    def changed(self, *, add=False, leave_out=None):
        """The same people, unchecked, with one more or one fewer: what a button without a script asks for."""
        typed = _by_person(self._data or {})
        there = [number for number in range(self.total) if self._is_there(number)]
        kept = [typed.get(number, {}) for number in there if str(number) != leave_out]
        people = People()
        people._typed = dict(enumerate([*kept, {}] if add and self.may_be_more else kept or [{}]))
        people.total = len(people._typed)
        return people

    def _form(self, number):
        form = PersonForm(
            self._data,
            prefix=f"{PREFIX}-{number}",
            initial=self._typed.get(number),
            empty_permitted=number > 0,
            use_required_attribute=False,
        )
        form.asks = self._asks
        return _numbered(form, number)

    def _is_there(self, number):
        """Whoever was left out by the script leaves a gap in the numbers."""
        start = f"{PREFIX}-{number}-"
        return number == 0 or self._data is None or any(name.startswith(start) for name in self._data)

    def _how_many(self):
        asked = self._data.get(f"{PREFIX}-TOTAL_FORMS", "") if self._data is not None else len(self._typed)
        return min(max(int(asked), 1), MOST) if re.fullmatch(r"[0-9]{1,3}", str(asked)) else 1


def _numbered(form, number):
    form.number = number
    return form


def _by_person(fields):
    """{number: {field: what was typed}} from the names a page sends; of a field with several values, all."""
    lists = fields.lists() if hasattr(fields, "lists") else fields.items()
    people = {}
    for name, values in lists:
        named = _NAMED.fullmatch(name)
        if named and int(named[1]) < MOST:
            several = isinstance(values, list) and named[2] != "outcomes"
            people.setdefault(int(named[1]), {})[named[2]] = values[-1] if several and values else values
    return {number: people.get(number, {}) for number in range(max(people, default=-1) + 1)}
