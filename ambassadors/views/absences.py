from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors.forms.absence import AbsenceForm
from ambassadors.models import Absence, Deputy


def index(request):
    """When I am away, who is asked meanwhile, and a form for more."""
    mine = request.user.ambassador
    form = AbsenceForm(request.POST or None, ambassador=mine)
    if request.method == "POST" and form.is_valid() and form.announce(by=request.user):
        messages.success(request, _("Written down. Nobody reminds you on these days."))
        return redirect("ambassadors:absences")
    return render(request, "absences/index.html", {
        "form": form,
        "absences": list(Absence.objects.visible_to(request.user).of(mine).lasting(request.user.today()).soonest_first()),
        "deputies": list(Deputy.objects.of(mine).agreed().with_people().oldest_first()),
    })  # fmt: skip


def end(request, pk):
    absence = get_object_or_404(Absence.objects.visible_to(request.user), pk=pk)
    absence.end(by=request.user)
    messages.success(request, _("Taken back. What is yours is yours again."))
    return redirect("ambassadors:absences")
