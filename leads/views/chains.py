from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from leads import chain_board
from leads.forms.chain import ChainForm, DayForm
from leads.models import Chain, Purpose


def index(request):
    """Which calls are promised by themselves: now, from a later day on, and before."""
    board = chain_board.of(request.user.today())
    return render(request, "chains/index.html", {"board": board, "may_write": _may_write(request.user)})


def new(request, kind):
    """Write a chain anew, from a day on."""
    kind, today = _known(kind), request.user.today()
    purpose = Purpose.ADVERTISING if kind == Chain.Kind.SALE else Purpose.SERVICE
    steps = Chain.calls_on(kind, today)
    form = ChainForm(request.POST or None, steps=steps, purpose=purpose, today=today)
    if request.method == "POST" and form.is_valid():
        Chain.write(kind, form.steps, by=request.user, valid_from=form.cleaned_data["day"])
        typed.sent(request)
        messages.success(request, _("Written. What is promised already stays as it is."))
        return redirect("leads:chains")
    return render(request, "chains/new.html", {"form": form, "kind": kind})


def end(request, kind):
    """From a day on nothing of this kind is promised by itself."""
    kind = _known(kind)
    form = DayForm(request.POST or None, today=request.user.today())
    if request.method == "POST" and form.is_valid():
        Chain.end(kind, by=request.user, valid_until=form.cleaned_data["day"])
        messages.success(request, _("It ends. What is promised already stays as it is."))
        return redirect("leads:chains")
    return render(request, "chains/end.html", {"form": form, "kind": kind})


def _known(kind):
    if kind not in Chain.Kind.values:
        raise Http404
    return Chain.Kind(kind)


def _may_write(person):
    return person.is_admin or person.coordinates_everything
