from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from leads.models import Customer, CustomerLink
from leads.models.customer_link import LASTS, address_of
from ledger.models import Look


@never_cache
def new(request, pk):
    """A new link to the customer's own page, shown this once."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user).standing(), pk=pk)
    Look.record(customer, by=request.user, purpose="link")  # whoever holds it can open it
    address = address_of(CustomerLink.issue(customer, by=request.user))
    return render(
        request, "customers/link.html", {"customer": customer, "address": address, "days": LASTS.days}
    )


def revocation(request, pk):
    """The link opens nothing from now on."""
    link = get_object_or_404(CustomerLink.objects.visible_to(request.user), pk=pk)
    link.revoke(by=request.user)
    messages.success(request, _("The link is taken back. It opens nothing any more."))
    return redirect(link.customer)
