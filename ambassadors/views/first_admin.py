from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render

from ambassadors import sessions
from ambassadors.forms.first_admin import FirstAdminForm
from ambassadors.models import FirstAdmin


@login_not_required
def first_admin(request, token):
    """The first admin of a new network makes a login with the link that the console printed."""
    if not FirstAdmin.objects.open(token).exists():
        raise Http404
    form = FirstAdminForm(request.POST or None)
    if form.is_valid():
        person = FirstAdmin.accept(token, **form.cleaned_data)
        login(request, person)
        record_authentication(request, person, "password")
        sessions.note(request)
        return redirect("home:setup")
    return render(request, "ambassadors/first_admin.html", {"form": form})
