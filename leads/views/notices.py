from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leads.forms.notice import NoticeForm
from leads.models import Customer, Notice, NoticeWording
from leads.models.consent_wording import spoken
from leads.views.leads import back_to
from ledger.refusal import Refusal


def new(request, pk):
    """Write down that a customer was told what happens to their data."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("How they were told is missing. Go back and choose it."))
    Notice.hand_over(customer, by=request.user, **form.cleaned_data)
    messages.success(request, _("Written down, with the version they were given."))
    return redirect(back_to(request) or customer)


def card(request):
    """The notice as a card to show on the phone or to print: a code that opens it on theirs."""
    language = spoken(request.GET.get("language", get_language()))
    notice = NoticeWording.shown(language)
    page = reverse(f"home:notice_{language}")
    address = f"{settings.SITE_URL.rstrip('/')}{page}?version={notice.version}"
    with translation.override(language):
        return render(
            request, "notices/card.html", {"notice": notice, "address": address, "language": language}
        )
