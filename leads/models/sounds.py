"""How names sound: Meier, Meyer and Maier are one name to the ear, and Jäckel is Jaeckel."""

from cologne_phonetics import encode
from django.db import models

from ledger.text import folded, words

SHORTEST = 3  # letters; an initial sounds like everybody
SALUTED = {"frau", "herr", "familie", "fam", "mr", "mrs", "ms", "miss", "family"}
NO_NAMES = SALUTED | {"dr", "prof", "und", "and", "gmbh", "von", "van", "der", "the"}
LONGEST, LONGEST_TOWN = 40, 160


def sound(text):
    """The text as it sounds in German (Cologne phonetics), as digits; "" for what has no name in it."""
    names = [word for word in words(text) if len(word) >= SHORTEST and word not in NO_NAMES]
    return "".join(code for _word, code in encode(" ".join(names)))[:LONGEST] if names else ""


def sound_of(customer):
    """By the last name, else the company, else the name in a nickname like “Frau Meier”."""
    return sound(customer.last_name) or sound(customer.company) or sound(_saluted(customer.nickname))


def town_of(customer):
    return folded(customer.city)[:LONGEST_TOWN]


def sounds_differ(one, other):
    """Whether two first names are surely not the same one; where one is missing nobody knows."""
    return bool(one and other) and sound(one) != sound(other)


def _saluted(nickname):
    first = words(nickname)[:1]
    return nickname if first and first[0] in SALUTED else ""


class SoundField(models.CharField):
    """How the row's name sounds, written whenever the row is."""

    def pre_save(self, model_instance, add):
        value = sound_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value


class TownField(models.CharField):
    """The row's town as it is searched, written whenever the row is."""

    def pre_save(self, model_instance, add):
        value = town_of(model_instance)
        setattr(model_instance, self.attname, value)
        return value
