from django.contrib import admin

from ledger.admin import ReadOnlyAdmin
from stories.models import Story


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "state", "submitted_at", "published_at"]
    list_filter = ["state", "kind", "language"]
