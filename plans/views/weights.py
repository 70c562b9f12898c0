"""All the weights of a group at once, and «repartir»."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from networks.models import ConflictError
from plans import services
from plans.consistency import figure, gap
from plans.models import Eje
from plans.selectors import version_tree
from plans.views.base import DraftMixin, PostView, ServiceFormView
from plans.weight_forms import LockableWeightsForm
from plans.weights import WeightCheck, check_weights


def said(check: WeightCheck) -> str:
    """What the weights just saved come to."""
    if check.state == "none":
        return _("Sin ponderaciones: todo cuenta por igual.")
    if check.state == "complete":
        return _("Ponderaciones guardadas: suman 100,00.")
    words = {"total": figure(check.total), "gap": gap(check)}
    return _("Ponderaciones guardadas: suman %(total)s, %(gap)s.") % words


class WeightsFormView(DraftMixin, ServiceFormView):
    def get_form(self, data: Any = None) -> LockableWeightsForm:
        return LockableWeightsForm(data, rows=self.get_rows())

    def tell_conflict(self, form: LockableWeightsForm, conflict: ConflictError) -> None:
        form.tell_conflict(self.get_rows())


class EjeWeightsView(WeightsFormView):
    template_name = "plans/eje_weights.html"

    def get_rows(self) -> list[Any]:
        self.eje = self.row(Eje, self.kwargs["pk"], "version")
        return version_tree(self.version, ejes=[self.eje.pk]).leaves

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eje=self.eje, **kwargs)

    def save(self, form: LockableWeightsForm) -> HttpResponse:
        weights, given = form.weights, {"eje": self.eje, "revisions": form.revisions}
        if form.adjusts:
            weights = services.weights_rebalance(weights=weights, locked=form.locked, **given)
        else:
            services.weights_set(weights=weights, **given)
        message = said(check_weights(list(weights.values())))
        return self.done(message, eje=self.eje.pk, anchor=f"eje-{self.eje.pk}")


class PlanWeightsView(WeightsFormView):
    template_name = "plans/plan_weights.html"

    def get_rows(self) -> list[Any]:
        return version_tree(self.version).ejes

    def save(self, form: LockableWeightsForm) -> HttpResponse:
        weights, given = form.weights, {"version": self.version, "revisions": form.revisions}
        if form.adjusts:
            weights = services.eje_weights_rebalance(weights=weights, locked=form.locked, **given)
        else:
            services.eje_weights_set(weights=weights, **given)
        return self.done(said(check_weights(list(weights.values()))))


class EjeDistributeView(PostView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        eje = self.row(Eje, kwargs["pk"], "version")
        n = services.weights_distribute(eje=eje)
        message = _("100,00 repartido por igual entre %(n)s.") if n else _("No hay nada entre que repartir.")
        return self.done(message % {"n": n} if n else message, eje=eje.pk, anchor=f"eje-{eje.pk}")


class PlanDistributeView(PostView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        n = services.eje_weights_distribute(version=self.version)
        message = _("100,00 repartido por igual entre %(n)s.") if n else _("No hay nada entre que repartir.")
        return self.done(message % {"n": n} if n else message)
