"""The admin is for superusers: reference data, and whatever no screen offers."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from simple_history.admin import SimpleHistoryAdmin

from networks.models import (
    ActionArea,
    Assignment,
    Contact,
    MandatedFunction,
    Member,
    Network,
    Organization,
    Territory,
    User,
)
from networks.resources import MemberResource, OrganizationResource, TerritoryResource
from networks.tables import TableAdmin


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ["username", "email", "first_name", "last_name", "is_superuser", "is_demo"]
    fieldsets = [*UserAdmin.fieldsets, ("Trama", {"fields": ["is_demo"]})]


@admin.register(Network)
class NetworkAdmin(SimpleHistoryAdmin):
    list_display = ["slug", "name", "period_kind", "earned_rule"]


@admin.register(Territory)
class TerritoryAdmin(TableAdmin):
    resource_classes = [TerritoryResource]
    list_display = ["code", "name", "level", "parent", "network"]
    list_filter = ["level", "network"]
    search_fields = ["code", "name"]


@admin.register(Organization)
class OrganizationAdmin(TableAdmin, SimpleHistoryAdmin):
    resource_classes = [OrganizationResource]
    list_display = ["name", "short_name", "sector", "network"]
    list_filter = ["network"]
    search_fields = ["name", "short_name"]


@admin.register(Member)
class MemberAdmin(TableAdmin, SimpleHistoryAdmin):
    resource_classes = [MemberResource]
    list_display = ["code", "name", "network", "is_reporting", "seat_role"]
    list_filter = ["network", "is_reporting", "seat_role"]
    search_fields = ["code", "name"]


@admin.register(Assignment)
class AssignmentAdmin(SimpleHistoryAdmin):
    list_display = ["user", "network", "role", "member"]
    list_filter = ["network", "role"]


@admin.register(MandatedFunction)
class MandatedFunctionAdmin(admin.ModelAdmin):
    list_display = ["network", "number", "title"]
    list_filter = ["network"]


@admin.register(Contact)
class ContactAdmin(SimpleHistoryAdmin):
    list_display = ["name", "member", "rank", "valid_from_on", "valid_to_on"]
    list_filter = ["member__network"]


@admin.register(ActionArea)
class ActionAreaAdmin(admin.ModelAdmin):
    list_display = ["name", "network"]
    list_filter = ["network"]
