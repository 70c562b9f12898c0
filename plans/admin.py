"""The admin is for superusers: to look up what was agreed and its history, and to mend what no screen offers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from networks.tables import TableAdmin
from plans.models import (
    Activity,
    Deliverable,
    Eje,
    Indicator,
    MemberDeadline,
    Objective,
    Party,
    Plan,
    PlanVersion,
    Verification,
)
from plans.resources import ActivityResource


@admin.register(Plan)
class PlanAdmin(SimpleHistoryAdmin):
    list_display = ["title", "network", "slug", "first_year", "last_year"]
    list_filter = ["network"]
    search_fields = ["title", "slug"]


@admin.register(PlanVersion)
class PlanVersionAdmin(SimpleHistoryAdmin):
    list_display = ["plan", "number", "status", "in_force_from_on", "agreed_on"]
    list_filter = ["status", "plan__network"]
    list_select_related = ["plan"]
    readonly_fields = ["status", "created_at"]
    search_fields = ["plan__title"]


@admin.register(Eje)
class EjeAdmin(SimpleHistoryAdmin):
    list_display = ["code", "title", "version", "weight"]
    list_filter = ["version__plan__network"]
    list_select_related = ["version__plan"]
    search_fields = ["title"]
    autocomplete_fields = ["version"]


@admin.register(Objective)
class ObjectiveAdmin(SimpleHistoryAdmin):
    list_display = ["code", "title", "eje"]
    list_select_related = ["eje"]
    search_fields = ["title"]
    autocomplete_fields = ["eje"]


class DeliverableInline(admin.TabularInline):
    model = Deliverable
    fields = ["title", "deadline_text", "deadline_start_on", "deadline_end_on", "deadline_by_member", "order"]
    extra = 0


@admin.register(Activity)
class ActivityAdmin(TableAdmin, SimpleHistoryAdmin):
    resource_classes = [ActivityResource]
    list_display = ["code", "title", "eje", "weight", "deadline_text"]
    list_filter = ["eje__version__plan__network", "eje__version__status"]
    list_select_related = ["eje"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["eje", "objective", "parent", "members"]
    inlines = [DeliverableInline]

    def get_export_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_export_queryset(request)
        return rows.select_related("eje__version__plan__network", "objective", "parent")


@admin.register(Deliverable)
class DeliverableAdmin(SimpleHistoryAdmin):
    list_display = ["title", "activity", "deadline_text"]
    list_select_related = ["activity"]
    search_fields = ["title"]
    autocomplete_fields = ["activity"]


@admin.register(Verification, Party, Indicator, MemberDeadline)
class OfActivityAdmin(admin.ModelAdmin):
    list_display = ["__str__", "activity"]
    list_select_related = ["activity"]
    autocomplete_fields = ["activity"]
