"""When what is known of people ends: not while they are here, and alumni are here as long as they do something."""

from django.db.models import Case, DateTimeField, F, OuterRef, Subquery, When
from django.db.models.functions import Greatest

from ambassadors import forgetting
from ambassadors.models import Ambassador, HrRecord, Invitation, Person, Upload
from ledger import retention
from ledger.models import Event
from ledger.retention import Later


def register():
    retention.register(
        Person,
        ends=person_ends(),
        moved_by={"ambassadors.ambassador": "ambassador"},
        erase=forgetting.forget_people,
    )
    forgetting.register()
    retention.register(HrRecord, ends=record_ends(), moved_by={"ambassadors.ambassador": "ambassador"})
    retention.register(Invitation, ends=Later(F("created_at"), "invitation"), quiet=True)
    retention.register(Upload, ends=Later(F("created_at"), "upload"), quiet=True)


def person_ends():
    """Alumni and fans stay as long as they do something; whoever went altogether is forgotten after a while."""
    return Subquery(
        Ambassador.objects.of(OuterRef("pk"))
        .who_left()
        .values(
            ends=Case(
                When(state="gone", then=Later(F("left_at"), "gone")),
                default=Later(Greatest(F("left_at"), _last_act()), "alumni"),
                output_field=DateTimeField(),
            )
        )
    )


def record_ends():
    left = Ambassador.objects.with_key(OuterRef("ambassador")).who_left()
    return Later(Subquery(left.values("left_at")), "personnel")


def _last_act():
    acts = Event.objects.by(OuterRef("person")).newest_first()
    return Subquery(acts.values("at")[:1])
