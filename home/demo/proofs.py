"""The proofs of the demo: the notices that were handed over, and a seal for every row that proves a consent."""

from django.conf import settings

from home.demo.content import key
from leads.models import Consent, ConsentUse, ConsentWithdrawal, Customer, Lead, Notice, NoticeWording
from ledger.models import Salt


def hand_over_notices(journal):
    """Whoever is reached in some way was told before what happens to it."""
    wording = NoticeWording.current(settings.LANGUAGE_CODE)
    givers = {lead.customer_id: lead.owner for lead in journal.of(Lead)}
    for customer in journal.of(Customer):
        if customer.phone or customer.email:
            giver, at = givers.get(customer.pk), customer.created_at
            notice = Notice(
                pk=key("notice", customer.pk),
                customer=customer,
                wording=wording,
                at=at,
                created_at=at,
                given_by=giver,
            )
            journal.add(notice)
            told = {"customer": customer.pk, "wording": wording.pk, "way": notice.way}
            journal.tell(notice, "handed_over", at, giver and giver.person, **told)


def sealed(journal, happened):
    """What happened, each with the seal of the row that it tells of."""
    salts = Salt.make_for([*journal.of(Consent), *journal.of(Notice)])
    uses = {(use.consent_id, use.at): use for use in journal.of(ConsentUse)}
    withdrawals = {taken.consent_id: taken for taken in journal.of(ConsentWithdrawal)}
    for each in happened:
        row = {
            "given": each.subject,
            "handed_over": each.subject if isinstance(each.subject, Notice) else None,
            "used": uses.get((each.subject.pk, each.at)),
            "withdrawn": withdrawals.get(each.subject.pk),
        }.get(each.verb)
        yield each._replace(data={**each.data, **_seal(row, salts)}) if row else each


def _seal(row, salts):
    named = {ConsentUse: "use", ConsentWithdrawal: "withdrawal"}.get(type(row))
    return {"seal": row.seal_under(salts[row.salted_as.pk]), **({named: row.pk} if named else {})}
