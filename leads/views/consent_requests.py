from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ambassadors import typed
from leads import consent_links
from leads.doors import for_customers, opened_by
from leads.forms.consent_request import CodeForm, ConsentRequestForm, SayYesForm
from leads.models import ConsentRequest, Customer, CustomerLink
from ledger.refusal import Refusal

LASTS = timedelta(days=1)  # the code on the ambassador's screen


@never_cache
def new(request, pk):
    """Ask: the customer points their camera at the code and says yes on their own phone."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = ConsentRequestForm(request.POST or None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        ConsentRequest.ask(customer, by=request.user, **form.cleaned_data)
        token = CustomerLink.issue(customer, by=request.user, purpose="consent", valid_for=LASTS)
        typed.sent(request)
        address = settings.SITE_URL.rstrip("/") + reverse("leads:own_consent", args=[token])
        return render(request, "consent_requests/code.html", {"customer": customer, "address": address})
    return render(request, "consent_requests/new.html", {"customer": customer, "form": form})


def confirmation(request, pk):
    """The second yes: the customer reads the code on their screen aloud."""
    asked = get_object_or_404(ConsentRequest.objects.visible_to(request.user).with_everything(), pk=pk)
    form = CodeForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("The code is missing. Let them read the six digits on their screen."))
    asked.confirm_by_code(form.cleaned_data["code"], by=request.user)
    messages.success(request, _("Confirmed. From now on it counts."))
    return redirect(asked.customer)


@for_customers("consent")
def own(request, link):
    """What the customer was asked last, on their own phone; opening it changes nothing."""
    asked = ConsentRequest.last_of(link.customer)
    if asked is None:
        return render(request, "c/gone.html", status=404)
    with translation.override(asked.language):
        form = SayYesForm(request.POST or None, asked=asked)
        if request.method == "POST" and (asked.said_at or form.is_valid()):
            if asked.said_at is None:
                asked.say_yes(**form.said)
            return redirect("leads:own_consent", token=request.link_token)
        return render(request, "consent_requests/own.html", {"asked": asked, "form": form})


@opened_by(consent_links.followed)
def second_yes(request, asked):
    """The link in the e-mail: opening it changes nothing, only the tap does."""
    with translation.override(asked.language):
        if request.method == "POST" and asked.is_waiting:
            asked.confirm_by_link()
            return redirect("leads:second_yes", token=request.link_token)
        return render(request, "consent_requests/second_yes.html", {"asked": asked})
