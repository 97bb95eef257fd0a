from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors.forms.deputy import DeputyForm
from ambassadors.models import Deputy


def deputies(request):
    """Who stands in for me, for whom I stand in, and whom I ask."""
    mine = request.user.ambassador
    form = DeputyForm(request.POST or None, ambassador=mine, wanted=request.GET.get("q", "")[:80])
    if form.is_valid():
        asked = Deputy.ask(mine, form.cleaned_data["deputy"], by=request.user)
        messages.success(request, _("%(name)s gets a letter and says yes or no.") % {"name": asked.deputy})
        return redirect("ambassadors:deputies")
    rows = list(Deputy.objects.with_either(mine).open().with_people().oldest_first())
    return render(request, "deputies/index.html", {
        "form": form,
        "for_me": [row for row in rows if row.ambassador_id == mine.pk],
        "for_others": [row for row in rows if row.deputy_id == mine.pk],
    })  # fmt: skip


def agreement(request, pk):
    row = get_object_or_404(Deputy.objects.visible_to(request.user).with_people(), pk=pk)
    row.agree(by=request.user)
    messages.success(
        request, _("Thank you. You stand in for %(name)s from now on.") % {"name": row.ambassador}
    )
    return redirect("ambassadors:deputies")


def end(request, pk):
    row = get_object_or_404(Deputy.objects.visible_to(request.user).with_people(), pk=pk)
    row.end(by=request.user)
    messages.success(request, _("That is over. Nobody asks why."))
    return redirect("ambassadors:deputies")
