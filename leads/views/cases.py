from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from leads import listing
from leads.forms.case import CaseForm, SolutionForm
from leads.models import Case, SharedCredit
from ledger.pages import page_of


def index(request):
    """The help cases one looks after; a coordinator's whole scope."""
    view = request.GET.get("state", "")
    cases = Case.objects.visible_to(request.user).shown_as(view).with_people().newest_first()
    page = page_of(cases, request, time="opened_at")
    return render(
        request,
        "cases/index.html",
        {
            "show_owner": request.user.is_coordinator,
            "page": page,
            "view": view,
            "options": listing.case_options(view),
        },
    )


def case(request, pk):
    """One case: since when, what was tried, and the way to its end."""
    return _page(request, _found(request, pk), SolutionForm(initial=typed.initial(request)))


def edit(request, pk):
    """Write down since when it is, and what was tried."""
    found = _found(request, pk)
    form = CaseForm(request.POST or None, instance=found, initial=typed.initial(request))
    if request.method == "POST" and form.is_valid():
        Case.objects.get(pk=pk).change(by=request.user, **form.cleaned_data)
        typed.sent(request)
        messages.success(request, _("Kept."))
        return redirect(found)
    return render(request, "cases/edit.html", {"case": found, "form": form})


def solution(request, pk):
    """It works again."""
    found, form = _found(request, pk), SolutionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    found.solve(by=request.user, **form.cleaned_data)
    messages.success(request, _("Solved. In three days we remind you to ask whether it still works."))
    return redirect(found)


def reopening(request, pk):
    """It doesn't work after all."""
    found = _found(request, pk)
    found.reopen(by=request.user)
    messages.success(request, _("The case is open again."))
    return redirect(found)


def _page(request, case, form):
    asked = {
        "referrals": case.referrals.all().newest_first(),
        "credits": SharedCredit.objects.visible_to(request.user).about(case).told().with_people(),
    }
    calls = case.follow_ups.all().told().soonest_first()
    return render(request, "cases/case.html", {"case": case, "form": form, "calls": calls, **asked})


def _found(request, pk):
    return get_object_or_404(Case.objects.visible_to(request.user).with_people(), pk=pk)
