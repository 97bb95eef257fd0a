"""Who may come in by which door: config/access.yaml has a line for every route, and this is where it holds."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.utils import timezone, translation

from ambassadors import typed

OUTSIDE = ("allauth", "django.contrib.admin")  # they bring their own doors, kept behind the same sign-in


class AccessMiddleware:
    """Refuses what config/access.yaml doesn't allow: unknown routes, wrong methods, missing roles."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, _args, _kwargs):
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            raise BadRequest("No question holds a NUL, and PostgreSQL takes none.")
        if view.__module__.startswith(OUTSIDE) or request.resolver_match.app_names[:1] == ["admin"]:
            return None
        rule = settings.ACCESS.get(request.resolver_match.view_name)
        if rule is None:
            raise PermissionDenied("This address has no line in config/access.yaml.")
        if rule.get("demo") and not settings.DEMO:
            raise Http404
        allowed = rule.get("methods", ["GET"])
        if request.method not in allowed and not (request.method == "HEAD" and "GET" in allowed):
            return HttpResponseNotAllowed(allowed)
        return self._check_role(request.user, rule["who"])

    def _check_role(self, person, who):
        if who == "public":
            return
        if not person.is_authenticated or (who != "signed-in" and not person.has_role(*who)):
            raise PermissionDenied


class OwnTimeMiddleware:
    """Pages tell the time of the person's own zone and, where no language was chosen here, speak theirs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            timezone.activate(request.user.zone)
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.language in dict(
                settings.LANGUAGES
            ):
                translation.activate(request.user.language)
        else:
            timezone.deactivate()
        return self.get_response(request)


class KeepTypedMiddleware:
    """When the session ended while somebody typed, keeps what was sent until after the sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        typed.remember_typist(request, response)
        return response

    def process_view(self, request, view, _args, _kwargs):
        signed_out = not request.user.is_authenticated and getattr(view, "login_required", True)
        ours = request.method == "POST" and signed_out and not view.__module__.startswith(OUTSIDE)
        if not ours or not typed.has_a_form(request):
            return None
        typed.keep(request)
        return redirect_to_login(request.path)
