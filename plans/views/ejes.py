"""Ejes and objectives of a draft, and the buttons that move them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

from plans import services
from plans.codes import next_code
from plans.forms import DirectionForm, EjeForm, ObjectiveForm, OrderForm
from plans.models import Activity, Eje, Objective
from plans.selectors import version_tree
from plans.views.base import DraftMixin, PostView, RowDeleteView, ServiceFormView


def direction_of(request: HttpRequest) -> str | None:
    form = DirectionForm(request.POST)
    return form.cleaned_data["direction"] if form.is_valid() else None


class SortView(PostView):
    """Takes the order a drag left; what no longer fits is refused, and the page puts the rows back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OrderForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("El orden no se entiende: vuelva a cargar la página."))
        try:
            self.sort(form.cleaned_data["order"])
        except ValidationError as error:
            return HttpResponse(" ".join(error.messages), status=409)
        return HttpResponse(status=204)


class EjeFormView(DraftMixin, ServiceFormView):
    template_name = "plans/eje_form.html"

    def get_form(self, data: Any = None) -> EjeForm:
        return EjeForm(data, instance=self.get_instance(), network=self.network, initial=self.get_initial())

    get_current_form = get_form

    def get_initial(self) -> dict[str, Any]:
        return {}

    def save(self, form: EjeForm) -> HttpResponse:
        functions = form.cleaned_data.get("functions")
        eje = services.eje_save(eje=form.instance, revision=form.read_revision, functions=functions)
        message = _("Se guardó: %(eje)s %(code)s.") % {"eje": self.network.eje_word, "code": eje.code}
        return self.done(message, anchor=f"eje-{eje.pk}")


class EjeCreateView(EjeFormView):
    def get_instance(self) -> Eje:
        return Eje(version=self.version)

    def get_initial(self) -> dict[str, Any]:
        codes = Eje.objects.filter(version=self.version).order_by("order", "pk").values_list("code", flat=True)
        return {"code": next_code(list(codes), "1")}


class EjeUpdateView(EjeFormView):
    def get_instance(self) -> Eje:
        return self.row(Eje, self.kwargs["pk"], "version")


class EjeDeleteView(RowDeleteView):
    template_name = "plans/eje_delete.html"

    def get_row(self) -> Eje:
        return self.row(Eje, self.kwargs["pk"], "version")

    def going(self, row: Eje) -> dict[str, Any]:
        return {"activities": list(version_tree(self.version, ejes=[row.pk]).walk())}

    def delete_row(self, row: Eje, revision: int) -> HttpResponse:
        services.eje_delete(eje=row, revision=revision)
        message = _("Se eliminó: %(eje)s %(code)s, con lo que tenía.")
        return self.done(message % {"eje": self.network.eje_word, "code": row.code})


class EjeMoveView(PostView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        eje = self.row(Eje, kwargs["pk"], "version")
        if direction := direction_of(request):
            services.eje_move(eje=eje, direction=direction)
        return self.done(_("Orden guardado."), anchor=f"eje-{eje.pk}")


class EjeSortView(SortView):
    def sort(self, order: list[int]) -> None:
        services.eje_sort(version=self.version, order=order)


class ObjectiveFormView(DraftMixin, ServiceFormView):
    template_name = "plans/objective_form.html"

    def get_form(self, data: Any = None) -> ObjectiveForm:
        instance = self.get_instance()
        self.eje = instance.eje
        return ObjectiveForm(data, instance=instance, network=self.network, initial=self.get_initial())

    get_current_form = get_form

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eje=self.eje, **kwargs)

    def save(self, form: ObjectiveForm) -> HttpResponse:
        row = services.objective_save(objective=form.instance, revision=form.read_revision)
        message = _("Se guardó: %(word)s «%(title)s».")
        words = {"word": self.network.objective_word, "title": row.title}
        return self.done(message % words, eje=row.eje_id, anchor=f"objetivo-{row.pk}")


class ObjectiveCreateView(ObjectiveFormView):
    def get_instance(self) -> Objective:
        return Objective(eje=self.get_eje())

    def get_initial(self) -> dict[str, Any]:
        rows = Objective.objects.filter(eje=self.eje).exclude(code="").order_by("order", "pk")
        codes = list(rows.values_list("code", flat=True))
        return {"code": next_code(codes, "")} if codes else {}


class ObjectiveUpdateView(ObjectiveFormView):
    def get_instance(self) -> Objective:
        return self.row(Objective, self.kwargs["pk"], "eje__version")


class ObjectiveDeleteView(RowDeleteView):
    template_name = "plans/objective_delete.html"

    def get_row(self) -> Objective:
        return self.row(Objective, self.kwargs["pk"], "eje__version")

    def going(self, row: Objective) -> dict[str, Any]:
        return {"kept": list(Activity.objects.filter(objective=row, parent=None))}

    def delete_row(self, row: Objective, revision: int) -> HttpResponse:
        services.objective_delete(objective=row, revision=revision)
        words = {"word": self.network.objective_word, "title": row.title}
        message = _("Se eliminó: %(word)s «%(title)s». Lo que tenía sigue aquí.") % words
        return self.done(message, eje=row.eje_id, anchor=f"eje-{row.eje_id}")


class ObjectiveMoveView(PostView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row(Objective, kwargs["pk"], "eje__version")
        if direction := direction_of(request):
            services.objective_move(objective=row, direction=direction)
        return self.done(_("Orden guardado."), eje=row.eje_id, anchor=f"objetivo-{row.pk}")


class ObjectiveSortView(SortView):
    def sort(self, order: list[int]) -> None:
        services.objective_sort(eje=self.get_eje(), order=order)
