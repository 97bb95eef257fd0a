"""Plans that the database keeps: pages whose questions cost the same whoever asks need not be planned anew each time.

Planning is half of what the database does for a page that looks up fifty rows by an index. But a kept plan knows nothing of what is
asked for: for a town that a third of all leads name it is as good as for one that nobody names, so that lists which are narrowed
or searched are planned each time (docs/decisions/kept-plans.md).
"""

from django.conf import settings
from django.db import connection

KEPT, ANEW = "auto", "force_custom_plan"


def kept(view):
    """Mark a view whose plans may be kept."""
    return kept_if(lambda request: True)(view)


def kept_if(holds):
    """Mark a view whose plans may be kept for requests of which `holds(request)` is true."""

    def mark(view):
        view.keeps_plans = holds
        return view

    return mark


def is_unnarrowed(request):
    """Whether a list is asked for as it is, on whichever of its pages."""
    return request.GET.keys() <= {"after"}


class PlansMiddleware:
    """Before a view asks anything, tells the database whether to keep its plans; as a rule it was told so already."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, _args, _kwargs):
        holds = getattr(view, "keeps_plans", None)
        plan(KEPT if holds and holds(request) else ANEW)


def plan(mode):
    """From now on this connection plans like that; a new one begins with plans made anew."""
    if not settings.DATABASES["default"]["OPTIONS"].get("server_side_binding") or mode == _mode():
        return
    connection.ensure_connection()
    with connection.wrap_database_errors:
        connection.connection.execute("SELECT set_config('plan_cache_mode', %s, false)", [mode])
    if not connection.in_atomic_block:  # else it is forgotten when that is rolled back
        connection.connection.plans = mode


def _mode():
    """How this connection plans, as far as it was told; None where nobody knows."""
    return None if connection.in_atomic_block else getattr(connection.connection, "plans", ANEW)
