from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors import sessions, signing_up
from ambassadors.forms.invitations import AddressForm, NewcomerForm
from ambassadors.models import Network
from ledger.refusal import Refusal


@login_not_required
def joining(request):
    """Ask to join with a company address; a letter to it confirms that it is one's own, and tells nobody who is here."""
    domains = Network.now().company_domains
    if request.user.is_authenticated:
        return redirect("home:today")
    form = AddressForm(request.POST or None) if domains else None
    if form and form.is_valid():
        _not_too_often(request)
        address = form.cleaned_data["email"]
        if ratelimit.consume(
            request, action="confirm_email", key=address
        ):  # else one mail is on its way already
            signing_up.write_to(address)
        return render(request, "joining/sent.html", {"address": address})
    return render(request, "joining/index.html", {"form": form, "domains": domains})


def _not_too_often(request):
    if not ratelimit.consume(request, action="signup"):
        raise Refusal(_("That was too often in a row. Wait a few minutes, then try again."))


@login_not_required
def confirmed(request, token):
    """The address is one's own: say a name, and one is an ambassador. Before this nothing of one was kept."""
    address = signing_up.confirmed(token)
    if address is None:
        over = {"sentence": signing_up.OVER, "back": reverse("ambassadors:join")}
        return render(request, "refused.html", over, status=404)
    form = NewcomerForm(request.POST or None, address=address)
    if form.is_valid():
        person = signing_up.join(token, **form.cleaned_data)
        sessions.open_for(request, person)
        messages.success(request, _("Welcome. You are an ambassador now."))
        return redirect("home:today")
    return render(request, "joining/confirmed.html", {"form": form, "address": address})
