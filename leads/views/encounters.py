from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from leads import capture
from leads.forms.encounter import EncounterForm
from leads.forms.person import PersonForm
from leads.models import Encounter


def new(request):
    """Log an encounter: three taps and a sentence."""
    ambassador = request.user.ambassador_or_none
    form = EncounterForm(
        request.POST or None, initial={**_like_the_last(ambassador), **typed.initial(request)}
    )
    if request.method == "POST" and form.is_valid():
        encounter, met = capture.log(
            ambassador, by=request.user, client_id=form.client_id_sent,
            encounter=form.encounter_facts, person=form.person_facts,
        )  # fmt: skip
        return _kept(request, encounter, met)
    return render(request, "encounters/new.html", {"form": form})


def encounter(request, pk):
    """One encounter and what came of it."""
    found = get_object_or_404(Encounter.objects.visible_to(request.user).with_what_came_of_it(), pk=pk)
    return render(request, "encounters/encounter.html", {"encounter": found})


def new_person(request, pk):
    """Somebody else who was there."""
    found = get_object_or_404(Encounter.objects.owned_by(request.user).with_what_came_of_it(), pk=pk)
    form = PersonForm(request.POST or None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        met = capture.meet(found, by=request.user, client_id=form.client_id_sent, **form.person_facts)
        return _kept(request, found, met)
    return render(request, "encounters/new_person.html", {"form": form, "encounter": found})


def _kept(request, encounter, met):
    typed.sent(request)
    messages.success(request, _("Kept."))
    if met and "phone" in met.discarded:
        messages.warning(request, _("The number was not kept: there is no consent to call."))
    return redirect(encounter)


def _like_the_last(ambassador):
    """At a fair one encounter follows the other: begin where the last one was."""
    last = Encounter.objects.owned_by(ambassador.person).of_today().newest_first().first()
    return {"occasion": last.occasion, "opener": last.opener, "place": last.place} if last else {}
