from django.http import JsonResponse
from django.shortcuts import redirect, render

from ambassadors import languages
from leads import own_facts
from leads.doors import for_customers


@for_customers("page")
def page(request, link):
    """What is kept about the customer, and everything they may do about it; opening it changes nothing."""
    customer = link.customer
    return render(request, "c/index.html", {
        "customer": customer,
        "link": link,
        "token": request.link_token,
        "facts": own_facts.of(customer),
        "told": own_facts.told(customer),
        "consents": own_facts.allowed(customer),
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
def language(request, _link):
    """Speak another language from now on."""
    response, chosen = redirect("leads:own_page", token=request.link_token), request.POST.get("language", "")
    if languages.is_spoken(chosen):
        languages.remember(response, chosen)
    return response
