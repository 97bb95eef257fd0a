"""What goes along with people into their new unit, or keeps its old name: each room says which rows of its own."""

from ledger.counting import counted


class Along:
    def __init__(self):
        self._questions = {}

    def register(self, place, words, question):
        """`question` takes the people who change unit (a queryset) and the codes that end or change, and gives rows;
        `place` is where its line stands."""
        self._questions[place] = words, question

    def of(self, people, codes):
        """[(words, number)] of what each room has, in one question."""
        wanted = {str(place): ask(people, codes) for place, (_words, ask) in self._questions.items()}
        found = counted(wanted)
        return [(words, found[str(place)]) for place, (words, _ask) in sorted(self._questions.items())]


along = Along()
