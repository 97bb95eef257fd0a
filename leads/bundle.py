"""The bundle for the authority (§ 7a UWG, Art. 7 (1) GDPR): every proof about one customer as one PDF, set by typst."""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ambassadors.models import Network
from leads import evidence
from leads.models import Purpose
from ledger.models import Event, Look

PAGE = Path(settings.BASE_DIR, "templates/consents/bundle.typ")
REASONS = ("authority", "court", "customer", "audit")


def make(customer, *, by, reason, language):
    """The PDF as bytes; making it is written down as a look, with the reason and the digest of the file."""
    Look.record(customer, by=by, purpose=f"bundle: {reason}")
    with translation.override(language):
        data = gathered(customer, by=by, reason=reason)
    pdf = typeset(data, papers_of(customer))
    digest = hashlib.sha256(pdf).hexdigest()
    Event.record(customer, "bundled", by=by, reason=reason, language=language, sha256=digest)
    return pdf


def typeset(data, papers=None):
    """The PDF of gathered facts; `papers` are {file name: bytes of a photograph}."""
    files = {PAGE.name: PAGE.read_bytes(), "data.json": json.dumps(data).encode(), **(papers or {})}
    with TemporaryDirectory() as desk:
        for name, content in files.items():
            Path(desk, name).write_bytes(content)
        return typst.compile(Path(desk, PAGE.name), root=desk, ignore_system_fonts=True, pdf_standards="a-2a")


def papers_of(customer):
    """{file name: photograph} of the sheets that are still as they were."""
    rows = customer.all_consents().on_any_paper()
    papers = [row.paper for row in rows if row.paper and row.paper.is_unchanged()]
    return {f"{paper.pk}.webp": paper.path.read_bytes() for paper in papers}


def gathered(customer, *, by, reason):
    """Everything that stands in the bundle, as plain text in the language of the moment."""
    consents, notices = evidence.of(customer)
    return {
        "language": translation.get_language(),
        "title": _("Proof of consent"),
        "head": _head(by, reason),
        "customer": {"title": _("Who it is about"), "facts": _facts_of(customer)},
        "result": {"title": _("What the check found"), "lines": _result(consents, notices)},
        "consents": [_consent(proof, number) for number, proof in enumerate(consents, 1)],
        "notices": [_notice(proof) for proof in notices],
        "none": _("There is no consent of this customer."),
        "chain_head": [
            _("When"),
            _("What"),
            _("By"),
            _("Row"),
            _("Digest (SHA-256), after the one before it"),
        ],
        "how": {"title": _("How to check it again"), "text": _how()},
        "page": _("Page"),
    }


def reason_words(reason):
    return {
        "authority": _("asked for by an authority"),
        "court": _("asked for by a court"),
        "customer": _("asked for by the customer"),
        "audit": _("a check of our own"),
    }[reason]


def _head(by, reason):
    network = Network.now()
    return [
        [
            _("Responsible"),
            "\n".join(filter(None, [network.controller_name or str(network), network.controller_address])),
        ],
        [_("Made on"), _moment(timezone.now())],
        [_("Made by"), evidence.under_a_pseudonym(by.pk)],
        [_("Why"), capfirst(reason_words(reason))],
    ]


def _facts_of(customer):
    """Name and address as the proof needs them; a number only while somebody may call it."""
    name = f"{customer.first_name} {customer.last_name}".strip() or customer.nickname
    address = "\n".join(filter(None, [customer.street, f"{customer.zip_code} {customer.city}".strip()]))
    phone = customer.phone if customer.may_be_called("service") else ""
    nothing = _("not kept")
    return [
        [_("Name"), name or nothing],
        *([[_("Company"), customer.company]] if customer.company else []),
        [_("Address"), address or nothing],
        [_("Phone number"), phone or nothing],
        [_("E-mail"), customer.email or nothing],
        [_("Kept under"), str(customer.pk)],
    ]


def _result(consents, notices):
    broken = [proof for proof in [*consents, *notices] if not proof.chain_holds]
    found = evidence.tally([*consents, *notices])
    lines = [
        _("%(number)s consents and %(notices)s notices, each with its own chain of events.")
        % {"number": len(consents), "notices": len(notices)},
        _("All chains hold: nothing was changed, left out or put in between.")
        if not broken
        else _("%(number)s chains are BROKEN: what is written there was changed.") % {"number": len(broken)},
    ]
    return lines + [f"{number} × {evidence.words(check)}" for check, number in sorted(found.items())]


def _consent(proof, number):
    consent = proof.row
    facts = [
        [_("Given"), _moment(consent.given_at) if consent.given_at else _("nobody knows when")],
        [_("Where"), consent.place or "–"],
        [_("How"), _manner(consent)],
        [_("Taken by"), evidence.under_a_pseudonym(consent.taken_by and consent.taken_by.person_id) or "–"],
        *([[_("Confirmed"), f"{_moment(consent.confirmed_at)}, {consent.get_confirmed_by_display()}"]] if consent.confirmed_at else []),
        *([[_("Source"), consent.source]] if consent.source else []),
        [_("Uses"), "\n".join(_moment(use.at) for use in consent.uses.all().in_order()) or _("none")],
        [_("Taken back"), _withdrawn(consent)],
        [_("Good until"), _moment(consent.valid_until) if consent.is_in_force else _("doesn't hold now")],
    ]  # fmt: skip
    return {
        "title": f"{number}. {capfirst(consent.get_channel_display())}: {_purpose(consent)}",
        "facts": facts,
        "wording": _wording(consent.wording),
        "paper": _paper(consent.paper),
        **_chain(proof),
    }


def _purpose(consent):
    return _("service and advertising") if consent.purpose == Purpose.ADVERTISING else _("service")


def _manner(consent):
    return str(consent.get_manner_display())


def _withdrawn(consent):
    if not consent.is_withdrawn:
        return _("no")
    taken = consent.withdrawal
    through = evidence.under_a_pseudonym(taken.by_id)
    return ", ".join(filter(None, [_moment(taken.at), str(taken.way), through]))


def _wording(wording):
    if wording is None:
        return {
            "title": _("The words are not known: it was brought in from another system."),
            "text": "",
            "digest": "",
        }
    title = _("The words, version %(version)s (%(language)s)")
    return {
        "title": title % {"version": wording.version, "language": wording.language},
        "text": wording.text,
        "digest": hashlib.sha256(wording.text.encode()).hexdigest(),
    }


def _paper(paper):
    if paper is None:
        return None
    kept = paper.is_unchanged()
    title = (
        _("The sheet that was signed") if kept else _("The photograph of the sheet is missing or was changed")
    )
    return {"file": f"{paper.pk}.webp" if kept else None, "title": title, "digest": paper.sha256}


def _notice(proof):
    notice = proof.row
    return {
        "title": _("Information handed over (Art. 13 GDPR)"),
        "facts": [
            [_("When"), _moment(notice.at)],
            [_("How"), str(notice.get_way_display())],
            [_("By"), evidence.under_a_pseudonym(notice.given_by and notice.given_by.person_id) or "–"],
        ],
        "wording": _wording(notice.wording),
        "paper": None,
        **_chain(proof),
    }


def _chain(proof):
    state = _("The chain holds.") if proof.chain_holds else _("The chain is BROKEN.")
    links = [
        [
            _moment(link.at),
            evidence.verb_words(link.verb),
            link.by or "–",
            evidence.words(link.check),
            link.digest,
        ]
        for link in proof.links
    ]
    return {"chain_title": state, "chain": links, "holds": proof.chain_holds}


def _how():
    return _(
        "Each line of a chain is the SHA-256 of the line before it and of everything the event says; the database refuses to "
        "change or delete events, consents, uses and withdrawals. Each row is sealed into its line by an HMAC-SHA256 under a "
        "salt of its own; the check computed all of them anew for this file. Whoever acted stands here under a pseudonym; the "
        "network can name them when the law asks for it."
    )


def _moment(at):
    """To the second, with the zone: 27.11.2026 05:12:09 +01:00"""
    local = timezone.localtime(at)
    return f"{local:%d.%m.%Y %H:%M:%S} {local:%z}"[:-2] + ":" + f"{local:%z}"[-2:]
