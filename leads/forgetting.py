"""What the end of a customer, a lead or a case does besides: words about them are forgotten, what proves their consent is kept apart."""

import base64
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from leads.models import Consent, Encounter, Lead, Notice, VaultedProof
from ledger import erasing
from ledger.models import Salt
from ledger.pseudonyms import pseudonym
from ledger.retention import moment_after
from ledger.sealed import keyed_hash

NAMED = (
    "kind",
    "first_name",
    "last_name",
    "company",
    "nickname",
    "email",
    "phone",
    "street",
    "zip_code",
    "city",
)


def forget_words(encounters):
    """That there was an encounter stays, as do its sums; what was said and where, goes."""
    keys = list(encounters.values_list("pk", flat=True))
    Encounter.objects.numbered(keys).update(place="", sentence="", delete_after=None)
    Lead.objects.of_encounters(keys).fold()


def forget_where_they_were_met(customers):
    """Also where somebody else was met in the same moment: the sentence may speak of both."""
    met = Encounter.objects.in_which_were_met(list(customers.values_list("pk", flat=True)))
    erasing.end(Encounter, list(met.values_list("pk", flat=True)))


def forget_what_led_to_it(rows):
    """The words of an encounter go with the last thing that came of it."""
    encounters = set(rows.values_list("encounter", flat=True)) - {None}
    others = Encounter.objects.numbered(encounters).with_more_than(
        rows.model, list(rows.values_list("pk", flat=True))
    )
    erasing.end(Encounter, list(encounters - set(others.values_list("pk", flat=True))))


def discard_pictures(photos):
    """Of the encounter, which may show somebody."""
    pictures = [photo.picture for photo in photos.select_related("picture")]
    return lambda: [picture.discard(by=None) for picture in pictures]


def vault_their_proofs(customers):
    """Before anything of them goes: whoever was merged into them was told things, too, that belong to the proofs."""
    _vault(Consent.objects.of_any(list(customers.values_list("pk", flat=True))))


def move_into_the_vault(consents):
    """§ 7a UWG: the proof of a consent is kept for five years after its last use, whatever becomes of the customer."""
    _vault(consents)
    papers = [consent.paper for consent in consents.on_any_paper() if consent.paper]
    return lambda: [paper.discard() for paper in papers]


def _vault(consents):
    rows = list(consents.not_in_the_vault().with_story().select_related("customer", "paper"))
    VaultedProof.objects.bulk_create([_vaulted(consent) for consent in rows], ignore_conflicts=True)


def _vaulted(consent):
    used = (
        max(filter(None, [consent.given_at, consent.last_used])) if consent.given_at else consent.created_at
    )
    customer = consent.customer
    named = [customer.phone, customer.email, customer.last_name]
    return VaultedProof(
        consent_key=consent.pk,
        customer_key=customer.pk,
        channel=consent.channel,
        last_used_at=used,
        delete_after=moment_after(used, "proof"),
        found_by=sorted({keyed_hash(text) for text in named if text}),
        content=json.dumps(_content(consent), cls=DjangoJSONEncoder),
    )


def _content(consent):
    """Everything that was said, by whom and to whom, with the salts by which the seals in its chain can be checked."""
    customer = consent.customer
    notices = list(Notice.objects.of_selves(customer).with_words().in_order())
    return {
        "customer": {name: getattr(customer, name) for name in NAMED if getattr(customer, name)},
        "consent": _row(consent),
        "words": consent.wording and consent.wording.text,
        "taken_by": pseudonym("P", consent.taken_by.person_id) if consent.taken_by else "",
        "uses": [_row(use) for use in consent.uses.in_order()],
        "withdrawal": _row(consent.withdrawal) if consent.is_withdrawn else None,
        "notices": [{**_row(notice), "words": notice.wording.text} for notice in notices],
        "salts": {str(row.pk): salt.value for row in (consent, *notices) for salt in Salt.objects.of(row)},
        "paper": _paper(consent.paper) if consent.paper else None,
        "moved_here_at": timezone.now(),
    }


def _row(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_concrete_fields}


def _paper(paper):
    image = base64.b64encode(paper.path.read_bytes()).decode() if paper.path.exists() else ""
    return {"sha256": paper.sha256, "image": image}
