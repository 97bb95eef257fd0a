"""A yes that customers give by themselves, on their own page: nobody asks, and nobody stands beside them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leads.models.consent import Consent
from leads.models.consent_request import ConsentRequest
from leads.models.consent_wording import Channel
from leads.models.objection import Objection
from ledger.models import Event
from ledger.refusal import Refusal


@transaction.atomic
def say_yes(link, wording, *, client_id, **contact):
    """Keep the yes to these words; the same `client_id` again changes nothing. Returns whether it counts already.

    A yes to e-mail counts once the address has answered: the link may have come to them on paper.
    """
    customer = link.customer.locked()
    if wording.channel == Channel.EMAIL and not _stands(customer, wording):
        ConsentRequest.begin_alone(
            customer, wording, contact["email"], client_id=client_id, on_behalf_of=link.issued_by
        )
        return False
    _take(link, customer, wording, client_id)
    Objection.objects.of_customer(customer).give_way_to(wording.purpose)
    if wording.channel != Channel.EMAIL:
        customer.keep_contact(by=None, **contact)
    return True


def _take(link, customer, wording, client_id):
    if _stands(customer, wording):
        return
    consent = Consent.take(
        customer,
        by=None,
        client_id=client_id,
        wording=wording,
        channel=wording.channel,
        purpose=wording.purpose,
        manner=Consent.Manner.OWN_PAGE,
    )
    if not _stands(customer, wording):
        raise Refusal(
            _("You took this back after you had sent it. To say yes anew, open the words once more.")
        )
    Event.record(link, "answered_by", consent=consent.pk, customer=customer.pk)


def _stands(customer, wording):
    yes = Consent.objects.of_customer(customer).in_force()
    return yes.just_so(wording.channel, wording.purpose).exists()
