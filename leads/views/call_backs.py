from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ambassadors import typed
from leads.forms.call_back import CallAnswerForm, CallBackForm
from leads.models import CallBack, Customer, Lead
from ledger.refusal import Refusal


def new(request, pk):
    """Keep a number for the one call they asked for."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = CallBackForm(request.POST or None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        asked = CallBack.ask(customer, owner=_caller(request, customer), by=request.user, **form.cleaned_data)
        typed.sent(request)
        messages.success(
            request, _("Kept for one call by %(name)s. Then the number is erased.") % {"name": asked.owner}
        )
        return redirect(customer)
    return render(request, "call_backs/new.html", {"customer": customer, "form": form})


@never_cache
def number(request, pk):
    """The number for the one call, once the look at it is written down."""
    found = get_object_or_404(CallBack.objects.visible_to(request.user).with_customers(), pk=pk)
    phone = found.show_number(by=request.user)
    return render(request, "call_backs/number.html", {"call_back": found, "phone": phone})


def answer(request, pk):
    """How the call went; once they spoke, the number is gone."""
    found = get_object_or_404(CallBack.objects.visible_to(request.user).with_customers(), pk=pk)
    form = CallAnswerForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("How the call went is missing. Go back and tap one of the answers."))
    found.complete(by=request.user, answer=form.cleaned_data["answer"])
    if found.done_at:
        messages.success(request, _("Written down. The number is erased."))
    else:
        messages.success(request, _("Written down. The number waits for the rest of its time."))
    return redirect(found)


def _caller(request, customer):
    """Whoever writes it down, or whoever looks after the customer where that is no ambassador."""
    ambassador = request.user.ambassador_or_none
    if ambassador is not None and ambassador.is_active:
        return ambassador
    lead = Lead.objects.visible_to(request.user).of_customer(customer).with_people().newest_first().first()
    if lead is None or lead.owner is None:
        raise Refusal(
            _("Nobody looks after this customer yet who could call. Hand the lead to somebody first.")
        )
    return lead.owner
