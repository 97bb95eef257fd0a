from django.contrib import admin

from leads.models import (
    Case,
    Consent,
    ConsentUse,
    ConsentWithdrawal,
    ConsentWording,
    Customer,
    CustomerLink,
    Duplicate,
    Encounter,
    FollowUp,
    Lead,
    Merge,
    NoticeWording,
    Objection,
    Suppression,
)
from ledger.admin import ReadOnlyAdmin


@admin.register(Encounter)
class EncounterAdmin(ReadOnlyAdmin):
    list_display = ["happened_at", "occasion", "opener", "region"]
    list_filter = ["occasion", "opener"]
    fields = ["happened_at", "occasion", "opener", "outcomes", "unit_code", "region"]


@admin.register(Customer)
class CustomerAdmin(ReadOnlyAdmin):
    """An admin sees that somebody is there, and nothing of who it is."""

    list_display = ["id", "created_at", "kind", "email_state"]
    list_display_links = ["id"]
    fields = ["kind", "email_state"]


@admin.register(CustomerLink)
class CustomerLinkAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "purpose", "expires_at", "revoked_at"]
    fields = ["purpose", "expires_at", "revoked_at"]


@admin.register(Duplicate)
class DuplicateAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "reasons", "settled_at"]
    fields = ["reasons", "settled_at"]


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "undone_at"]
    fields = ["filled", "undone_at"]


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "scope", "ended_at"]
    fields = ["scope", "ended_at"]


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "since", "why"]
    fields = ["kind", "since", "why"]


@admin.register(ConsentWording)
class ConsentWordingAdmin(ReadOnlyAdmin):
    list_display = ["channel", "purpose", "version", "language"]


@admin.register(NoticeWording)
class NoticeWordingAdmin(ReadOnlyAdmin):
    list_display = ["language", "version", "created_at"]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "channel", "purpose", "manner", "given_at"]
    fields = ["channel", "purpose", "manner", "given_at", "wording"]


@admin.register(ConsentUse)
class ConsentUseAdmin(ReadOnlyAdmin):
    list_display = ["id", "at"]
    fields = ["at"]


@admin.register(ConsentWithdrawal)
class ConsentWithdrawalAdmin(ReadOnlyAdmin):
    list_display = ["id", "at"]
    fields = ["at"]


@admin.register(Lead)
class LeadAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "state", "interest", "region"]
    list_filter = ["state"]
    fields = ["state", "state_since", "won_at", "interest", "unit_code", "region", "source"]


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    list_display = ["id", "due_at", "rule", "attempt", "answer", "ended_why"]
    list_filter = ["answer", "rule"]
    fields = ["rule", "occurrence", "attempt", "wall_date", "wall_time", "tz", "due_at", "remind_at", "purpose",
              "answered_at", "answer", "ended_at", "ended_why"]  # fmt: skip


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ["id", "opened_at", "state", "region"]
    list_filter = ["state"]
    fields = ["state", "opened_at", "solved_at", "unit_code", "region"]
