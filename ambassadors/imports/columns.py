"""Which column of somebody's file is which of ours, guessed from its English or German name."""

import re

from django.utils.translation import gettext_lazy as _

from ambassadors.imports import kinds
from ledger.text import folded

PEOPLE = {
    "personnel_no": (_("Personnel number"), "personnelno personnelnumber personnelid personalnummer personalnr persnr pnr mitarbeiternummer "
                     "mitarbeiterid employeeid employeenumber employeeno staffnumber staffid workerid"),
    "first_name": (_("First name"), "firstname givenname forename vorname rufname vornamen"),
    "last_name": (_("Last name"), "lastname surname familyname nachname familienname name zuname"),
    "email": (_("E-mail"), "email mail emailaddress mailaddress emailadresse mailadresse dienstlicheemail businessemail workemail"),
    "unit_code": (_("Unit"), "unitcode unit orgunit organisationalunit organizationalunit department departmentcode einheit "
                  "einheitencode einheitscode organisationseinheit orgeinheit oe abteilung abteilungscode bereich"),
    "city": (_("Place"), "city place location site worklocation town standort ort stadt dienstort arbeitsort einsatzort"),
    "region": (_("Land"), "region land state bundesland federalstate"),
    "entry_date": (_("Entry date"), "entrydate entry hiredate startdate joined eintritt eintrittsdatum einstellung einstellungsdatum"),
    "exit_date": (_("Exit date"), "exitdate exit leavingdate terminationdate enddate left austritt austrittsdatum"),
    "language": (_("Language"), "language lang sprache korrespondenzsprache muttersprache"),
}  # fmt: skip
UNITS = {
    "unit_code": (_("Unit code"), "unitcode code unit einheitencode einheitscode einheit kuerzel oe"),
    "name": (_("Name"), "name unitname bezeichnung einheitenname title titel"),
    "parent_code": (
        _("Unit above"),
        "parentcode parent parentunit uebergeordneteeinheit uebergeordnet oberbereich",
    ),
    "valid_from": (_("Valid from"), "validfrom from since gueltigab gueltigvon von ab"),
    "valid_until": (_("Valid until"), "validuntil until validto to gueltigbis bis"),
}


def words_of(kind):
    """{our name: words} of the columns that such a file may have."""
    return {name: words for name, (words, _known_as) in kind.columns.items()}


def kind_of(header):
    """The first kind that a file with these columns fits; what fits none is taken for people."""
    fitting = (kind for kind in kinds.kinds() if kind.fits(guessed(kind, header)))
    return next(fitting, kinds.kind("people"))


def guessed(kind, header):
    """{our name: place of the column}; a column is used once, and what has no known name is left alone."""
    places = {}
    for place, column in enumerate(header):
        places.setdefault(_plain(column), place)
    found = {}
    for name, (_words, known_as) in kind.columns.items():
        place = next((places[word] for word in known_as.split() if word in places), None)
        if place is not None and place not in found.values():
            found[name] = place
    return found


def _plain(column):
    return re.sub(r"[^a-z]", "", folded(column))
