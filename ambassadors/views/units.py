from datetime import date

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ambassadors.models import Ambassador, Reorganisation, Succession, Unit, UnitSpan


def index(request):
    """The units of the company as a tree, as they are today or on any day; and what is planned."""
    day = _day(request)
    planned = Reorganisation.objects.visible_to(request.user).planned().soonest_first()[:20]
    return render(
        request,
        "units/index.html",
        {
            "tree": Unit.objects.tree(day),
            "day": day,
            "is_today": day == timezone.localdate(),
            "planned": planned,
            "was_asked": request.GET.get("on", ""),
        },
    )


def unit(request, code):
    """One unit: its names and places over time, what it came from and went on as, and what stands below it today."""
    found = get_object_or_404(Unit, code=code)
    spans = list(UnitSpan.objects.of_units([found]).with_units().oldest_first())
    parents = {span.parent_id for span in spans if span.parent_id}
    names = UnitSpan.objects.of_units(parents)
    return render(
        request,
        "units/unit.html",
        {
            "unit": found,
            "spans": [(span, _name_then(span, names)) for span in reversed(spans)],
            "now": _now(spans, names),
            "last": next((span for span in reversed(spans) if span.valid_from <= timezone.localdate()), None),
            "links": Succession.objects.around(found).with_names().by_day(),
            "below": UnitSpan.objects.on(timezone.localdate()).below(found).by_name(),
            "is_large": _is_large(found),
            "minimum": settings.GROUP_MINIMUM,
        },
    )


def _now(spans, names):
    """(the span of today, what its parent is called today), or nothing for a unit that is gone or still to come."""
    today = timezone.localdate()
    for span in spans:
        if _holds(span, today):
            above = [name.name for name in names if name.unit_id == span.parent_id and _holds(name, today)]
            return span, "".join(above)
    return None


def _name_then(span, names):
    """What the parent was called when the span began."""
    for name in names:
        if name.unit_id == span.parent_id and _holds(name, span.valid_from):
            return name.name
    return span.parent.code if span.parent else ""


def _holds(span, day):
    return span.valid_from <= day and (span.valid_until is None or span.valid_until > day)


def _is_large(unit):
    """Whether so many people belong to it and to all below that one may speak of them; never how many."""
    today = timezone.localdate()
    people = Ambassador.objects.active().in_units(unit.subtree_codes(today), today)
    return len(people.values_list("pk")[: settings.GROUP_MINIMUM]) >= settings.GROUP_MINIMUM


def _day(request):
    """The day that is asked for; today where it is none."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()
