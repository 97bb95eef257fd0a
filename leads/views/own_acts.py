from django.shortcuts import render

from leads import own_facts
from leads.doors import for_customers
from leads.models import ErasureWish, Objection
from leads.models.objection import take_back_all
from ledger.refusal import Refusal


@for_customers("page")
def withdrawals(request, link):
    """Take one consent back, or all of them; taken back twice it is taken back."""
    asked = request.POST.get("consent", "")
    if asked == "all":
        take_back_all(link.customer)
        return own_facts.back_to(request.link_token, "all_withdrawn")
    take_back_all(link.customer, only=asked)
    return own_facts.back_to(request.link_token, "withdrawn")


@for_customers("page")
def objections(request, link):
    """No advertising, or no contact at all."""
    scope = request.POST.get("scope", "")
    if scope in Objection.Scope.values:
        Objection.declare(link.customer, scope)
    return own_facts.back_to(request.link_token, f"objected_{scope}")


@for_customers("page")
def change_of_mind(request, link):
    """The customer objects no longer; what they took back stays taken back."""
    for objection in link.customer.objections.all().standing().in_scope(request.POST.get("scope", "")):
        _once(objection.end)
    return own_facts.back_to(request.link_token, "objects_no_longer")


@for_customers("page")
def erasure(request, link):
    """Erase everything, after one question."""
    if request.method == "POST":
        ErasureWish.fulfil(link.customer)
        return render(request, "c/erased.html")
    return render(request, "c/erasure.html", {"token": request.link_token})


def _once(act):
    """Somebody was faster with the same wish: it is fulfilled."""
    try:
        act(by=None)
    except Refusal:
        pass
