from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ambassadors import typed
from leads.forms.consent import ConsentForm
from leads.models import Consent, Customer
from leads.models.consent_wording import read_aloud


def new(request, pk):
    """Write down a yes, with the words that were read aloud."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = ConsentForm(request.POST or None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        Consent.take(customer, by=request.user, **form.cleaned_data)
        typed.sent(request)
        messages.success(request, _("The consent is kept, with its wording."))
        return redirect(customer)
    wordings = read_aloud(get_language())
    return render(request, "consents/new.html", {"customer": customer, "form": form, "wordings": wordings})


def withdrawal(request, pk):
    """Take a consent back, at once and everywhere."""
    consent = get_object_or_404(Consent.objects.visible_to(request.user), pk=pk)
    consent.withdraw(by=request.user, how="told an ambassador")
    messages.success(request, _("Taken back. Nobody is asked to call because of it any more."))
    return redirect(consent.customer)
