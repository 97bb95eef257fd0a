"""What is open for an ambassador, fit to be kept on a phone: the task and a pseudonym, and no word about a customer."""

from django.utils.translation import gettext as _

from leads.models import Case, FollowUp, Lead
from ledger.pseudonyms import pseudonym

MOST = 20  # of each; a phone isn't the place for more


def open_items_of(person):
    """[{task, who, when, address}], what is due first."""
    calls = FollowUp.objects.owned_by(person).open().soonest_first()[:MOST]
    cases = Case.objects.owned_by(person).open().newest_first()[:MOST]
    leads = Lead.objects.owned_by(person).open().newest_first()[:MOST]
    return [
        *[_item(one, _("Call"), one.due_at) for one in calls],
        *[_item(one, _("Help case")) for one in cases],
        *[_item(one, _("Lead: %(state)s") % {"state": one.get_state_display()}) for one in leads],
    ]


def _item(row, task, when=None):
    return {
        "task": task,
        "who": pseudonym("C", row.customer_id),
        "when": when and when.isoformat(),
        "address": row.get_absolute_url(),
    }
