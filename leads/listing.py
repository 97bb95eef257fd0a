"""What stands around the lists: the ways to narrow them, and the words for what happened."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from leads.models import Lead
from ledger.plans import is_unnarrowed


def is_whole(request):
    """Whether it is asked for unnarrowed by somebody who sees their own or everything: a land may hold many rows or few."""
    return is_unnarrowed(request) and sees_all_or_own(request)


def sees_all_or_own(request):
    return not request.user.is_coordinator or request.user.coordinates_everything


def lead_options(leads, *, board=False):
    """The chips over the lead list (a LeadList); counted only for one's own, which are few, and not on the board."""
    count = {} if leads.may_scope or board else leads.mine.by_state()
    total = sum(count.values()) if count else None
    rows = [("", _("All"), "", total), ("due", _("Due"), "clock", None), ("open", _("Open"), "", _open(count)),
            ("won", _("Won"), "", count.get("won")), ("lost", _("Lost"), "", count.get("lost")),
            ("without-consent", _("Without consent"), "", None)]  # fmt: skip
    if leads.may_scope:
        rows += [("queue", _("Nobody's"), "", None), ("mine", _("Mine"), "", None)]
    return [
        {
            "url": leads.address(state=key),
            "label": label,
            "icon": icon,
            "count": n,
            "current": key == leads.view,
        }
        for key, label, icon, n in rows
    ]


def follow_up_options(request, show):
    """The chips over the follow-ups."""
    rows = [
        ("", _("Due"), "clock"),
        ("coming", _("Coming"), "calendar"),
        ("answered", _("Answered"), "check"),
    ]
    if request.user.is_coordinator:
        rows.append(("network", _("Due in the network"), "users"))
    url = reverse("leads:follow_ups")
    return [_option(url, key, label, icon, None, show, "", name="show") for key, label, icon in rows]


def case_options(view):
    """The chips over the help cases."""
    rows = [
        ("", _("Open"), "clock"),
        ("handed_on", _("With the service desk"), ""),
        ("solved", _("Solved"), "check"),
    ]
    return [_option(reverse("leads:cases"), key, label, icon, None, view, "") for key, label, icon in rows]


def moved_words(lead):
    """What is said after a lead went to another state."""
    if lead.is_won:
        return _("Won. We remind you to ask whether all is well.")
    return _("%(lead)s: %(state)s.") % {"lead": lead, "state": Lead.State(lead.state).label}


def _open(count):
    return sum(count[state] for state in ("new", "contacted", "offered")) if count else None


def _option(url, key, label, icon, count, current, q, *, name="state"):
    query = {name: key} if key else {}
    query |= {"q": q} if q else {}
    address = f"{url}?{urlencode(query)}" if query else url
    return {"url": address, "label": label, "icon": icon, "count": count, "current": key == current}
