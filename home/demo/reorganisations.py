"""Units that changed and will change: the hotline got its name in summer, and two divisions go into a third next month."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ambassadors.models import Person, Reorganisation, UnitSpan
from home.demo.moments import day, moment

ADMIN = "admin@example.org"
HOTLINE, BEFORE, AFTER = "T-DE-S-HOT", "Kundentelefon", "Hotline"
RENAMED_DAYS_AGO, MERGED_IN_DAYS, DECIDED_DAYS_AGO = 120, 30, 6


@transaction.atomic
def load():
    if Reorganisation.objects.exists():
        return
    admin = Person.objects.with_email(ADMIN).get()
    _renamed(admin)
    _planned(admin)


def _renamed(admin):
    """Decided as it is every time, then moved into the past with all it wrote."""
    UnitSpan.objects.on(timezone.localdate()).of_codes([HOTLINE]).update(name=BEFORE)
    renamed = _decided(admin, "rename", {"unit": HOTLINE, "name": AFTER}, 1)
    on = day(RENAMED_DAYS_AGO)
    UnitSpan.objects.ended_by(renamed).update(valid_until=on)
    UnitSpan.objects.made_by(renamed).update(valid_from=on)
    decided = moment(RENAMED_DAYS_AGO + 20)
    _of(renamed).update(takes_effect_on=on, created_at=decided, decided_at=decided)


def _planned(admin):
    plan = {"sources": ["T-HOME", "T-MOB"], "into": "T-DE", "new": False, "name": "", "parent": ""}
    planned = _decided(admin, "merge", plan, MERGED_IN_DAYS)
    decided = moment(DECIDED_DAYS_AGO)
    _of(planned).update(created_at=decided, decided_at=decided)


def _decided(admin, kind, plan, in_days):
    on = timezone.localdate() + timedelta(days=in_days)
    reorganisation = Reorganisation.draft(kind, plan, takes_effect_on=on, by=admin)
    reorganisation.decide(by=admin)
    return reorganisation


def _of(reorganisation):
    return Reorganisation.objects.only_this(reorganisation)
