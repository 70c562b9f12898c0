"""Several activities at once from pasted lines, and what is moved to another place of the draft."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.models import ConflictError
from plans import services
from plans.forms import OrderForm
from plans.line_forms import EjePlaceForm, PasteForm, PlaceForm
from plans.models import Activity, Eje, Objective
from plans.pasting import PastedLine, read_pasted
from plans.selectors import version_tree
from plans.views.base import DraftMixin, ServiceFormView


class ActivityPasteView(DraftMixin, ServiceFormView):
    """First shows what the lines would make; what was shown is then added. `?objetivo=ID`, `?padre=ID`."""

    template_name = "plans/activity_paste.html"
    lines: list[PastedLine] | None = None

    def get_form(self, data: Any = None) -> PasteForm:
        self.eje = self.get_eje()
        self.parent = self.asked(Activity.objects.filter(eje=self.eje), "padre")
        self.objective = self.asked(Objective.objects.filter(eje=self.eje), "objetivo")
        return PasteForm(data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        where = self.parent or self.eje
        own = {"eje": self.eje, "parent": self.parent, "objective": self.objective, "lines": self.lines}
        own["where"] = self.objective.title if self.objective else where.code
        return super().get_context_data(**own, **kwargs)

    def save(self, form: PasteForm) -> HttpResponse:
        self.lines = self.read(form.cleaned_data["text"])
        wrong = any(line.errors for line in self.lines)
        if wrong or not form.was_seen or "confirm" not in self.request.POST:
            form.data = {**form.data.dict(), "seen": "" if wrong else form.digest}
            return self.show(form, status=422 if wrong else 200)
        rows = services.activities_paste(eje=self.eje, lines=self.lines, objective=self.objective)
        message = ngettext("Se añadió %(n)s línea.", "Se añadieron %(n)s líneas.", len(rows)) % {"n": len(rows)}
        return self.done(message, eje=self.eje.pk, anchor=f"actividad-{rows[0].pk}")

    def read(self, text: str) -> list[PastedLine]:
        rows = Activity.objects.filter(eje=self.eje).order_by("order", "pk")
        beside = rows.filter(parent=self.parent)
        above = self.parent.code if self.parent else self.eje.code
        return read_pasted(
            text,
            year=self.plan.first_year,
            taken=dict(rows.values_list("code", "title")),
            siblings=beside.values_list("code", flat=True),
            under=self.parent.code if self.parent else "",
            first=f"{above}.1",
        )


class TransferView(DraftMixin, ServiceFormView):
    """A form that asks where; a drag posts the place and the new order, and gets no page back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "order" not in request.POST:
            return super().post(request, *args, **kwargs)
        form, order = self.get_form(request.POST), OrderForm(request.POST)
        if not (form.is_valid() and order.is_valid()):
            return HttpResponse(_("El lugar no se entiende: vuelva a cargar la página."), status=409)
        try:
            self.transfer(form, order=order.cleaned_data["order"])
        except (ConflictError, ValidationError):
            return HttpResponse(_("No se pudo trasladar: vuelva a cargar la página."), status=409)
        return HttpResponse(status=204)

    def tell_conflict(self, form: Any, conflict: ConflictError) -> None:
        form.data = {**form.data.dict(), "revision": conflict.current and conflict.current.revision}
        form.add_error(None, _("Alguien lo cambió entretanto: revíselo antes de trasladarlo."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row_moved, eje=self.row_moved.eje, **kwargs)

    def ejes(self) -> dict[int, Eje]:
        rows = list(Eje.objects.filter(version=self.version).order_by("order", "pk"))
        for eje in rows:
            eje.version = self.version
        return {eje.pk: eje for eje in rows}


class ActivityTransferView(TransferView):
    template_name = "plans/activity_transfer.html"

    def get_form(self, data: Any = None) -> PlaceForm:
        self.row_moved = self.row(Activity, self.kwargs["pk"], "eje__version")
        return PlaceForm(data, tree=version_tree(self.version), row=self.row_moved, network=self.network)

    def transfer(self, form: PlaceForm, order: Any = ()) -> Activity:
        given = form.cleaned_data
        return services.activity_transfer(
            activity=self.row_moved,
            revision=given["revision"],
            code=given["code"],
            order=order,
            **form.place_of(self.ejes()),
        )

    def save(self, form: PlaceForm) -> HttpResponse:
        row = self.transfer(form)
        message = _("Se trasladó: ahora es %(code)s, en %(eje)s.") % {"code": row.code, "eje": row.eje}
        return self.done(f"{message} {told_sums(self.version)}".strip(), anchor=f"actividad-{row.pk}")


class ObjectiveTransferView(TransferView):
    template_name = "plans/objective_transfer.html"

    def get_form(self, data: Any = None) -> EjePlaceForm:
        self.row_moved = self.row(Objective, self.kwargs["pk"], "eje__version")
        return EjePlaceForm(data, ejes=self.ejes(), row=self.row_moved)

    def transfer(self, form: EjePlaceForm, order: Any = ()) -> Objective:
        eje = self.ejes()[int(form.cleaned_data["place"])]
        revision = form.cleaned_data["revision"]
        return services.objective_transfer(objective=self.row_moved, eje=eje, revision=revision)

    def save(self, form: EjePlaceForm) -> HttpResponse:
        row = self.transfer(form)
        message = _("Se trasladó «%(title)s» a %(eje)s.") % {"title": row.title, "eje": row.eje}
        return self.done(f"{message} {told_sums(self.version)}".strip(), anchor=f"objetivo-{row.pk}")


def told_sums(version: Any) -> str:
    """Weights stay with what was moved: which ejes do not add to 100.00 now."""
    off = [eje.code for eje in version_tree(version).ejes if not eje.check.in_order]
    return _("Revise las ponderaciones de %(codes)s: no suman 100,00.") % {"codes": ", ".join(off)} if off else ""
