"""Sentences that are kept now and read later, perhaps in another language."""

from django.utils.translation import gettext, override


class Sentence(str):
    """A text in the language of now that remembers how it stands in the code and what was put into it; import it as `_`."""

    def __new__(cls, words, given=None):
        said = super().__new__(cls, gettext(words) % _now(given) if given else gettext(words))
        said.words, said.given = words, given or {}
        return said

    def __mod__(self, given):
        return Sentence(
            self.words, {name: _plain(value) for name, value in given.items() if f"%({name})" in self.words}
        )

    @property
    def kept(self):
        return {"words": self.words, "given": self.given}


def sentence_of(error):
    """What the rule of a field (a ValidationError) says: a Sentence, or how several, or one that counts, read now."""
    first = error.error_list[0]
    with override(None):
        words = str(first.message)
    if len(error.error_list) > 1 or not words:
        return " ".join(error.messages)
    return Sentence(words) % first.params if first.params else Sentence(words)


def again(kept):
    """The sentence once more, in the language of now."""
    return str(Sentence(kept["words"], kept["given"]))


def _plain(value):
    if isinstance(value, Sentence):
        return value.kept
    return value if isinstance(value, int | float) else str(value)


def _now(given):
    return {name: again(value) if isinstance(value, dict) else value for name, value in given.items()}
