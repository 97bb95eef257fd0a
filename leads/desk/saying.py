"""How the service desk says what it says: the words for states, in a first line or a field, and its own number."""

import re
import unicodedata

from leads.models import DeskReply, Referral
from ledger.text import folded

LONGEST = 2000
State = Referral.State
SPOKEN = {
    State.ACCEPTED: ["accepted", "angenommen", "akzeptiert"],
    State.IN_WORK: ["in work", "in progress", "in arbeit", "in bearbeitung"],
    State.ANSWERED: ["answered", "beantwortet", "antwort"],
    State.SOLVED: ["solved", "resolved", "done", "fixed", "gelöst", "geloest", "erledigt", "behoben"],
    State.DECLINED: ["declined", "rejected", "abgelehnt"],
}
NUMBER = re.compile(r"^\s*(?:ticket|reference|ref|number|vorgang|vorgangsnummer|referenz|nummer|aktenzeichen)"
                    r"\s*(?:nr\.?|no\.?)?\s*[:#]\s*([^\s,;]{1,80})\s*$", re.IGNORECASE | re.MULTILINE)  # fmt: skip


def state_in(line):
    """The state that a line says and nothing else, with or without a full stop; "" for any other line."""
    plain = folded(" ".join(re.sub(r"[^\w\s]", " ", line).replace("_", " ").split()))
    said = (state for state, words in SPOKEN.items() if plain in [folded(word) for word in words])
    return next(said, "")


def number_in(text):
    """The desk's own number where a line names one: “Ticket: INC-4711”."""
    found = NUMBER.search(text)
    return found[1] if found else ""


def readable(text, longest=LONGEST):
    """Without characters nobody sees, and not without end."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return seen.strip()[:longest].strip()


def reply(key, channel, *, said="", remark="", external_reference="", by=None):
    """A word of the desk that is not kept yet."""
    return DeskReply(
        key=key[:250], channel=channel, said=said, remark=readable(remark), by=by,
        external_reference=readable(external_reference, 80).replace("\n", " "),
    )  # fmt: skip
