from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ambassadors import typed
from leads import discarded
from leads.forms.consent_bundle import BundleForm
from leads.forms.customer import CustomerForm
from leads.forms.notice import NoticeForm
from leads.models import Case, Customer, Duplicate, FollowUp, Lead, Objection
from leads.standing import Standing
from ledger.models import Look
from ledger.refusal import Refusal

LOOKS_SHOWN = 10
LINKS_SHOWN = 5


def customer(request, pk):
    """One customer: what they allowed, what is going on, and who looked."""
    found = get_object_or_404(Customer.objects.visible_to(request.user).select_related("merged_into"), pk=pk)
    if found.merged_into:
        return redirect(found.merged_into)
    return render(request, "customers/customer.html", {
        "customer": found,
        "allowed": Standing(found),
        "notice_form": NoticeForm(),
        "bundle_form": BundleForm(),
        "leads": Lead.objects.visible_to(request.user).of_customer(found).with_people().newest_first()[:20],
        "cases": Case.objects.visible_to(request.user).of_customer(found).told().newest_first()[:20],
        "links": list(found.links.all().good().with_issuers().newest_first()[:LINKS_SHOWN]),
        "objections": list(found.objections.all().standing()),
        "duplicates": Duplicate.objects.visible_to(request.user).open().of_customer(found).with_customers()[:3],
        "looks": Look.objects.at(found).with_actors()[:LOOKS_SHOWN],
    })  # fmt: skip


def edit(request, pk):
    """Change who somebody is; contact data that is kept can be replaced here and not be seen."""
    found = get_object_or_404(Customer.objects.visible_to(request.user).standing(), pk=pk)
    form = CustomerForm(request.POST or None, instance=found, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        return _keep(request, Customer.objects.get(pk=pk), form.facts)
    return render(request, "customers/edit.html", {"customer": found, "form": form})


@never_cache
def contact(request, pk):
    """The contact data, once the look at it is written down."""
    found = get_object_or_404(Customer.objects.reached_by(request.user).standing(), pk=pk)
    follow_up = _promised(request, found)
    calls = follow_up is not None and follow_up.may_call
    shown = found.show_contact(by=request.user, purpose="call" if calls else "look")
    return render(request, "customers/contact.html", {
        "customer": found,
        "contact": shown,
        "follow_up": follow_up,
        "may_call": calls or (follow_up is None and Standing(found).phone.is_allowed),
        "tell_until": Standing(found).tell_until,
    })  # fmt: skip


def objections(request, pk):
    """They told somebody that they want no advertising, or no contact at all."""
    found = get_object_or_404(Customer.objects.visible_to(request.user).standing(), pk=pk)
    scope = request.POST.get("scope", "")
    if scope not in Objection.Scope.values:
        raise Refusal(_("Nobody can object to that. Choose one of the buttons on the customer's page."))
    Objection.declare(found, scope, by=request.user)
    messages.success(request, _("Written down. It holds from now on, everywhere."))
    return redirect(found)


def _keep(request, customer, facts):
    not_kept = customer.keep_contact(by=request.user, **facts)
    typed.sent(request)
    messages.success(request, _("Kept."))
    for sentence in discarded.sentences(not_kept):
        messages.warning(request, sentence)
    return redirect(customer)


def _promised(request, customer):
    """The call to this customer that the look is for; one to somebody else is none."""
    calls = FollowUp.objects.visible_to(request.user).of_customer(customer)
    return calls.named(request.POST.get("follow_up")).first()
