"""Members that come in as a table: known by their code."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, widgets

from networks.exchange.base import TableResource
from networks.exchange.columns import MEMBERS
from networks.exchange.widgets import DayWidget, FoundWidget, TextWidget, WordWidget
from networks.folding import fold
from networks.models import Member, Organization, SeatRole, Territory
from networks.models.directory import check_member_code

YES_NO = ((True, gettext_lazy("sí")), (False, gettext_lazy("no")))


class OrderWidget(widgets.Widget):
    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> int:
        text = str(value if value is not None else "").strip()
        if not text:
            return 0
        if not text.isdecimal() or len(text) > 5 or int(text) > 32_767:
            raise ValueError(_("«%(text)s» no es un número de orden: escriba un entero.") % {"text": text[:80]})
        return int(text)


class MemberTable(TableResource):
    columns = MEMBERS
    code = fields.Field("code", "code", TextWidget())
    name = fields.Field("name", "name", TextWidget())
    territory = fields.Field("territory", "territory")
    organization = fields.Field("organization", "organization")
    post = fields.Field("post", "post", TextWidget())
    is_reporting = fields.Field("is_reporting", "is_reporting")
    seat_role = fields.Field("seat_role", "seat_role")
    order = fields.Field("order", "order", OrderWidget())
    liaison_since_on = fields.Field("liaison_since_on", "liaison_since_on", DayWidget())
    gender_unit_since_on = fields.Field("gender_unit_since_on", "gender_unit_since_on", DayWidget())
    valid_from_on = fields.Field("valid_from_on", "valid_from_on", DayWidget())
    valid_to_on = fields.Field("valid_to_on", "valid_to_on", DayWidget())

    class Meta:
        model = Member
        fields = [column.name for column in MEMBERS]
        use_bulk = True
        skip_diff = True
        batch_size = None
        clean_model_instances = True

    def load(self) -> None:
        rows = Member.objects.filter(network=self.network).select_related("territory", "organization")
        self.members = {row.code: row for row in rows}
        for row in self.members.values():
            row.network = self.network
        # The network's own come last, so that they stand before shared ones of the same code.
        shared_first = Territory.objects.for_network(self.network).order_by("network")
        self.territories = {
            fold(row.code): row for row in sorted(shared_first, key=lambda row: bool(row.network_id))
        }
        self.organizations = {fold(row.name): row for row in Organization.objects.filter(network=self.network)}
        self.fields["territory"].widget = FoundWidget(lambda: self.territories, self.no_territory)
        self.fields["organization"].widget = FoundWidget(lambda: self.organizations, self.no_organization)
        self.fields["is_reporting"].widget = WordWidget(list(YES_NO), default=True)
        self.fields["seat_role"].widget = WordWidget(list(SeatRole.choices))

    @staticmethod
    def no_territory(code: str) -> str:
        words = _("No hay un territorio con el código «%(code)s»: mire los códigos en la lista de territorios.")
        return words % {"code": code}

    @staticmethod
    def no_organization(name: str) -> str:
        words = _("La red no tiene la organización «%(name)s»: añádala antes, o escríbala como está en la lista.")
        return words % {"name": name}

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Member | None:
        return self.members.get(str(row.get("code") or ""))

    def init_instance(self, row: dict[str, Any] | None = None) -> Member:
        return Member(network=self.network)

    def key_of(self, instance: Member) -> Any:
        return instance.code

    def rules(self, instance: Member) -> None:
        if not instance.code:
            raise ValidationError({"code": _("Escriba el código por el que se la conoce.")})
        try:
            check_member_code(instance.code)
        except ValidationError as error:
            raise ValidationError({"code": error.messages}) from error
        if not instance.is_reporting and not instance.seat_role:
            words = _("Una integrante informa avances, ocupa un puesto, o las dos cosas.")
            raise ValidationError({"is_reporting": words})
        super().rules(instance)
        instance.clean()
