"""A plan copied to another year, and an eje copied into a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.permissions import can_edit_plan
from plans import services
from plans.forms import EjeCopyForm, PlanCopyForm
from plans.models import Eje, PlanVersion
from plans.selectors import version_shown
from plans.services.duplicating import Copy
from plans.views.base import PlanMixin, ServiceFormView, VersionMixin, url_of

MOST_TOLD = 6


def tell(request: HttpRequest, made: Copy) -> None:
    """What she should look at in the copy."""
    if made.rewritten:
        changes = [f"{one.code} «{one.before}» → «{one.after}»" for one in made.rewritten[:MOST_TOLD]]
        if more := len(made.rewritten) - MOST_TOLD:
            changes += [_("y %(n)s más") % {"n": more}] if more > 0 else []
        text = _("Estos plazos se reescribieron, porque sus palabras no decían las fechas nuevas: %(changes)s.")
        messages.warning(request, text % {"changes": "; ".join(changes)})
    if made.own_dates:
        text = ngettext(
            "No se copió %(n)s plazo que una integrante fijó: lo fijará de nuevo.",
            "No se copiaron %(n)s plazos que las integrantes fijaron: los fijarán de nuevo.",
            made.own_dates,
        )
        messages.info(request, text % {"n": made.own_dates})


class PlanCopyView(PlanMixin, ServiceFormView):
    """The version in force unless she chooses another; the copy is a draft of a new plan."""

    template_name = "plans/plan_copy.html"
    permission = staticmethod(can_edit_plan)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.get_version() is None:
            messages.warning(request, _("El plan no tiene ninguna versión que copiar."))
            return redirect("plans:plan_detail", self.network.slug, self.plan.slug)
        return super().get(request, *args, **kwargs)

    def get_version(self) -> PlanVersion | None:
        return version_shown(self.plan, timezone.localdate(), may_edit=True)

    def get_form(self, data: Any = None) -> PlanCopyForm:
        return PlanCopyForm(data, source=self.plan, version=self.get_version() or PlanVersion())

    def save(self, form: PlanCopyForm) -> HttpResponse:
        source = form.cleaned_data["version"]
        source.plan = self.plan
        made = services.plan_copy(source=source, plan=form.instance)
        words = {"plan": made.version.plan.title, "years": made.version.plan.years}
        messages.success(self.request, _("Se creó «%(plan)s» (%(years)s) como borrador.") % words)
        tell(self.request, made)
        return redirect(url_of("plans:version_edit", made.version))


class EjeCopyView(VersionMixin, ServiceFormView):
    """From any version into any draft of the network, of whatever year."""

    template_name = "plans/eje_copy.html"
    permission = staticmethod(can_edit_plan)

    def get_eje(self) -> Eje:
        ejes = Eje.objects.for_user(self.request.user).filter(version=self.version)
        eje = get_object_or_404(ejes, pk=self.kwargs["pk"])
        eje.version = self.version
        return eje

    def get_drafts(self) -> QuerySet[PlanVersion]:
        drafts = PlanVersion.objects.for_user(self.request.user).drafts().filter(plan__network=self.network)
        return drafts.select_related("plan").order_by("-plan__first_year", "plan__slug", "number")

    def get_form(self, data: Any = None) -> EjeCopyForm:
        return EjeCopyForm(data, drafts=self.get_drafts(), initial={"target": self.version.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eje=self.get_eje(), drafts=self.get_drafts(), **kwargs)

    def save(self, form: EjeCopyForm) -> HttpResponse:
        target = form.cleaned_data["target"]
        target.plan.network = self.network
        try:
            made = services.eje_copy(eje=self.get_eje(), target=target)
        except services.NotDraftError:
            context = {"network": self.network, "plan": target.plan, "version": target}
            return render(self.request, "plans/not_draft.html", context, status=409)
        words = {"eje": self.network.eje_word, "code": made.eje.code, "plan": target.plan.title}
        messages.success(self.request, _("Se copió como %(eje)s %(code)s en «%(plan)s».") % words)
        tell(self.request, made)
        return redirect(f"{url_of('plans:version_edit', target)}#eje-{made.eje.pk}")
