"""Tables of people that come and go as files, in the admin; rows are known by their codes, not their numbers."""

from typing import Any

from django.db.models import Q, QuerySet
from import_export import fields, resources, widgets

from networks.models import Member, Network, Organization, Territory


class NetworkWidget(widgets.ForeignKeyWidget):
    def __init__(self) -> None:
        super().__init__(Network, field="slug")


class WithinNetwork(widgets.ForeignKeyWidget):
    """Looks a code up in the row's own network, and among what all networks share."""

    def get_queryset(self, value: Any, row: dict[str, Any], *args: Any, **kwargs: Any) -> QuerySet:
        where = Q(network__slug=row.get("network") or "")
        if self.model is Territory:
            where |= Q(network__isnull=True)
        return self.model._default_manager.filter(where)


class TerritoryResource(resources.ModelResource):
    network = fields.Field("network", "network", NetworkWidget())
    parent = fields.Field("parent", "parent", WithinNetwork(Territory, field="code"))

    class Meta:
        model = Territory
        import_id_fields = ["network", "code"]
        fields = ["network", "code", "name", "level", "parent"]
        clean_model_instances = True
        skip_unchanged = True


class OrganizationResource(resources.ModelResource):
    network = fields.Field("network", "network", NetworkWidget())

    class Meta:
        model = Organization
        import_id_fields = ["network", "name"]
        fields = ["network", "name", "short_name", "sector"]
        clean_model_instances = True
        skip_unchanged = True


class MemberResource(resources.ModelResource):
    network = fields.Field("network", "network", NetworkWidget())
    territory = fields.Field("territory", "territory", WithinNetwork(Territory, field="code"))
    organization = fields.Field("organization", "organization", WithinNetwork(Organization, field="name"))

    class Meta:
        model = Member
        import_id_fields = ["network", "code"]
        fields = [
            "network",
            "code",
            "name",
            "territory",
            "organization",
            "post",
            "seat_role",
            "is_reporting",
            "order",
            "valid_from_on",
            "valid_to_on",
        ]
        clean_model_instances = True
        skip_unchanged = True
