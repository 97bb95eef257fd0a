"""What people write into cells where we keep codes: lands and languages by name, dates that mean “no end”."""

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import override

from ambassadors.imports.rows import Rejected
from ambassadors.regions import REGIONS
from ledger.sentences import Sentence as _

NO_END = ("31.12.9999", "9999-12-31")  # what personnel systems write for “until further notice”
YEARS = range(1940, 2100)
GERMAN = {"deutsch": "de", "englisch": "en", "französisch": "fr", "italienisch": "it", "spanisch": "es", "polnisch": "pl",
          "türkisch": "tr", "russisch": "ru", "ukrainisch": "uk", "niederländisch": "nl", "griechisch": "el"}  # fmt: skip


def understood(cell):
    """The cells of a row with our codes in place of words."""
    return {
        **cell,
        "region": regions().get(cell["region"].lower(), cell["region"]),
        "language": languages().get(cell["language"].lower(), cell["language"]),
        "exit_date": "" if cell["exit_date"] in NO_END else cell["exit_date"],
    }


def shown_cells(cell):
    """The same for cells of which some may be missing."""
    return understood(dict.fromkeys(("region", "language", "exit_date"), "") | cell)


def need_possible_year(day):
    if day and day.year not in YEARS:
        raise Rejected(_("the year %(year)d can't be right") % {"year": day.year})


@cache
def regions():
    """{name in small letters: code}, in English and German."""
    found = {}
    for language in ("en", "de"):
        with override(language):
            found |= {str(name).lower(): code for code, name in REGIONS.items()}
    return found


@cache
def languages():
    names = {}
    for code, known in LANG_INFO.items():
        if "name" in known and "-" not in code:
            names |= {known["name"].lower(): code, known["name_local"].lower(): code}
    return names | GERMAN
