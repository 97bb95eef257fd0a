"""One lead with its whole story, as its page tells it: what there is of it is asked once, and only that is looked up."""

from django.utils.functional import cached_property

from leads.history import all_rows_of, newest_of
from leads.models import CallBack, Case, Consent, ConsentRequest, Duplicate, FollowUp, Referral, SharedCredit
from leads.standing import Standing
from ledger.again import again


@again
def _consents_of(customer):
    return Consent.objects.of_customer(customer).with_story().in_order()


class Whole:
    """What belongs to a lead (with_people), for the person who reads it."""

    def __init__(self, lead, person):
        self.lead, self.person = lead, person
        self.rows = all_rows_of(lead, person)
        self._keys = {}
        for noun, key in self.rows:
            self._keys.setdefault(noun, []).append(key)

    def keys(self, model):
        """Those of its rows of that kind, as text; none where there is none."""
        return self._keys.get(model._meta.label_lower, [])

    @cached_property
    def events(self):
        return newest_of(self.lead, self.rows)

    @cached_property
    def consents(self):
        return _consents_of(self.lead.customer_id)

    @cached_property
    def allowed(self):
        waits = {"call_waits": bool(self.keys(CallBack)), "yes_waits": bool(self.keys(ConsentRequest))}
        return Standing(self.lead.customer, self.consents, **waits)

    @cached_property
    def calls(self):
        """Promised and made, the soonest first, each with the answer whether it is allowed now."""
        calls = list(FollowUp.objects.keyed(self.keys(FollowUp)).told().soonest_first())
        for call in calls:
            call.call_allowed = any(consent.allows("phone", call.purpose) for consent in self.consents)
        return calls

    @cached_property
    def cases(self):
        """Also what somebody else helped with before the lead changed hands; its page stays theirs."""
        return list(self.lead.cases.all().told().with_door(self.person)) if self.keys(Case) else []

    @cached_property
    def referrals(self):
        return list(self.lead.referrals.all()) if self.keys(Referral) else []

    @cached_property
    def credits(self):
        """For the two alone: with whom somebody shares is no matter of a coordinator."""
        if not self.keys(SharedCredit):
            return []
        return list(SharedCredit.objects.visible_to(self.person).about(self.lead).told().with_people())

    @cached_property
    def twin(self):
        """The pair, if this person sees both, in which the customer may be here twice."""
        if not self.keys(Duplicate):
            return None
        return Duplicate.objects.visible_to(self.person).open().of_customer(self.lead.customer_id).first()

    @cached_property
    def step(self):
        """How far along the chain it is, as the number of the knot."""
        lead = self.lead
        lead.has_consent = self.allowed.phone.is_allowed
        lead.was_called = any(call.answered_at and call.lead_id == lead.pk for call in self.calls)
        return lead.step
