"""Activities of a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from plans import services
from plans.activity_forms import ActivityEditor
from plans.codes import next_code
from plans.models import Activity, Eje, Objective
from plans.row_forms import DETAILS, with_another_row
from plans.selectors import version_tree
from plans.views.base import DraftMixin, PostView, RowDeleteView, ServiceFormView, url_of
from plans.views.ejes import SortView, direction_of


class ActivityFormView(DraftMixin, ServiceFormView):
    template_name = "plans/activity_form.html"

    def get_form(self, data: Any = None) -> ActivityEditor:
        activity = self.get_instance()
        activity.eje.version = self.version
        self.eje = activity.eje
        return ActivityEditor(data, activity=activity, network=self.network, initial=self.get_initial(activity))

    get_current_form = get_form

    def get_initial(self, activity: Activity) -> dict[str, Any]:
        return {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """«Añadir otra fila» gives the form back with one more row, and judges nothing yet."""
        kind = request.POST.get("add")
        if kind not in {detail.prefix for detail in DETAILS}:
            return super().post(request, *args, **kwargs)
        form = self.get_form(with_another_row(request.POST, kind))
        form.forget_errors()
        form.focus_last(kind)
        return self.show(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eje=self.eje, **kwargs)

    def save(self, form: ActivityEditor) -> HttpResponse:
        activity = services.activity_save(
            activity=form.form.instance,
            revision=form.read_revision,
            members=form.form.cleaned_data["members"],
            themes=form.form.cleaned_data["themes"],
            saved=form.saved,
            removed=form.removed,
            after=self.after(),
        )
        message = _("Se guardó: %(code)s.") % {"code": activity.code}
        if activity.deadline_is_unread:
            message += " " + _("El plazo quedó en palabras, sin fecha.")
        if "another" in self.request.POST:
            return self.next_one(message, activity)
        return self.done(message, eje=activity.eje_id, anchor=f"actividad-{activity.pk}")

    def next_one(self, message: str, activity: Activity) -> HttpResponse:
        """Saved, and on to a new one just after it: the editor opens its form, a page of its own goes to it."""
        anchor = f"actividad-{activity.pk}"
        if self.request.htmx:
            return self.done(message, eje=activity.eje_id, anchor=anchor, another=True)
        messages.success(self.request, message)
        address = url_of("plans:activity_create", self.version, eje=activity.eje_id)
        return redirect(f"{address}?tras={activity.pk}")

    def after(self) -> Activity | None:
        return None


class ActivityCreateView(ActivityFormView):
    """`?objetivo=ID`, `?padre=ID` or `?tras=ID` (after that one) say where it goes; the form can change it."""

    def get_instance(self) -> Activity:
        return Activity(eje=self.get_eje())

    def get_initial(self, activity: Activity) -> dict[str, Any]:
        eje, after = activity.eje, self.after()
        if after:
            return self.beside(after)
        parent = self.asked(Activity.objects.filter(eje=eje), "padre")
        objective = self.asked(Objective.objects.filter(eje=eje), "objetivo")
        return {
            "code": self.following_code(eje, parent),
            "parent": parent and parent.pk,
            "objective": parent.objective_id if parent else objective and objective.pk,
            "concerns": parent.concerns if parent else activity.concerns,
        }

    def beside(self, other: Activity) -> dict[str, Any]:
        return {
            "code": self.following_code(other.eje, other.parent),
            "parent": other.parent_id,
            "objective": other.objective_id,
            "concerns": other.concerns,
        }

    def following_code(self, eje: Eje, parent: Activity | None) -> str:
        codes = Activity.objects.filter(eje=eje, parent=parent).order_by("order", "pk")
        first = f"{parent.code if parent else eje.code}.1"
        return next_code(list(codes.values_list("code", flat=True)), first)

    def after(self) -> Activity | None:
        return self.asked(Activity.objects.filter(eje=self.kwargs["eje"]), "tras")


class ActivityUpdateView(ActivityFormView):
    def get_instance(self) -> Activity:
        return self.row(Activity, self.kwargs["pk"], "eje__version")


class ActivityDeleteView(RowDeleteView):
    template_name = "plans/activity_delete.html"

    def get_row(self) -> Activity:
        return self.row(Activity, self.kwargs["pk"], "eje__version")

    def going(self, row: Activity) -> dict[str, Any]:
        tree = version_tree(self.version, ejes=[row.eje_id])
        return {"going": next(activity for activity in tree.walk() if activity.pk == row.pk)}

    def delete_row(self, row: Activity, revision: int) -> HttpResponse:
        code, eje = row.code, row.eje_id
        services.activity_delete(activity=row, revision=revision)
        return self.done(_("Se eliminó: %(code)s.") % {"code": code}, eje=eje, anchor=f"eje-{eje}")


class ActivityMoveView(PostView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row(Activity, kwargs["pk"], "eje__version")
        row.eje.version = self.version
        if request.POST.get("direction") == "in":
            services.activity_indent(activity=row)
        elif request.POST.get("direction") == "out":
            services.activity_outdent(activity=row)
        elif direction := direction_of(request):
            services.activity_move(activity=row, direction=direction)
        return self.done(_("Orden guardado."), eje=row.eje_id, anchor=f"actividad-{row.pk}")


class ActivitySortView(SortView):
    def sort(self, order: list[int]) -> None:
        services.activity_sort(eje=self.get_eje(), order=order)
