"""The words follow-ups are spoken of with."""

import logging
import uuid
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from leads import calendar
from leads.models.consent import Consent
from leads.models.customer_words import NAMES
from leads.models.placed import PlacedQuerySet, any_of
from ledger.models import Letter

log = logging.getLogger(__name__)

OF_WHOM = [f"customer__{name}" for name in NAMES]
SAID = ["due_at", "rule", "remark", "attempt", "answered_at", "ended_at", "owner", *OF_WHOM]
ON_CARDS = [*SAID, *(f"{of}__encounter__{name}" for of in ("lead", "case") for name in ("occasion", "place"))]
IN_ROWS = [*SAID, "answer", "lead", "case"]
OWNERS = [f"owner__person__{name}" for name in ("first_name", "last_name", "email")]


class FollowUpQuerySet(PlacedQuerySet):
    # State

    def open(self):
        return self.filter(answered_at=None, ended_at=None)

    def due(self, at=None):
        """Open, and their time has come by the clock of the database (or by `at`)."""
        return self.open().filter(due_at__lte=at or Now())

    def coming(self):
        return self.open().filter(due_at__gt=Now())

    def answered(self, *answers):
        chosen = self.filter(answered_at__isnull=False)
        return chosen.filter(answer__in=answers) if answers else chosen

    def in_time(self):
        """Answered within the days the network promises."""
        return self.answered().filter(
            answered_at__lte=F("due_at") + timedelta(days=settings.FOLLOW_UP_IN_TIME_DAYS)
        )

    def to_remind(self):
        """Due, and their ambassador has not been told."""
        return self.open().filter(remind_at__lte=Now())

    def told(self):
        """All but those that were ended without an answer."""
        return self.filter(ended_at=None)

    def judged(self):
        """Answered, or over the days the network promises: what a share of those in time is made of."""
        promised = timezone.now() - timedelta(days=settings.FOLLOW_UP_IN_TIME_DAYS)
        return self.told().filter(Q(answered_at__isnull=False) | Q(due_at__lt=promised))

    # Belonging

    def of_lead(self, lead):
        return self.filter(lead=lead)

    def of_case(self, case):
        return self.filter(case=case)

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def of_owner(self, ambassador):
        return self.filter(owner=ambassador)

    def locked(self):
        return self.select_for_update(of=("self",))

    def lent(self):
        """Made by somebody who stands in for who is away."""
        return self.filter(stands_in_for__isnull=False)

    def with_lenders(self):
        return self.select_related("stands_in_for__person")

    def besides(self, ambassadors):
        return self.exclude(owner__in=list(ambassadors))

    def by_hand(self):
        return self.filter(rule="by_hand")

    def chained(self):
        """Planned because the lead was won."""
        return self.exclude(Q(rule="by_hand") | Q(rule__startswith="call:"))

    def after_calls(self):
        """Planned because somebody was called back."""
        return self.filter(rule__startswith="call:")

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def named(self, key):
        """The one with this key, none where the key is none."""
        try:
            return self.filter(pk=uuid.UUID(str(key)))
        except ValueError:
            return self.none()

    def keys_about(self, lead):
        """The keys of those of the lead itself and of its cases; two look-ups, as one with “or” reads every call there is."""
        own, of_cases = (self.filter(**{field: lead}).values("pk") for field in ("lead", "case__lead"))
        return own.union(of_cases, all=True)

    def keyed(self, keys):
        """Those with these keys, with whom they are of and what they are about."""
        return self.filter(pk__in=keys).select_related("owner", "case")

    def only_this(self, follow_up):
        return self.filter(pk=follow_up.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def among(self, rows):
        return self.filter(pk__in=[row.pk for row in rows])

    def as_it_was(self, columns):
        return self.filter(**columns)

    def attempt_after(self, follow_up):
        return self.filter(again_of=follow_up).first()

    def next_occurrence(self):
        return (self.aggregate(last=Max("occurrence"))["last"] or 0) + 1

    # Reading

    def soonest_first(self):
        return self.order_by("due_at", "id")

    def latest_answers_first(self):
        return self.order_by("-answered_at", "-id")

    def with_customers(self):
        """With everything a card or a row says, and whether the call is allowed now."""
        return self.with_call_right().select_related(
            "customer",
            "owner__person",
            "stands_in_for__person",
            "lead__customer",
            "lead__encounter",
            "case__encounter",
        )

    def on_cards(self):
        """With what a card says, and with nothing else: where they met, and whether the call is allowed now."""
        met = self.select_related("customer", "lead__encounter", "case__encounter")
        return met.only(*ON_CARDS).with_call_right()

    def in_rows(self, *, show_owner=False):
        """With what a row of a list says, and with nothing else; with whose they are, if that is told."""
        people = ["customer", "owner__person"] if show_owner else ["customer"]
        return self.select_related(*people).only(*IN_ROWS, *(OWNERS if show_owner else []))

    def with_call_right(self):
        """With the answer whether a consent allows the call now."""
        return self.annotate(call_allowed=_call_right())

    def for_today(self, person, *, most=20):
        """What is due for this person now, the oldest first, at most so many."""
        return self.owned_by(person).due().on_cards().soonest_first()[:most]

    # Doing

    def remind(self, away=()):
        """Write one letter per ambassador and day about what is due; returns how many ambassadors were told.

        Nobody who is `away` is told. An ambassador whose row is broken is put off for an hour and reported; the others get their letters.
        """
        told, broken = 0, []
        for owner_id in list(
            self.to_remind().besides(away).order_by("owner").values_list("owner", flat=True).distinct()
        ):
            try:
                told += self.model.objects.of_owner(owner_id).remind_owner()
            except Exception as error:
                log.exception("Reminding ambassador %s failed", owner_id)
                self.model.objects.of_owner(owner_id).to_remind().update(remind_at=Now() + timedelta(hours=1))
                broken.append(error)
        if broken:
            raise ExceptionGroup("Some ambassadors could not be reminded", broken)
        return told

    @transaction.atomic
    def remind_owner(self):
        """Write the day's letter to one ambassador; what is too late for it is told with tomorrow's."""
        rows = list(
            self.to_remind().select_for_update(skip_locked=True, of=("self",)).select_related("owner__person")
        )
        if not rows:
            return 0
        owner = rows[0].owner
        in_time = owner.is_active and _letter_of_today(owner.person).state == Letter.State.DUE
        self.model.objects.among(rows).update(remind_at=None if in_time else _next_morning(owner))
        return int(in_time)

    @transaction.atomic
    def move_to(self, tz):
        """The open ones stay at their hour on the wall, in the zone their ambassador lives in from now on."""
        for follow_up in self.open().exclude(tz=tz).locked():
            moment = calendar.Wall(follow_up.wall_date, follow_up.wall_time, tz).instant
            reminds = follow_up.remind_at is not None or moment > timezone.now()
            self.model.objects.only_this(follow_up).update(
                tz=tz, due_at=moment, remind_at=moment if reminds else None
            )

    def hand_all_to(self, ambassador):
        """Give the open ones to another ambassador, who is reminded anew of what is due."""
        return self.update(owner=ambassador, stands_in_for=None, remind_at=F("due_at"))

    def end_all(self, why, *, by):
        """End those that are open, each with its event."""
        for follow_up in self.open().soonest_first():
            follow_up.end(why, by=by)


@cache
def _call_right():
    """The column of with_call_right, built once."""
    return any_of(Consent.objects.of_customer(OuterRef("customer")).fitting("phone", OuterRef("purpose")))


def _letter_of_today(person):
    return Letter.write(
        "follow_ups_due", recipient=person, dedup_key=f"follow-ups:{person.pk}:{person.today()}"
    )


def _next_morning(ambassador):
    day = calendar.working_days_after(ambassador.person.today(), 1, ambassador.region)
    return calendar.morning_of(day, ambassador.person.time_zone).instant
