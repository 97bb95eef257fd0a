from itertools import product

from django.shortcuts import render
from django.utils.translation import get_language

from leads import own_facts
from leads.doors import for_customers
from leads.forms.own_yes import OwnYesForm
from leads.models import Channel, ConsentWording, ErasureWish, Objection, Purpose, own_yes
from leads.models.objection import take_back_all
from ledger.refusal import Refusal

WHAT = set(product(Channel.values, Purpose.values))


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
def permission(request, link, channel, purpose):
    """Say yes, for the first time or anew: to the words in force, read on this page. Opening it changes nothing."""
    if (channel, purpose) not in WHAT:
        return render(request, "c/gone.html", status=404)
    wording = ConsentWording.shown(channel, purpose, get_language())
    form = OwnYesForm(request.POST or None, wording=wording, customer=link.customer)
    if request.method == "POST" and form.is_valid():
        kept = ConsentWording.current(channel, purpose, wording.language)
        counts = own_yes.say_yes(link, kept, **form.cleaned_data)
        return own_facts.back_to(request.link_token, "agreed" if counts else "agreed_once")
    return render(request, "c/permission.html", {
        "form": form,
        "wording": wording,
        "ends": list(link.customer.objections.all().contradicted_by(purpose)),
        "token": request.link_token,
    })  # fmt: skip


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
