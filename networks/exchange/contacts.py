"""Contacts that come in as a table: known by their member's code and their e-mail or name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, widgets

from networks.days import local_today
from networks.exchange.base import BATCH, TableResource
from networks.exchange.columns import CONTACTS
from networks.exchange.widgets import DayWidget, FoundWidget, TextWidget, WordWidget
from networks.folding import fold
from networks.models import ActionArea, Contact, ContactRank, Member, PostLevel, Sex

AREAS = "area_names"


class AreasWidget(widgets.Widget):
    """Names separated by semicolons, which the network must have."""

    def __init__(self, resource: ContactTable) -> None:
        super().__init__()
        self.resource = resource

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> tuple[str, ...]:
        named = [part.strip() for part in str(value or "").split(";") if part.strip()]
        areas = self.resource.areas
        missing = [name for name in named if fold(name) not in areas]
        if missing:
            words = _("La red no tiene el área «%(name)s»: añádala antes, o escríbala como está en la lista.")
            raise ValueError(words % {"name": missing[0][:80]})
        return tuple(sorted({areas[fold(name)].name for name in named}))


class ContactTable(TableResource):
    columns = CONTACTS
    member = fields.Field("member", "member")
    name = fields.Field("name", "name", TextWidget())
    post = fields.Field("post", "post", TextWidget())
    post_level = fields.Field("post_level", "post_level")
    sex = fields.Field("sex", "sex")
    rank = fields.Field("rank", "rank")
    email = fields.Field("email", "email", TextWidget())
    phone = fields.Field("phone", "phone", TextWidget())
    areas_said = fields.Field(AREAS, "areas")
    valid_from_on = fields.Field("valid_from_on", "valid_from_on", DayWidget())
    valid_to_on = fields.Field("valid_to_on", "valid_to_on", DayWidget())
    notes = fields.Field("notes", "notes", TextWidget())

    class Meta:
        model = Contact
        fields = [column.name for column in CONTACTS if column.is_read and column.name != "areas"] + ["areas_said"]
        use_bulk = True
        skip_diff = True
        batch_size = None
        clean_model_instances = True

    def load(self) -> None:
        self.members = {fold(row.code): row for row in Member.objects.filter(network=self.network)}
        self.areas = {fold(row.name): row for row in ActionArea.objects.filter(network=self.network)}
        self.by_email: dict[tuple[int, str], list[Contact]] = {}
        self.by_name: dict[tuple[int, str], list[Contact]] = {}
        self.today = local_today(self.network)
        rows = Contact.objects.filter(member__network=self.network).prefetch_related("areas").order_by("pk")
        by_pk = {row.pk: row for row in self.members.values()}
        for row in rows:
            row.member = by_pk[row.member_id]
            setattr(row, AREAS, tuple(sorted(area.name for area in row.areas.all())))
            self.by_name.setdefault((row.member_id, fold(row.name)), []).append(row)
            if row.email:
                self.by_email.setdefault((row.member_id, row.email.casefold()), []).append(row)
        self.fields["member"].widget = FoundWidget(lambda: self.members, self.no_member)
        self.fields["post_level"].widget = WordWidget(list(PostLevel.choices))
        self.fields["sex"].widget = WordWidget(list(Sex.choices))
        self.fields["rank"].widget = WordWidget(list(ContactRank.choices), ContactRank.PRINCIPAL)
        self.fields["areas_said"].widget = AreasWidget(self)

    @staticmethod
    def no_member(code: str) -> str:
        words = _("No hay una integrante con el código «%(code)s»: mire los códigos en la lista de integrantes.")
        return words % {"code": code}

    def who(self, instance: Contact) -> str:
        return f"{instance.name} · {instance.member.name}" if instance.member_id else instance.name

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Contact | None:
        """By her e-mail, else by her name, in the row's own member; who is in office comes before who left."""
        member = self.members.get(fold(str(row.get("member") or "")))
        if member is None:
            return None
        email = str(row.get("email") or "").casefold()
        mailed = self._one(self.by_email.get((member.pk, email), [])) if email else None
        named = self._one(self.by_name.get((member.pk, fold(str(row.get("name") or ""))), []))
        if mailed is not None and named is not None and mailed.pk != named.pk:
            words = _("El correo es de «%(mailed)s» y el nombre de «%(named)s»: corrija uno de los dos.")
            raise ValidationError(words % {"mailed": mailed.name, "named": named.name})
        return mailed or named

    def _one(self, rows: list[Contact]) -> Contact | None:
        here = [row for row in rows if row.valid_to_on is None or row.valid_to_on >= self.today]
        found = here or rows
        if len(here) > 1:
            words = _("Hay %(n)s personas con ese nombre o correo en la integrante: cámbiela en su página.")
            raise ValidationError(words % {"n": len(here)})
        return found[-1] if found else None

    def init_instance(self, row: dict[str, Any] | None = None) -> Contact:
        contact = Contact()
        setattr(contact, AREAS, ())
        return contact

    def key_of(self, instance: Contact) -> Any:
        return instance.pk or (instance.member_id, fold(instance.name), instance.email.casefold())

    def rules(self, instance: Contact) -> None:
        if not instance.member_id:
            raise ValidationError({"member": _("Diga de qué integrante es, con su código.")})
        super().rules(instance)

    def before_save_instance(self, instance: Contact, row: Any, **kwargs: Any) -> None:
        instance.fold_text()

    def fields_written(self) -> set[str]:
        return {*super().fields_written(), "folded"} - {AREAS}

    def written(self, rows: Sequence[Contact]) -> None:
        """The areas of each, in four queries for all."""
        if "areas" not in self.present:
            return
        through = Contact.areas.through
        pks = [row.pk for row in rows]
        for start in range(0, len(pks), BATCH):
            through.objects.filter(contact__in=pks[start : start + BATCH]).delete()
        links = [
            through(contact_id=row.pk, actionarea_id=self.areas[fold(name)].pk)
            for row in rows
            for name in getattr(row, AREAS)
        ]
        through.objects.bulk_create(links, batch_size=BATCH)
