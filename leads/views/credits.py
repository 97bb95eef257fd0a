import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors import typed
from leads.forms.credit import CreditForm
from leads.models import Case, Lead, SharedCredit
from ledger.acts import act
from ledger.pages import page_of


def index(request):
    """All that one shares or is asked to share, newest first."""
    found = SharedCredit.objects.visible_to(request.user).told().with_people().newest_first()
    return render(request, "credits/index.html", {"page": page_of(found, request, time="created_at")})


def of_lead(request, pk):
    """Ask a colleague to share the credit for a lead."""
    return _new(request, get_object_or_404(Lead.objects.owned_by(request.user).with_people(), pk=pk))


def of_case(request, pk):
    """Ask a colleague to share the credit for a help case."""
    return _new(request, get_object_or_404(Case.objects.owned_by(request.user).with_people(), pk=pk))


def credit(request, pk):
    """One question and its answer; the customer stays unknown."""
    return render(request, "credits/credit.html", {"credit": _found(request, pk)})


def end(request, pk):
    """Ask for the end, agree to it, or keep it shared after all."""
    found = _found(request, pk)
    if "keep" in request.POST:
        found.keep(by=request.user)
        words = _("It stays shared.")
    else:
        found.end(by=request.user)
        words = _("It is over.") if found.ended_at else _("Asked. It ends when both of you want it.")
    messages.success(request, words)
    return redirect(found)


def _new(request, subject):
    start = {"client_id": uuid.uuid4(), **typed.initial(request)}
    wanted = request.GET.get("q", "")[:80]
    form = CreditForm(request.POST or None, lead=subject, wanted=wanted, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = SharedCredit.ask(subject, said["to"], by=request.user, client_id=said["client_id"])
        typed.sent(request)
        messages.success(request, _("%(name)s is asked.") % {"name": asked.partner})
        return redirect(subject)
    return render(request, "credits/new.html", {"subject": subject, "form": form})


def _found(request, pk):
    return get_object_or_404(SharedCredit.objects.visible_to(request.user).with_people(), pk=pk)


agreement = act(
    _found, SharedCredit.agree, gettext_lazy("Agreed. It counts once, as the work of both of you.")
)
refusal = act(_found, SharedCredit.decline, gettext_lazy("Declined. Nobody asks why."))
withdrawal = act(_found, SharedCredit.withdraw, gettext_lazy("Taken back."))
