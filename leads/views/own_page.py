from django.http import JsonResponse
from django.shortcuts import redirect, render

from ambassadors import languages
from leads import discarded, own_facts
from leads.doors import for_customers
from leads.forms.own_facts import OwnFactsForm
from leads.models import CustomerLink


@for_customers("page")
def page(request, link):
    """What is kept about the customer, and everything they may do about it; opening it changes nothing."""
    customer = link.customer
    consents = own_facts.allowed(customer)
    return render(request, "c/index.html", {
        "customer": customer,
        "link": link,
        "token": request.link_token,
        "facts": own_facts.of(customer),
        "told": own_facts.told(customer),
        "consents": consents,
        "never_allowed": own_facts.never_allowed(consents),
        "any_standing": any(not consent.is_withdrawn for consent in consents),
        "objections": {one.scope: one for one in customer.objections.all().standing()},
        "done": own_facts.done_words(request.GET.get("done", "")),
    })  # fmt: skip


@for_customers("page")
def file(request, link):
    """The same as a file for a machine."""
    response = JsonResponse(
        own_facts.as_file(link.customer), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@for_customers("page")
def correction(request, link):
    """Correct what is kept."""
    form = OwnFactsForm(request.POST or None, instance=link.customer)
    token = request.link_token
    if request.method == "POST" and form.is_valid():
        customer = CustomerLink.objects.opened_by(
            token
        ).customer  # as it is kept: the form has changed its own
        not_kept = customer.keep_contact(by=None, **form.cleaned_data)
        done = "corrected_in_part" if discarded.sentences(not_kept) else "corrected"
        return own_facts.back_to(token, done)
    return render(request, "c/correction.html", {"form": form, "token": token})


@for_customers("page")
def language(request, _link):
    """Speak another language from now on."""
    response, chosen = redirect("leads:own_page", token=request.link_token), request.POST.get("language", "")
    if languages.is_spoken(chosen):
        languages.remember(response, chosen)
    return response
