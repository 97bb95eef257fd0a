"""The five steps in which a network is set up, what is still missing, and who changed what."""

from collections import namedtuple

from django.utils.translation import gettext_lazy as _

from ambassadors import domains
from ambassadors.models import Network
from home.forms.controller import ControllerForm
from home.forms.domains import DomainsForm
from home.forms.legal_pages import LegalPagesForm
from home.forms.look import LookForm
from home.forms.wordings import WordingsForm
from leads.models import ConsentWording, NoticeWording
from ledger.models import Event

HISTORY_SHOWN = 20


class Step(namedtuple("Step", "key number title text form icon")):
    """One page of the set-up."""

    @property
    def route(self):
        return f"home:setup_{self.key}"

    @property
    def template(self):
        return f"setup/{self.key}.html"

    @property
    def next(self):
        """The step that comes after this one, or None."""
        return STEPS[self.number] if self.number < len(STEPS) else None


STEPS = [
    Step("look", 1, _("Name, colour and logo"), _("What everybody sees on every page."), LookForm, "sticker"),
    Step("domains", 2, _("Company domains"), _("Whose addresses may join without an invitation."), DomainsForm, "office"),
    Step("controller", 3, _("Who answers"), _("The company, and whom to ask about personal data."), ControllerForm, "shield"),
    Step("wordings", 4, _("What customers hear"), _("The words of consents, and the notice about their data."), WordingsForm, "quote"),
    Step("pages", 5, _("Imprint and accessibility"), _("Pages that anybody may read without signing in."), LegalPagesForm, "file"),
]  # fmt: skip
WORDS = {
    "name": _("name"),
    "brand_hue": _("colour"),
    "logo": _("logo"),
    "company_domains": _("domains"),
    "controller": _("who answers"),
    "privacy": _("data protection contact"),
    "imprint": _("imprint"),
    "accessibility": _("accessibility"),
    "keeps_contract_values": _("what a contract is worth"),
    "service": _("consent for this matter"),
    "advertising": _("consent for offers"),
}


def named(key):
    return next(step for step in STEPS if step.key == key)


def missing(network):
    """{key of a step: what it still lacks}; a step that isn't in it has all it needs."""
    lacks = {
        "domains": _lacks_domains(network),
        "controller": _lacks_somebody(network),
    }
    return {key: said for key, said in lacks.items() if said}


def _lacks_domains(network):
    public = domains.public(network.company_domains)
    if public:
        return _("Anybody in the world gets an address at %(domains)s.") % {"domains": ", ".join(public)}
    return "" if network.company_domains else _("Without a domain people join by invitation only.")


def _lacks_somebody(network):
    if not network.has_controller:
        return _("Name, address or e-mail of the company is missing; the imprint needs them.")
    if not network.has_privacy_contact:
        return _("Nobody is named whom one could ask about personal data.")
    return ""


def history():
    """The last changes of the set-up, newest first: [(event, what changed)]."""
    nouns = (noun._meta.label_lower for noun in (Network, ConsentWording, NoticeWording))
    events = Event.objects.about_any(*nouns).with_actors()[:HISTORY_SHOWN]
    return [(event, _what(event)) for event in events]


def _what(event):
    if event.verb == "worded":
        what = WORDS.get(event.data.get("purpose"), _("notice"))
        return [_("%(what)s (%(language)s), version %(version)s") % {**event.data, "what": what}]
    names = event.data.get("fields", [])
    parts = [name if name in WORDS else name.partition("_")[0] for name in names]
    return [WORDS[part] for part in dict.fromkeys(parts) if part in WORDS]
