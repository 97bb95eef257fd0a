"""The data sheet: what is kept about whom, read from config/privacy.yaml, and the rules in force, from the settings."""

from collections import namedtuple

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.models import Chain
from reports.group_rule import CASES, PEOPLE

Room = namedtuple("Room", "key name nouns")
Noun = namedtuple("Noun", "name rows plain")
Row = namedtuple("Row", "field purpose basis seen_by kept")
NOT_PERSONAL = "not personal"
CLOCKS = {  # since when each of settings.RETENTION runs
    "unconfirmed": gettext_lazy(
        "since they were met, while nothing came of it; e-mail and address while nobody confirmed them"
    ),
    "lead_open": gettext_lazy("open, since the last contact"),
    "lead_lost": gettext_lazy("since it was lost"),
    "lead_won": gettext_lazy("won, since the last contact"),
    "case_open": gettext_lazy("open, since the last contact"),
    "case_closed": gettext_lazy("since it was solved, handed on or dropped"),
    "encounter": gettext_lazy("its words, when nothing that came of it holds them"),
    "letter": gettext_lazy("since it was written"),
    "look": gettext_lazy("since somebody looked"),
    "job": gettext_lazy("since it ended"),
    "upload": gettext_lazy("since it was brought"),
    "invitation": gettext_lazy("since it was written"),
    "personnel": gettext_lazy("since they left"),
    "gone": gettext_lazy("since they went altogether"),
    "alumni": gettext_lazy("alumni and fans, since they left or last did something here"),
    "proof": gettext_lazy("since it was given or last used"),
}

ROOMS = {
    "ambassadors": gettext_lazy("People of the network"),
    "leads": gettext_lazy("Customers and what is promised to them"),
    "stories": gettext_lazy("Stories"),
    "trophies": gettext_lazy("The trophy"),
    "account": gettext_lazy("Addresses of logins"),
    "mfa": gettext_lazy("The second step of signing in"),
    "usersessions": gettext_lazy("Open sessions"),
    "socialaccount": gettext_lazy("Sign-in of the company"),
    "reports": gettext_lazy("What was counted"),
    "ledger": gettext_lazy("What happened, letters and the access log"),
}


def rooms():
    """Every room that keeps something, with its nouns; each personal field is a row."""
    keys = sorted({label.partition(".")[0] for label in settings.PRIVACY}, key=_in_order)
    return [Room(key, ROOMS.get(key, key), _nouns(key)) for key in keys]


def clocks():
    """[(noun, how long)] of everything that ends by a clock, and of what goes with something else."""
    return [(_word(label), _ending(label, line)) for label, line in settings.ENDS.items()]


def _ending(label, line):
    if "stays" in line:
        return _(line["stays"])
    spans = [
        _("%(span)s: %(what)s") % {"span": _clock(name), "what": _(CLOCKS[name])}
        for name in line.get("clock", [])
    ]
    parents = [
        _word(apps.get_model(label)._meta.get_field(name).related_model._meta.label_lower)
        for name in line.get("with", [])
    ]
    together = (
        [_("together with: %(nouns)s") % {"nouns": ", ".join(dict.fromkeys(parents))}] if parents else []
    )
    return "; ".join([*spans, *together])


def _clock(name):
    number, unit = settings.RETENTION[name]
    return (_("%(n)s days") if unit == "days" else _("%(n)s months")) % {"n": number}


def _word(label):
    return capfirst(_(str(apps.get_model(label)._meta.verbose_name)))


def rules():
    """[(rule, value)] that the figures and the reminders follow now."""
    return [
        (_("Smallest group that is shown"), _("%(n)s people") % {"n": settings.GROUP_MINIMUM}),
        (
            _("Rates, averages and durations"),
            _("%(n)s cases from %(people)s people") % {"n": CASES, "people": PEOPLE},
        ),
        *_broken_down(),
        (_("A promised call is in time"), _("within %(n)s days") % {"n": settings.FOLLOW_UP_IN_TIME_DAYS}),
        (_("Calls after a sale"), _after_a_sale()),
        (_("Figures of one person"), _("for that person alone, never in a report")),
    ]


def _broken_down():
    if settings.FIGURES_BY == "unit":
        by, slice_of = _("units"), _("Finest slice of time for a part of the network")
    else:
        by, slice_of = _("lands"), _("Finest slice of time for a land")
    return [(_("Figures are broken down by"), by), (slice_of, _("one whole month"))]


def _nouns(room):
    return [
        _noun(label, fields) for label, fields in settings.PRIVACY.items() if label.startswith(f"{room}.")
    ]


def _noun(label, fields):
    model = apps.get_model(label)
    rows = [_row(model, name, line) for name, line in fields.items() if isinstance(line, dict)]
    plain = [(_field(model, name), _why(line)) for name, line in fields.items() if not isinstance(line, dict)]
    return Noun(capfirst(_(str(model._meta.verbose_name))), rows, plain)


def _row(model, name, line):
    return Row(_field(model, name), *(_(str(line[key])) for key in Row._fields[1:]))


def _field(model, name):
    return capfirst(_(str(model._meta.get_field(name).verbose_name)))


def _why(line):
    return _(str(line).removeprefix(NOT_PERSONAL).lstrip(": ") or NOT_PERSONAL)


def _in_order(room):
    return (list(ROOMS).index(room) if room in ROOMS else len(ROOMS), room)


def _after_a_sale():
    steps = Chain.calls_on("sale", timezone.localdate())
    return ", ".join(str(step.words) for step in steps) or _("none")
