from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ambassadors import sessions, typed
from ambassadors.models import Person

DEMO_ROLES = ["ambassador", "ambassador2", "coordinator", "manager", "auditor", "admin"]


@login_not_required
def look_around(request, role):
    """Sign in as one of the demo's people; exists in the demo only."""
    person = Person.objects.active().with_email(f"{role}@example.org").first()
    if not settings.DEMO_BUTTONS or role not in DEMO_ROLES or person is None:
        raise Http404
    login(request, person)
    sessions.note(request)
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_not_required
def csrf_failure(request, reason=""):
    """The page was open too long: what was typed is kept and stands in the form again."""
    again = request.resolver_match is None or typed.has_a_form(request)
    if request.POST and typed.came_from_here(request):
        typed.keep(request)
    return render(
        request,
        "403_csrf.html",
        {"again": request.path if again else "/", "reason": _("This page was open for too long.")},
        status=403,
    )
