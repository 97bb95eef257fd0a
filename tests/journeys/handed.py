"""What the leads' pages need to be seen with something on them: asked, shared, sent away, taken out, erased."""

from leads import consent_links
from leads.models import (
    CallBack,
    ConsentRequest,
    CustomerLink,
    EncounterPhoto,
    Export,
    Lead,
    LeadBatch,
    Objection,
    Referral,
    SavedView,
    SharedCredit,
    VaultedProof,
)
from ledger.models import Job
from tests.ambassadors.uploading import bring
from tests.leads import hands
from tests.leads.test_photos import a_photo

ASKED = {"channels": ["phone", "post"], "purpose": "advertising", "language": "de", "place": "Autumn fair"}
HEADER = "Vorname;Nachname;E-Mail;Telefon;Anlass;Ort;Datum;Botschafter;Bemerkung;Anruf erlaubt"
ROW = "Erika;Muster;erika@example.net;030 23125999;CeBIT;Zwickau;01.10.2026;{};Nimmt Glasfaser.;"


def around(ada, bo, cy, encounter):
    """{name: thing} for the pages of test_for_everybody."""
    lead = hands.make_lead(ada, encounter=encounter, relation="family", source="Autumn fair")
    EncounterPhoto.take(encounter, a_photo(), by=ada)
    CallBack.ask(lead.customer, owner=ada.ambassador, by=ada, phone=hands.NUMBER, matter="A new line")
    SavedView.keep(ada, name="Won in Zwickau", query="state=won")
    return {
        "told": lead,
        "referred": Referral.send(
            lead, by=ada, external_reference="4711", remark="Please call in the evening."
        ),
        "credit": SharedCredit.ask(lead, bo.ambassador, by=ada),
        "batch": LeadBatch.begin(
            Lead.objects.numbered([hands.make_lead(ada).pk]), "lose", by=ada, obstacle="price"
        )[0],
        "export": _export(ada),
        "leads_upload": bring(f"{HEADER}\r\n{ROW.format(ada.email)}\r\n", cy, name="leads.csv"),
        "proof": _proof(ada),
        **_asked(ada),
    }


def _export(ada):
    reason = "To print labels for the fair in Zwickau."
    export = Export.begin(by=ada, reason=reason, form="csv", language="en", columns=["city"], query="")
    Job.objects.work(seconds=600)
    return export


def _proof(ada):
    """Of somebody who is erased."""
    lead = hands.make_lead(ada, consent="advertising", phone="+4930230125888")
    lead.customer.erase(by=ada)
    return VaultedProof.objects.get()


def _asked(ada):
    """A question on somebody's own phone that waits, and one that was said yes to; somebody who wants no contact."""
    asked, said, left = (hands.make_lead(ada).customer for _customer in range(3))
    ConsentRequest.ask(asked, by=ada, **ASKED)
    answered = ConsentRequest.ask(said, by=ada, **ASKED)
    answered.say_yes(channels=["phone"], phone=hands.NUMBER, email="erika@example.org")
    Objection.declare(left, "contact")
    return {
        "question": CustomerLink.issue(asked, by=ada, purpose="consent"),
        "second_yes": consent_links.token_for(answered),
        "objector": left,
    }
