from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from leads.forms.saved_view import SavedViewForm
from leads.models import SavedView
from ledger.refusal import Refusal


def new(request):
    """Keep what narrows the list under a name."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Give the view a name of at most 40 letters, on one line."))
    view = SavedView.keep(request.user, **form.cleaned_data)
    messages.success(request, _("Kept as “%(name)s”. Only you see it.") % {"name": view})
    return redirect(view)


def removal(request, pk):
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    view.delete()
    messages.success(
        request, _("The view “%(name)s” is gone; the leads are where they were.") % {"name": view}
    )
    return redirect("leads:index")
