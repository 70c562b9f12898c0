"""The admin is for superusers: to look up what was reported and its history, and to mend what no screen offers."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from monitoring.models import (
    ComplianceEntry,
    DeclaredTotal,
    DeliverableProgress,
    Evidence,
    Measurement,
    Observation,
    Period,
    PeriodClosing,
)


@admin.register(Period)
class PeriodAdmin(admin.ModelAdmin):
    list_display = ["network", "code", "kind", "start_on", "end_on", "opens_on", "due_on"]
    list_filter = ["network", "kind"]
    list_select_related = ["network"]
    search_fields = ["code", "network__name"]


@admin.register(PeriodClosing)
class PeriodClosingAdmin(admin.ModelAdmin):
    """A closing is a trace: it is looked at, never changed."""

    list_display = ["period", "closed_at", "closed_by", "reopened_at", "reopened_by"]
    list_filter = ["period__network"]
    list_select_related = ["period", "closed_by", "reopened_by"]

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class MeasurementInline(admin.TabularInline):
    model = Measurement
    extra = 0


class DeliverableProgressInline(admin.TabularInline):
    model = DeliverableProgress
    extra = 0


class ObservationInline(admin.TabularInline):
    model = Observation
    extra = 0
    raw_id_fields = ["author"]


@admin.register(ComplianceEntry)
class ComplianceEntryAdmin(SimpleHistoryAdmin):
    list_display = ["period", "activity_lineage", "member", "status", "progress", "review_state", "updated_at"]
    list_filter = ["period__network", "review_state", "status"]
    list_select_related = ["period", "member"]
    search_fields = ["narrative", "member__name", "period__code"]
    raw_id_fields = ["version", "member", "period", "created_by", "submitted_by", "reviewed_by"]
    readonly_fields = ["review_state", "revision"]
    inlines = [MeasurementInline, DeliverableProgressInline, ObservationInline]


@admin.register(Evidence)
class EvidenceAdmin(admin.ModelAdmin):
    """Files come and go with the entry's own form, which checks what they are."""

    list_display = ["entry", "title", "original_name", "url", "size", "sensitivity", "uploaded_at"]
    list_filter = ["entry__period__network", "sensitivity"]
    list_select_related = ["entry__period", "entry__member"]
    raw_id_fields = ["entry", "verifications", "uploaded_by"]
    readonly_fields = ["file", "original_name", "content_type", "size", "sha256"]

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(DeclaredTotal)
class DeclaredTotalAdmin(SimpleHistoryAdmin):
    list_display = ["period", "eje_lineage", "value", "reason", "declared_by"]
    list_filter = ["period__network"]
    list_select_related = ["period", "declared_by"]
    raw_id_fields = ["period", "declared_by"]
