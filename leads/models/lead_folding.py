"""What a lead is found by: the words of its people and places, and marks that narrow a list; no number, no address."""

from functools import lru_cache

import cologne_phonetics

from ledger.text import spellings, words

LONGEST = 140  # characters of a mark; one character of an exotic script may become eighteen when it is folded
SHORTEST_SOUND = 2  # digits of a code: “8” alone sounds like half of all names
MARKED = ("relation", "obstacle")


def words_of(lead):
    """Each word of it once, also without the e of an umlaut."""
    met = [lead.encounter.place, lead.encounter.sentence] if lead.encounter else []
    said = [*_names(lead.customer), lead.customer.city, *met, lead.former_provider, lead.note]
    return " ".join(spellings(" ".join(said)))


def marks_of(lead):
    """Its marks as “kind:value”: where, from which provider, what was chosen, and how its names sound."""
    place = f"{lead.customer.city} {lead.encounter.place if lead.encounter else ''}"
    marks = [f"place:{word}" for word in spellings(place)]
    marks += [f"provider:{word}" for word in spellings(lead.former_provider)]
    marks += [f"{name}:{getattr(lead, name)}" for name in MARKED if getattr(lead, name)]
    marks += ["win_back"] if lead.win_back else []
    marks += sounds(" ".join([*_names(lead.customer), lead.customer.city]))
    return [*dict.fromkeys(mark[:LONGEST] for mark in marks)]


def sounds(text):
    """The marks of how the words of a text sound, by the Cologne phonetics: Meier, Mayr and Maier are one."""
    found = (f"sound:{_code(word)}" for word in words(text) if len(_code(word)) >= SHORTEST_SOUND)
    return [*dict.fromkeys(found)]


@lru_cache(maxsize=50_000)
def _code(word):
    return "".join(code for _word, code in cologne_phonetics.encode(word))


def _names(customer):
    return [customer.nickname, customer.first_name, customer.last_name, customer.company]
