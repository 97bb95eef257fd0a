"""What may stand in a line or a paragraph that somebody typed."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LAYOUT = {"\n", "\r", "\t"}
_JOINERS = {"\u200c", "\u200d", "\u00ad"}  # needed by scripts, emoji and hyphenation
_PLAINLY = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "ł": "l", "ı": "i"}
)
_WORD = re.compile(r"[^\W_]+")
_UMLAUT = re.compile("ae|oe|ue|aa")
MOST_WORDS = 10  # more of them nobody searches for


def _is_control(char):
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _JOINERS


def no_control_characters(value):
    """Refuse characters nobody sees, but let line breaks and tabs pass (paragraphs)."""
    if not value.isprintable() and any(_is_control(char) for char in value if char not in _LAYOUT):
        raise ValidationError(
            _("There is a character in it that nobody can see. Type the text again."), code="control"
        )


def one_line(value):
    """Refuse line breaks too: for names, titles and everything that enters a mail header."""
    if not value.isprintable() and any(_is_control(char) for char in value):
        raise ValidationError(_("This has to fit on one line, without hidden characters."), code="control")


def folded(value):
    """The text as it is searched: small letters, umlauts and accents written plainly ("Jäckel" → "jaeckel")."""
    plain = value.lower()
    if plain.isascii():
        return plain.strip()
    apart = unicodedata.normalize("NFKD", plain.translate(_PLAINLY))
    return "".join(char for char in apart if not unicodedata.combining(char)).strip()


def words(text):
    """The words of a text as they are searched, in their order ("Dr.Jäckel" → ["dr", "jaeckel"])."""
    return _WORD.findall(folded(text))


def spellings(text):
    """The words of a text, each once, then those that are also written without the e of an umlaut ("jackel")."""
    found = dict.fromkeys(words(text))
    return list(found | dict.fromkeys(_UMLAUT.sub(lambda pair: pair[0][0], word) for word in found))


def beginnings(text):
    """A tsquery for everything in which each word of the text begins a word, or "" where there is no word in it."""
    return " & ".join(f"{word}:*" for word in words(text)[:MOST_WORDS])
