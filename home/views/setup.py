from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ambassadors import domains, typed
from ambassadors.models import Network
from home import steps
from home.forms.lead_facts import LeadFactsForm
from ledger.refusal import Refusal


def setup(request):
    """How far the network is set up, what is missing, and who changed what."""
    network = Network.now()
    missing = steps.missing(network)
    return render(
        request,
        "setup/index.html",
        {"steps": [(step, missing.get(step.key, "")) for step in steps.STEPS], "history": steps.history()},
    )


def step(request, key):
    """One step: everything can be skipped, and changed later at the same place."""
    here, network = steps.named(key), Network.now()
    form = here.form(
        request.POST or None, request.FILES or None, instance=network, initial=typed.initial(request)
    )
    if request.method == "POST" and form.is_valid() and _keep(form, request.user):
        typed.sent(request)
        _tell(request)
        return redirect("home:setup" if network.is_set_up or not here.next else here.next.route)
    return render(
        request,
        here.template,
        {"form": form, "step": here, "steps": steps.STEPS, "settled": network.is_set_up},
    )


def lead_facts(request):
    """What the network keeps about leads; at first only what it needs."""
    sent = request.POST if request.method == "POST" else None  # an empty box sends nothing
    form = LeadFactsForm(sent, instance=Network.now(), initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        form.keep(by=request.user)
        typed.sent(request)
        messages.success(request, _("Kept."))
        return redirect("home:setup")
    return render(request, "setup/lead_facts.html", {"form": form})


def completion(request):
    """The first admin is through with it, or goes on another time."""
    Network.finish(by=request.user)
    messages.success(request, _("The network is ready. Everything can be changed at Set-up."))
    return redirect("home:today")


def _keep(form, person):
    try:
        form.keep(by=person)
    except Refusal as refusal:
        form.add_error("logo" if "logo" in form.fields else None, str(refusal))
        return False
    return True


def _tell(request):
    messages.success(request, _("Kept."))
    public = domains.public(Network.now().company_domains)
    if public:
        messages.warning(
            request,
            _("Anybody in the world gets an address at %(domains)s, so anybody could join. Take it out unless you mean it.")
            % {"domains": ", ".join(public)},
        )  # fmt: skip
