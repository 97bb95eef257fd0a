from django.contrib import admin

from ledger.admin import ReadOnlyAdmin
from trophies.models import Custody, HandOff, Trophy


@admin.register(Trophy)
class TrophyAdmin(ReadOnlyAdmin):
    list_display = ["name", "slug", "created_at"]


@admin.register(Custody)
class CustodyAdmin(ReadOnlyAdmin):
    list_display = ["trophy", "keeper", "host_city", "since", "until"]
    list_select_related = ["trophy", "keeper__person"]


@admin.register(HandOff)
class HandOffAdmin(ReadOnlyAdmin):
    list_display = ["trophy", "giver", "taker", "offered_at", "confirmed_at", "declined_at", "cancelled_at"]
    list_select_related = ["trophy", "giver__person", "taker__person"]
