"""What a customer allows, way by way, and why not: what every page that is about them says beside it."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ambassadors.look.days import short_day
from leads.models import Channel, ConsentRequest, Notice
from leads.models.lead_words import TELL_SOON


class Way(NamedTuple):
    """One way to reach somebody: whether it may be used, for what, until when, or why not."""

    channel: str
    label: str
    consent: object
    why_not: str

    @property
    def is_allowed(self):
        return self.consent is not None


class Standing:
    """Everything a customer said about being reached: consents (with_story), notices, call-backs, open questions."""

    def __init__(self, customer, consents=None, *, call_waits=True, yes_waits=True):
        """What the caller knows is not asked again: the consents, and that no call or second yes waits."""
        self.customer, self._call_waits, self._yes_waits = customer, call_waits, yes_waits
        if consents is not None:
            self.consents = consents

    @cached_property
    def consents(self):
        return list(self.customer.all_consents().with_story().in_order())

    @cached_property
    def notices(self):
        return list(Notice.objects.of_customer(self.customer).with_words().newest_first()[:5])

    @property
    def tell_until(self):
        """The moment until which somebody who came in a file has to be told so; None when they were, or came otherwise."""
        return self.customer.tell_until

    @property
    def tell_soon(self):
        """Whether it is time to tell them, or too late already."""
        return self.tell_until is not None and self.tell_until < timezone.now() + TELL_SOON

    @cached_property
    def call_backs(self):
        if not self._call_waits:
            return []
        return list(self.customer.call_backs.all().open().with_customers().soonest_first()[:5])

    @cached_property
    def requests(self):
        """Said once on their own phone, and waiting for the second yes."""
        if not self._yes_waits:
            return []
        return list(ConsentRequest.objects.of_customer(self.customer).said_once().newest_first()[:3])

    @cached_property
    def ways(self):
        return [self._way(channel, label) for channel, label in Channel.choices]

    @property
    def phone(self):
        return next(way for way in self.ways if way.channel == Channel.PHONE)

    def why_no_call(self, purpose):
        """Why nobody may call for this purpose; "" when somebody may."""
        if not self.phone.is_allowed:
            return self.phone.why_not
        narrow = purpose == "advertising" and self.phone.consent.purpose != purpose
        return _("they agreed to calls about their matter only") if narrow else ""

    def _way(self, channel, label):
        said = [consent for consent in self.consents if consent.channel == channel]
        good = [consent for consent in said if consent.is_in_force]
        widest = max(
            good, key=lambda consent: (consent.purpose == "advertising", consent.valid_until), default=None
        )
        return Way(channel, label, widest, "" if widest else self._why_not(channel, said))

    def _why_not(self, channel, said):
        if any(channel in request.said for request in self.requests):
            return _("said once; the second yes is missing")
        if not said:
            return _("nobody has asked them")
        last = said[-1]
        if last.is_withdrawn:
            return _("taken back on %(day)s") % {"day": short_day(last.withdrawal.at)}
        if last.given_at is None:
            return _("nobody knows when they said yes")
        return _("ran out on %(day)s") % {"day": short_day(last.valid_until)}
