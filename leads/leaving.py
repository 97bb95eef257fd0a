"""What leaving does to leads, calls and help cases: the deputy takes them over, or a coordinator finds them; calls end or go along."""

from django.utils.translation import gettext as _

from ambassadors.leaving import Told, each
from ambassadors.models import Person
from leads.models import CallBack, Case, FollowUp, Lead
from ledger.models import Letter

WHY = "left"


def told_of_leads(ambassador):
    number = Lead.objects.looked_after_by(ambassador.pk).living().count()
    return number and Told("users", number, _("Leads"),
                           _("Your deputy looks after them from now on. Without a deputy they wait in the coordinators' queue."))  # fmt: skip


def told_of_follow_ups(ambassador):
    number = FollowUp.objects.of_owner(ambassador).open().count()
    return number and Told("phone", number, _("Calls you promised"),
                           _("Your deputy makes them, each at its time. Without a deputy they end, and nobody calls."))  # fmt: skip


def told_of_cases(ambassador):
    number = Case.objects.of_owner(ambassador).unsolved().count()
    return number and Told("help", number, _("Open help cases"),
                           _("Your deputy goes on helping. Without a deputy a coordinator does; nobody is left alone with their trouble."))  # fmt: skip


def told_of_call_backs(ambassador):
    number = CallBack.objects.of_owner(ambassador).waiting().count()
    return number and Told("phone", number, _("Calls customers asked for"),
                           _("Your deputy makes them in the time that is left. Without a deputy they end, and their numbers are erased at once."))  # fmt: skip


def hand_leads_over(leaving):
    """To the deputy, each with its open calls and cases; without one into the queue."""
    taker = _taker(leaving)
    rows = list(Lead.objects.looked_after_by(leaving.ambassador_id).living().order_by("pk").locked())
    if taker:
        faults = each(rows, lambda lead: lead.hand_to(taker, by=leaving.begun_by))
        _tell_the_deputy(leaving, taker)
        return faults
    return each(rows, lambda lead: lead.put_into_queue(by=leaving.begun_by))


def hand_cases_over(leaving):
    """To the deputy, or to a coordinator who is near; where there is none they stay, and every coordinator may act."""
    taker = _taker(leaving) or _coordinator_near(leaving.ambassador)
    rows = list(Case.objects.of_owner(leaving.ambassador).unsolved().order_by("pk").locked())
    if taker is None:
        return []
    faults = each(rows, lambda case: case.hand_to(taker, by=leaving.begun_by))
    if rows:
        _tell_the_deputy(leaving, taker)
    return faults


def hand_follow_ups_over(leaving):
    """What is still open after the leads went: to the deputy, or to its end."""
    for lent in FollowUp.objects.of_owner(leaving.ambassador).open().lent().with_lenders():
        lent.give_back()
    taker = _taker(leaving)
    rows = list(FollowUp.objects.of_owner(leaving.ambassador).open().soonest_first().locked())
    if taker:
        return each(rows, lambda call: call.hand_to(taker, by=leaving.begun_by))
    return each(rows, lambda call: call.end(WHY, by=leaving.begun_by))


def hand_call_backs_over(leaving):
    """Where the promised calls go: to the deputy, or to their end."""
    taker = _taker(leaving)
    rows = list(CallBack.objects.of_owner(leaving.ambassador).open().soonest_first().locked())
    if taker:
        return each(rows, lambda call: call.hand_to(taker, by=leaving.begun_by))
    return each(rows, lambda call: call.end(WHY, by=leaving.begun_by))


def _taker(leaving):
    """The deputy, unless they have left in the meantime themselves."""
    return leaving.deputy if leaving.deputy and leaving.deputy.is_active else None


def _coordinator_near(ambassador):
    """A coordinator who is an ambassador too and in whose scope the one who left stands; else one of the network."""
    people = Person.objects.holding("coordinator").order_by("pk").select_related("ambassador__person")
    able = [person for person in people if person.is_ambassador and person.pk != ambassador.person_id]
    unit, region = ambassador.unit_code, ambassador.region
    near = (person for person in able if any(_covers(role, unit, region) for role in person.roles_now))
    found = next(near, None)
    return found and found.ambassador


def _covers(role, unit, region):
    return role.name == "coordinator" and role.covers(unit, region)


def _tell_the_deputy(leaving, taker):
    Letter.write(
        "handed_over",
        recipient=taker.person,
        dedup_key=f"handed_over:{leaving.pk}:{taker.pk}",
        leaving=leaving.pk,
    )
