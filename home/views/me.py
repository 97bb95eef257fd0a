from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from home.forms.profile import PortraitForm, ProfileForm
from home.own import Own
from ledger.pages import page_of
from ledger.refusal import Refusal


def me(request):
    """What the network knows of me, who looked at what of mine, and my figures for me alone."""
    return render(
        request, "home/me.html", {"own": Own(request.user), "ambassador": request.user.ambassador_or_none}
    )


def profile(request):
    """What I tell the network of myself, and how far each part of it is seen."""
    ambassador = request.user.ambassador
    form = ProfileForm(request.POST or None, instance=ambassador, initial=typed.initial(request))
    if form.is_valid():
        form.keep(by=request.user)
        typed.sent(request)
        messages.success(request, _("Your profile is kept."))
        return redirect("home:me")
    return render(
        request, "home/profile.html", {"form": form, "ambassador": form.now, "portrait_form": PortraitForm()}
    )


def portrait(request):
    """A new picture of me; the old one goes."""
    ambassador, form = request.user.ambassador_or_none, PortraitForm(request.POST, request.FILES)
    if ambassador is None or not form.is_valid():
        raise Refusal(_("Choose a picture first."))
    ambassador.show_portrait(form.cleaned_data["portrait"], by=request.user)
    messages.success(request, _("That is you."))
    return redirect("home:profile")


def looks(request):
    """Every look at something of mine, newest first."""
    page = page_of(Own(request.user).all_looks, request, time="at_time")
    return render(request, "home/looks.html", {"page": page})
