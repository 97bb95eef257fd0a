import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from ambassadors.forms.reorganisation import FORMS
from ambassadors.models import Reorganisation
from ambassadors.reorganising.preview import Preview
from ledger.pages import page_of
from ledger.refusal import Refusal


def index(request):
    """What is drafted, planned and done, newest first."""
    rows = Reorganisation.objects.visible_to(request.user).newest_first()
    page = page_of(rows, request, time="created_at")
    return render(request, "reorganisations/index.html", {"page": page, "kinds": Reorganisation.Kind.choices})


def new(request):
    """Draft a reorganisation of one kind; nothing changes before somebody decides."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in FORMS else "merge"
    form = FORMS[kind](request.POST or None, initial={"client_id": uuid.uuid4(), **typed.initial(request)})
    if request.method == "POST" and form.is_valid():
        draft = _drafted(request, kind, form)
        if draft:
            typed.sent(request)
            return redirect(draft)
    return render(request, "reorganisations/new.html", {"form": form, "kind": kind, "kinds": _kinds(kind)})


def reorganisation(request, pk):
    """Exactly what it changes, and the way to decide or undo it."""
    found = _found(request, pk)
    try:
        preview = Preview(found) if request.user.is_admin else None
    except Refusal as refusal:
        return _page(request, found, None, refusal)
    return _page(request, found, preview, _hindrance(found))


def people(request, pk):
    """Say by hand where those go whom no rule names."""
    found = _found(request, pk)
    chosen = {key.removeprefix("to_"): code for key, code in request.POST.items() if key.startswith("to_")}
    found.assign(chosen, by=request.user)
    messages.success(request, _("Kept."))
    return redirect(found)


def decision(request, pk):
    """From its day on it is so."""
    found = _found(request, pk)
    found.decide(by=request.user)
    messages.success(request, _("Decided. Until its day you can undo it here."))
    return redirect(found)


def undoing(request, pk):
    """As if it had never been decided."""
    found = _found(request, pk)
    found.undo(by=request.user)
    messages.success(request, _("Undone. Everything is as it was; the draft stays here."))
    return redirect(found)


def discarding(request, pk):
    """Throw a draft away."""
    _found(request, pk).discard(by=request.user)
    messages.success(request, _("The draft is thrown away."))
    return redirect("ambassadors:reorganisations")


def _drafted(request, kind, form):
    """The draft, or None where it can't be: then the form says why, and what was typed stays."""
    said = form.cleaned_data
    how = {"takes_effect_on": said["takes_effect_on"], "client_id": said["client_id"]}
    try:
        return Reorganisation.draft(kind, form.plan(), by=request.user, **how)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _hindrance(found):
    """Why a draft can't be decided now, or None."""
    if found.is_decided:
        return None
    try:
        found.must_be_possible()
    except Refusal as refusal:
        return refusal
    return None


def _page(request, found, preview, hindrance):
    return render(
        request,
        "reorganisations/reorganisation.html",
        {"reorganisation": found, "preview": preview, "hindrance": hindrance},
    )


def _kinds(chosen):
    return [
        {"url": f"?kind={kind}", "label": label, "current": kind == chosen}
        for kind, label in Reorganisation.Kind.choices
    ]


def _found(request, pk):
    return get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk)
