"""The evidence about one customer's consents, checked anew: rows, chains of events, seals; nobody's name but the customer's."""

from collections import Counter, namedtuple

from django.utils.translation import gettext as _

from leads.models import Notice
from ledger.models import Event
from ledger.pseudonyms import pseudonym

HOLDS, CHANGED, NO_SALT, UNSEALED = "holds", "changed", "no_salt", "unsealed"
Link = namedtuple("Link", "at verb by previous digest check")
Proof = namedtuple("Proof", "row links chain_holds")


def of(customer):
    """([Proof] of consents, [Proof] of notices), each row with its chain of events, oldest first."""
    consents = customer.all_consents().with_story().on_any_paper().in_order()
    notices = Notice.objects.of_customer(customer).with_words().in_order()
    return [_proof(consent, _rows_of(consent)) for consent in consents], [
        _proof(notice, {("handed_over", ""): notice}) for notice in notices
    ]


def tally(proofs):
    """{check: how many links}, over all of these."""
    return Counter(link.check for proof in proofs for link in proof.links)


def words(check):
    return {
        HOLDS: _("unchanged"),
        CHANGED: _("CHANGED: the row says something else than was sealed"),
        NO_SALT: _("the salt is erased: the chain stands, the row can't be proved any more"),
        UNSEALED: _("written before rows were sealed: only the chain stands"),
    }[check]


def verb_words(verb):
    return {
        "given": _("given"),
        "used": _("used"),
        "withdrawn": _("taken back"),
        "handed_over": _("handed over"),
    }.get(verb, verb)


def under_a_pseudonym(person_id):
    return pseudonym("P", person_id) if person_id else ""


def _rows_of(consent):
    rows = {("given", ""): consent}
    rows |= {("used", str(use.pk)): use for use in consent.uses.all().in_order()}
    if consent.is_withdrawn:
        rows["withdrawn", str(consent.withdrawal.pk)] = consent.withdrawal
    return rows


def _proof(row, rows):
    events = list(Event.objects.about(row).order_by("id"))
    links = [
        Link(
            event.at,
            event.verb,
            under_a_pseudonym(event.actor_id),
            event.previous,
            event.digest,
            _check(event, rows),
        )
        for event in events
    ]
    return Proof(row, links, bool(events) and Event.objects.chain_holds(row))


def _check(event, rows):
    """What the row that this event tells of says today, against its seal."""
    key = event.data.get("use") or event.data.get("withdrawal") or ""
    sealed, row = event.data.get("seal"), rows.get((event.verb, key))
    if not sealed:
        return UNSEALED
    if row is None:
        return CHANGED
    return {True: HOLDS, False: CHANGED, None: NO_SALT}[row.has_seal(sealed)]
