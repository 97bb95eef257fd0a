from django.contrib import admin

from ambassadors.models import (
    Affiliation,
    Ambassador,
    HrRecord,
    Person,
    Reorganisation,
    Role,
    Succession,
    Unit,
    UnitSpan,
)
from ledger.admin import ReadOnlyAdmin


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    list_display = ["email", "first_name", "last_name", "is_active"]
    exclude = ["password"]


@admin.register(Ambassador)
class AmbassadorAdmin(ReadOnlyAdmin):
    """What somebody tells of themselves stands on their page, as far as they chose; not here."""

    list_display = ["handle", "state"]
    list_filter = ["state"]
    fields = ["person", "handle", "state", "joined_at", "left_at"]


@admin.register(Role)
class RoleAdmin(ReadOnlyAdmin):
    list_display = ["person", "name", "scope_kind", "scope_value", "valid_from", "valid_until"]
    list_select_related = ["person"]


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    list_display = ["code", "created_at"]


@admin.register(UnitSpan, Affiliation)
class DatedAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "valid_from", "valid_until"]


@admin.register(Reorganisation)
class ReorganisationAdmin(ReadOnlyAdmin):
    list_display = ["kind", "takes_effect_on", "decided_at"]
    fields = ["kind", "takes_effect_on", "decided_at", "touched"]


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "day", "carries_past"]


@admin.register(HrRecord)
class HrRecordAdmin(ReadOnlyAdmin):
    list_display = ["personnel_no", "entry_date", "exit_date"]
