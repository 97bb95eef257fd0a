from django.contrib import admin
from django.contrib.admin.utils import unquote

from ledger.models import Event, Letter, Look, SweepRun


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows are looked at here and changed on their own pages."""

    list_per_page = 50
    show_full_result_count = False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One row, once the look at it is written down."""
        found = self.get_object(request, unquote(object_id))
        if found and self.has_view_permission(request, found):
            Look.record(found, by=request.user, purpose="admin")
        return super().change_view(request, object_id, form_url, extra_context)

    def lookup_allowed(self, lookup, value, request=None):
        """Only by what the list offers: counting the rows whose number begins with +4917 tells the number."""
        return lookup.partition("__")[0] in self.get_list_filter(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "verb", "subject_type", "unit", "region"]


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["kind", "state", "due_at", "attempts", "sent_at"]
    list_filter = ["state", "kind"]
    exclude = ["token"]


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin):
    list_display = ["at_time", "subject_type", "purpose"]


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnlyAdmin):
    list_display = ["name", "last_started", "last_finished", "last_done", "last_error"]
