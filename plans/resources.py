"""Activities as a table that goes out and comes back, in the admin; rows are known by their codes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from networks.tables import TextWidget
from plans.models import Activity, Eje, Objective
from plans.services import activity_save

WHERE = ("network", "plan", "version", "eje")


class EjeWidget(widgets.ForeignKeyWidget):
    """Finds the eje by its code in the version, plan and network that the row names."""

    def __init__(self) -> None:
        super().__init__(Eje, field="code")

    def get_queryset(self, value: Any, row: dict[str, Any], *args: Any, **kwargs: Any) -> QuerySet:
        number = str(row.get("version") or "0").split(".")[0]
        return Eje.objects.filter(
            version__plan__network__slug=row.get("network") or "",
            version__plan__slug=str(row.get("plan") or ""),
            version__number=int(number) if number.isdecimal() and len(number) < 5 else 0,
        ).select_related("version__plan__network")


class InEje(widgets.ForeignKeyWidget):
    """Finds an objective or an activity by its code in the row's own eje."""

    def get_queryset(self, value: Any, row: dict[str, Any], *args: Any, **kwargs: Any) -> QuerySet:
        ejes = EjeWidget().get_queryset(None, row).filter(code=str(row.get("eje") or ""))
        return self.model.objects.filter(eje__in=ejes)


class ActivityResource(resources.ModelResource):
    """Only drafts are imported into, by the same service as the editor's."""

    network = fields.Field("eje__version__plan__network__slug", "network", readonly=True)
    plan = fields.Field("eje__version__plan__slug", "plan", readonly=True)
    version = fields.Field("eje__version__number", "version", readonly=True)
    eje = fields.Field("eje", "eje", EjeWidget())
    code = fields.Field("code", "code", TextWidget())
    parent = fields.Field("parent", "parent", InEje(Activity, field="code"))
    objective = fields.Field("objective", "objective", InEje(Objective, field="code"))
    title = fields.Field("title", "title", TextWidget())
    deadline_text = fields.Field("deadline_text", "deadline_text", TextWidget())
    notes = fields.Field("notes", "notes", TextWidget())

    class Meta:
        model = Activity
        import_id_fields = ["eje", "code"]
        fields = (*WHERE, "code", "parent", "objective", "title", "weight", "deadline_text", "concerns", "notes")
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True

    def after_init_instance(self, instance: Activity, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        eje = self.fields["eje"].clean(row)
        if eje is None:
            raise ValidationError(_("Diga en qué eje va la fila, con su código."))
        if not eje.version.is_draft:
            raise ValidationError(_("Esa versión no es un borrador: lo acordado no se cambia."))
        instance.eje = eje

    def do_instance_save(self, instance: Activity, is_create: bool) -> None:
        activity_save(activity=instance)
