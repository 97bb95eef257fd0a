from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from ambassadors import typed
from ambassadors.forms.reveal import RevealForm
from ambassadors.models import Reveal
from ledger.acts import act


def new(request):
    """An auditor asks for the name behind a pseudonym and says why."""
    begun = {"pseudonym": request.GET.get("of", "")[:12]} | typed.initial(request)
    form = RevealForm(request.POST or None, by=request.user, initial=begun)
    asked = form.ask() if request.method == "POST" and form.is_valid() else None
    if asked is None:
        return render(request, "reveals/new.html", {"form": form})
    typed.sent(request)
    messages.success(request, _("Asked. The name is shown as soon as a second person agrees."))
    return redirect(asked)


def reveal(request, pk):
    """One question for a name: who asks and why, and how it was answered."""
    found = _found(request, pk)
    return render(request, "reveals/reveal.html", {
        "reveal": found,
        "may_answer": found.is_open and found.may_be_answered_by(request.user),
        "may_look": found.is_showing and found.asked_by_id == request.user.pk,
    })  # fmt: skip


@never_cache
def name(request, pk):
    """The name, once the look at it is written down."""
    found = _found(request, pk)
    return render(request, "reveals/name.html", {"reveal": found, "named": found.show_name(by=request.user)})


def _found(request, pk):
    return get_object_or_404(Reveal.objects.visible_to(request.user).with_people(), pk=pk)


agreement = act(
    _found,
    Reveal.agree,
    gettext_lazy("Agreed. Whoever asked may look for three days, and every look is written down."),
)
refusal = act(_found, Reveal.decline, gettext_lazy("All right. The pseudonym stays one."))
