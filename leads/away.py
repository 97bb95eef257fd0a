"""While an ambassador is away their deputy makes the calls that come due; when they are back, what is open is theirs again."""

from datetime import timedelta

from django.utils import timezone

from ambassadors.models import Absence, Deputy
from leads.models import FollowUp
from leads.models.due import working_morning


def now():
    """{ambassador's key: the absence} of everybody who is away at this moment, up to their first working morning after."""
    around = Absence.objects.around(timezone.localdate()).with_people()
    return {absence.ambassador_id: absence for absence in around if _is_away(absence)}


def sweep():
    """Lend what comes due while somebody is away, and give back what was lent; returns how many calls moved."""
    away = now()
    deputies = Deputy.objects.besides(away).first_agreed_of(list(away))
    back = [call for call in FollowUp.objects.open().lent().with_lenders() if _goes_back(call, deputies)]
    for call in back:
        call.give_back()
    return len(back) + sum(_lend(FollowUp.objects.of_owner(owner), to) for owner, to in deputies.items())


def _is_away(absence):
    person = absence.ambassador.person
    morning = working_morning(absence.last_day + timedelta(days=1), absence.ambassador)
    return absence.first_day <= person.today() and timezone.now() < morning.instant


def _goes_back(call, deputies):
    return deputies.get(call.stands_in_for_id) != call.owner_id


def _lend(calls, deputy):
    rows = list(calls.due().soonest_first())
    for call in rows:
        call.lend_to(deputy)
    return len(rows)
