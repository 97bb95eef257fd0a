from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from leads.models import Customer, ErasureWish


def erasure(request, pk):
    """Erase a customer who asked for it, after one question."""
    found = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "customers/erasure.html", {"customer": found})
    ErasureWish.fulfil(found, by=request.user)
    messages.success(request, _("Erased. Nothing about them is left here."))
    return redirect("leads:index")
