from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ambassadors import typed
from leads import capture
from leads import photos as photographs
from leads.forms.encounter import EncounterForm
from leads.forms.person import SomebodyElseForm
from leads.models import Encounter
from leads.models.consent_wording import aloud
from ledger.plans import kept


@kept
def new(request):
    """Log an encounter: three taps and a sentence."""
    ambassador = request.user.ambassador_or_none
    before = {} if request.method == "POST" else {**_like_the_last(ambassador), **typed.initial(request)}
    form = EncounterForm(request.POST or None, ambassador=ambassador, initial=before)
    if request.method == "POST" and {"add", "leave_out"} & set(request.POST):
        form = form.with_people(
            form.people.changed(add="add" in request.POST, leave_out=request.POST.get("leave_out"))
        )
    elif request.method == "POST" and form.is_valid():
        encounter, people = capture.take(form, ambassador, by=request.user)
        for sentence in photographs.take_with(encounter, request.FILES.getlist("photo"), by=request.user):
            messages.warning(request, sentence)
        return _kept(request, encounter, people)
    return render(request, "encounters/new.html", {"form": form, "aloud": aloud(get_language())})


def encounter(request, pk):
    """One encounter and what came of it."""
    found = get_object_or_404(
        Encounter.objects.visible_to(request.user).with_what_came_of_it(request.user), pk=pk
    )
    return render(
        request, "encounters/encounter.html", {"encounter": found, "own": found.is_owned_by(request.user)}
    )


def new_person(request, pk):
    """Somebody else who was there."""
    found = get_object_or_404(
        Encounter.objects.owned_by(request.user).with_what_came_of_it(request.user), pk=pk
    )
    form = SomebodyElseForm(request.POST or None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        met = capture.meet(found, by=request.user, client_id=form.client_id_sent, **form.person_facts)
        return _kept(request, found, [met])
    page = {"form": form, "encounter": found, "aloud": aloud(get_language())}
    return render(request, "encounters/new_person.html", page)


def _kept(request, encounter, people):
    typed.sent(request)
    messages.success(request, _("Kept."))
    for note in capture.notes(people):
        messages.warning(request, note)
    return redirect(encounter)


def _like_the_last(ambassador):
    """At a fair one encounter follows the other: begin where the last one was."""
    last = Encounter.objects.owned_by(ambassador.person).of_today().newest_first().first()
    if last is None:
        return {}
    if last.gathering_id:
        return {"occasion": str(last.gathering_id), "opener": last.opener}
    return {"occasion": last.occasion, "opener": last.opener, "place": last.place}
