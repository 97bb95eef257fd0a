from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from home.own_file import WAYS, OwnFile
from ledger.models import Event
from ledger.refusal import Refusal


@never_cache
@reauthentication_required(allow_get=True)
def own_file(request):
    """Everything the product stores about me, as a page to read or to print, or for another program."""
    if request.method == "GET":
        return render(request, "home/own_file.html")
    way = request.POST.get("way")
    if way not in WAYS:
        raise Refusal(_("Choose how you want your file: to read, or for another program."))
    Event.record(request.user, "took_own_file", by=request.user, way=way)
    file = OwnFile(request.user)
    return HttpResponse(getattr(file, way)(), headers={
        "Content-Type": WAYS[way], "Content-Disposition": f'attachment; filename="{file.name}.{way}"',
    })  # fmt: skip
