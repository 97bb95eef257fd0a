from django.contrib import admin

from ledger.admin import ReadOnlyAdmin
from stories.models import Story


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    """How a story stands; what it says before it is published is between its author and a coordinator."""

    list_display = ["id", "kind", "state", "submitted_at", "published_at"]
    list_filter = ["state", "kind", "language"]
    fields = ["kind", "state", "language", "submitted_at", "published_at", "unit_code", "region"]
