"""The words leads are spoken of with."""

import uuid
from datetime import datetime, time, timedelta
from functools import cache

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from leads.models.consent import Consent
from leads.models.customer_words import NAMES
from leads.models.dialled import dialled
from leads.models.lead_folding import sounds
from leads.models.lead_spelling import nearly
from leads.models.placed import PlacedQuerySet, any_of
from ledger.again import now
from ledger.text import beginnings

IN_ROWS = [
    *("state", "state_since", "created_at", "source", "won_at"),
    *(f"customer__{name}" for name in NAMES),
    *(f"encounter__{name}" for name in ("occasion", "place", "outcomes")),
    *(f"owner__person__{name}" for name in ("first_name", "last_name", "email", "is_active")),
]


TELL_SOON = timedelta(days=7)  # so long before its last day somebody is asked to tell a customer


class LeadQuerySet(PlacedQuerySet):
    def of_customer(self, customer):
        return self.filter(customer=customer)

    def of_customers(self, keys):
        return self.filter(customer__in=keys)

    def of_encounters(self, encounters):
        return self.filter(encounter__in=encounters)

    def of_encounter(self, encounter):
        return self.filter(encounter=encounter)

    def in_state(self, state):
        return self.filter(state=state) if state in self.model.State.values else self

    def open(self):
        return self.filter(
            state__in=[self.model.State.NEW, self.model.State.CONTACTED, self.model.State.OFFERED]
        )

    def won(self):
        return self.filter(state=self.model.State.WON)

    def living(self):
        """With something still to do: open themselves, or with a promised call or a case that isn't solved."""
        from leads.models.case import Case
        from leads.models.follow_up import FollowUp

        calls = FollowUp.objects.open().of_lead(OuterRef("pk"))
        cases = Case.objects.unsolved().of_lead(OuterRef("pk"))
        unsettled = Q(state__in=[self.model.State.NEW, self.model.State.CONTACTED, self.model.State.OFFERED])
        return self.filter(unsettled | Exists(calls) | Exists(cases))

    def in_queue(self):
        """Looked after by nobody: a coordinator hands them to somebody."""
        return self.filter(owner=None)

    def due(self):
        """With a follow-up whose time has come."""
        from leads.models.follow_up import FollowUp

        return self.filter(Exists(FollowUp.objects.due().of_lead(OuterRef("pk"))))

    def without_consent(self):
        """Whose customers have said no yes to a call, or have taken it back; looked up lead by lead, see any_of."""
        return self.alias(said_yes=any_of(_phone_consent())).filter(said_yes=None)

    def to_tell(self):
        """Whose customers came in a file and have to be told so within a week (Art. 14 GDPR), or should have been."""
        return self.filter(customer__tell_until__lte=now() + TELL_SOON)

    def to_tell_ever(self):
        """Whose customers came in a file and don't know it yet."""
        return self.filter(customer__tell_until__isnull=False)

    def told_too_late(self):
        """Whose customers should have been told by now."""
        return self.filter(customer__tell_until__lte=timezone.now())

    def first_to_tell_first(self):
        return self.order_by("customer__tell_until", "id")

    def shown_as(self, view):
        """The part of the leads that a list shows under this name; everything under any other."""
        parts = {
            "due": self.due,
            "open": self.open,
            "without-consent": self.without_consent,
            "queue": self.in_queue,
            "to-tell": self.to_tell,
            "told-too-late": self.told_too_late,
        }
        return parts[view]() if view in parts else self.in_state(view)

    def found_by(self, text):
        """In whose people, places or words every word of the text begins a word, umlauts either way, or whose customer is
        reached at this number or at one that ends so."""
        if not text.strip():
            return self
        said, keys = _saying(text), self.reached_at(text)
        if not dialled(text).is_word_too:
            return self.numbered(keys)
        return self.filter(said | Q(pk__in=keys) if keys else said)

    def reached_at(self, text):
        """The keys of those whose customer left this number, in any notation, or one with these last digits (four at least), and
        still allows a call to it; of more than four digits the hash finds a few numbers, which are opened and compared."""
        typed = dialled(text)
        if not typed.digits:
            return []
        whole, end = typed.hashes
        theirs = self.filter(Q(customer__phone_index__in=whole) | Q(customer__phone_end__in=end))
        theirs = theirs.alias(said_yes=any_of(_phone_consent())).filter(said_yes__isnull=False)
        rows = theirs.order_by().values_list("pk", "customer__phone")
        return [pk for pk, number in rows if typed.is_meant_by(number)]

    def found_nearly(self, text):
        """The same with one letter wrong in a word, and those whose names sound like the words of the text."""
        wanted, heard = nearly(text), sounds(text)
        found = Q(found_by=SearchQuery(wanted, config="simple", search_type="raw"))
        found |= Q(marks__contains=heard) if heard else Q()
        return self.filter(found) if wanted else self.none()

    def since(self, day):
        """Those that came up on this day or later; all, where no day is named."""
        return self.filter(created_at__gte=_morning(day)) if day else self

    def interested_in(self, interest):
        return self.filter(interest=interest) if interest in self.model.Interest.values else self

    def of_region(self, region):
        return self.filter(region=region) if region else self

    def any_of_keys(self, keys):
        """The same with all keys as one value, for a question that is made once."""
        return self.filter(pk__among=keys)

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def ids(self):
        return self.values_list("pk", flat=True)

    def marked(self, *marks):
        """With all of these marks, see lead_folding."""
        return self.filter(marks__contains=list(marks)) if marks else self

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def with_people(self):
        people = self.select_related("customer", "encounter", "owner__person", "owner__portrait")
        return people.defer("folded", "marks", "found_by")  # a list reads none of them

    def in_rows(self):
        """With what a row of the list says, and with nothing else: fifty rows of all columns cost as much as their page."""
        people = self.select_related("customer", "encounter", "owner__person")
        return people.only(*IN_ROWS).with_chain()

    def with_whom(self):
        """With what its customer is called, and with nothing else."""
        return self.select_related("customer").only(*(f"customer__{name}" for name in NAMES))

    def with_chain(self):
        """With what a row shows of the chain: a consent, an answered follow-up, when the next is due."""
        return self.annotate(**_chain())

    def by_state(self):
        """{state: number of leads}, every state named."""
        counted = dict(self.order_by().values_list("state").annotate(n=Count("pk")))
        return {state: counted.get(state, 0) for state in self.model.State.values}

    def newest_of_each_state(self, most):
        """The keys of so many in each state, in one question."""
        few = [self.filter(state=state).newest_first().values_list("pk")[:most] for state in self.model.State]
        return [key for (key,) in few[0].union(*few[1:], all=True)]

    def states_of(self, keys):
        """{key as text: state} of those that are still there."""
        return {str(pk): state for pk, state in self.filter(pk__in=list(keys)).values_list("pk", "state")}

    def fold(self):
        """Write anew what these leads are found by."""
        for lead in self.select_related("customer", "encounter"):
            self.model.objects.only_this(lead).update(**lead.fold())

    def known_as(self, names):
        """Which of these Lead IDs of files are there already: those of other systems, and our own as an export writes them."""
        ours = {name: key for name in names if (key := _as_key(name))}
        found = set(self.filter(external_id__in=names).values_list("external_id", flat=True))
        keys = set(self.filter(pk__in=ours.values()).values_list("pk", flat=True)) if ours else set()
        return found | {name for name, key in ours.items() if key in keys}

    def only_this(self, lead):
        return self.filter(pk=lead.pk)

    def looked_after_by(self, ambassador_id):
        return self.filter(owner=ambassador_id)

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def locked(self):
        return self.select_for_update(of=("self",))


def _as_key(name):
    try:
        return uuid.UUID(name) if len(name) == 36 else None
    except ValueError:
        return None


@cache
def _chain():
    """The columns of with_chain, built once: that takes as long as asking for them."""
    from leads.models.follow_up import FollowUp

    of_lead = FollowUp.objects.of_lead(OuterRef("pk"))
    return {
        "has_consent": any_of(_phone_consent()),
        "was_called": any_of(of_lead.answered()),
        "next_due": Subquery(of_lead.open().soonest_first().values("due_at")[:1]),
    }


def _phone_consent():
    return Consent.objects.of_customer(OuterRef("customer")).fitting("phone", "service")


def _saying(text):
    """The condition that every word of the text begins a word of the lead's; never true where there is no word in it."""
    wanted = beginnings(text)
    return Q(found_by=SearchQuery(wanted, config="simple", search_type="raw")) if wanted else Q(pk__in=[])


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time.min))
