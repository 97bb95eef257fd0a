from django.shortcuts import render

from home.today import Today
from ledger.plans import kept


@kept
def today(request):
    """What is due and what is new, role by role."""
    return render(request, "home/today.html", {"today": Today(request.user)})
