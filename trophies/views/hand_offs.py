from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from trophies.forms.confirmation import ConfirmationForm
from trophies.forms.hand_off import HandOffForm
from trophies.models import HandOff, Trophy


def hand_on(request, slug):
    """Offer a trophy to somebody, found by name or place."""
    trophy = get_object_or_404(Trophy.objects.visible_to(request.user).with_keepers(), slug=slug)
    form = HandOffForm(
        request.POST or None,
        trophy=trophy,
        wanted=request.GET.get("q", "")[:80],
        initial=typed.initial(request),
    )
    if request.method == "POST" and form.is_valid():
        hand_off = trophy.hand_on(by=request.user, **form.cleaned_data)
        typed.sent(request)
        messages.success(
            request,
            _("%(name)s gets a letter. The trophy changes hands when they confirm.")
            % {"name": hand_off.taker},
        )
        return redirect(trophy)
    return render(request, "hand_offs/new.html", {"trophy": trophy, "form": form})


def confirm(request, pk):
    """The two hands and the ribbon between them; the taker confirms here."""
    hand_off = get_object_or_404(HandOff.objects.visible_to(request.user).with_people(), pk=pk)
    form = ConfirmationForm(
        request.POST or None, initial={"host_city": hand_off.taker.city, **typed.initial(request)}
    )
    if request.method == "POST" and form.is_valid():
        hand_off.confirm(by=request.user, **form.cleaned_data)
        typed.sent(request)
        messages.success(request, _("From now on you keep %(trophy)s.") % {"trophy": hand_off.trophy})
        return redirect(hand_off.trophy)
    return render(request, "hand_offs/hand_off.html", {"hand_off": hand_off, "form": form})


def decline(request, pk):
    hand_off = get_object_or_404(HandOff.objects.visible_to(request.user).with_people(), pk=pk)
    hand_off.decline(by=request.user)
    messages.success(request, _("All right. The trophy stays where it is, and nobody asks why."))
    return redirect(hand_off.trophy)


def cancel(request, pk):
    hand_off = get_object_or_404(HandOff.objects.visible_to(request.user).with_people(), pk=pk)
    hand_off.cancel(by=request.user)
    messages.success(
        request, _("The hand-over is taken back. %(name)s keeps the trophy.") % {"name": hand_off.giver}
    )
    return redirect(hand_off.trophy)
