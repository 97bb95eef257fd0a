import base64

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ambassadors import typed
from leads import bundle as bundles
from leads.forms.consent import ConsentForm
from leads.forms.consent_bundle import BundleForm
from leads.models import Consent, Customer
from leads.models.consent_wording import read_aloud
from ledger.models import Look
from ledger.refusal import Refusal


def new(request, pk):
    """Write down a yes, with the words that were read aloud."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = ConsentForm(request.POST or None, request.FILES or None, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        form.take(customer, by=request.user)
        typed.sent(request)
        messages.success(request, _("The consent is kept, with its wording."))
        return redirect(customer)
    wordings = read_aloud(get_language())
    return render(request, "consents/new.html", {"customer": customer, "form": form, "wordings": wordings})


def withdrawal(request, pk):
    """Take a consent back, at once and everywhere."""
    consent = get_object_or_404(Consent.objects.visible_to(request.user), pk=pk)
    consent.withdraw(by=request.user)
    messages.success(request, _("Taken back. Nobody is asked to call because of it any more."))
    return redirect(consent.customer)


def use(request, pk):
    """Write down that they were reached because of it; the five years start anew."""
    consent = get_object_or_404(Consent.objects.visible_to(request.user), pk=pk)
    consent.use(by=request.user)
    messages.success(request, _("Written down. The five years of its proof start anew."))
    return redirect(consent.customer)


@never_cache
def paper(request, pk):
    """The sheet that was signed, once the look at it is written down."""
    consents = Consent.objects.visible_to(request.user).on_any_paper()
    consent = get_object_or_404(consents, pk=pk)
    if consent.paper is None or not consent.paper.path.exists():
        raise Http404
    Look.record(consent.customer, by=request.user, purpose="paper")
    drawn = base64.b64encode(consent.paper.path.read_bytes()).decode()
    return render(request, "consents/paper.html", {"consent": consent, "drawn": drawn})


@never_cache
def bundle(request, pk):
    """Every proof about one customer as one PDF; making it is written down with its reason."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = BundleForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("The reason is missing. Go back and choose why you need the proof."))
    pdf = bundles.make(customer, by=request.user, **form.cleaned_data)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="consents-{customer.pk.hex[:8]}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
