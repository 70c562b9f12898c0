"""The versions of a plan: read, drafted, edited, put in force, deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from networks.permissions import can_edit_plan, can_enforce_plan
from plans import services
from plans.consistency import findings, grouped
from plans.forms import EnforceForm
from plans.models import PlanVersion
from plans.selectors import version_tree
from plans.views.base import DraftMixin, PlanMixin, ServiceFormView, VersionMixin, url_of
from plans.views.reading import ReadingMixin


class VersionDetailView(VersionMixin, ReadingMixin, TemplateView):
    template_name = "plans/version_detail.html"

    def get_version(self) -> PlanVersion:
        return self.version


class VersionCreateView(PlanMixin, View):
    """Drafts the next version; where there is a draft already, goes on with it."""

    permission = staticmethod(can_edit_plan)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            version = services.version_draft(plan=self.plan)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            version = self.plan.versions.drafts().first()
        else:
            messages.success(request, _("Borrador de la versión %(n)s creado.") % {"n": version.number})
        if version is None:
            return redirect("plans:plan_detail", self.network.slug, self.plan.slug)
        version.plan = self.plan
        return redirect(url_of("plans:version_edit", version))


class VersionEditView(DraftMixin, TemplateView):
    """The editor. HTMX gets the tree, or with `?eje=ID` that eje alone."""

    template_name = "plans/version_edit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        eje = request.GET.get("eje", "")
        if request.htmx and eje.isdecimal() and len(eje) < 19:
            return self.fragment(self.eje_or_404(int(eje)))
        if request.htmx:
            return self.fragment(None)
        return super().get(request, *args, **kwargs)

    def eje_or_404(self, pk: int) -> int:
        self.kwargs["eje"] = pk
        return self.get_eje().pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tree=version_tree(self.version), **kwargs)


class VersionEnforceView(DraftMixin, ServiceFormView):
    template_name = "plans/version_enforce.html"
    permission = staticmethod(can_enforce_plan)

    def get_form(self, data: Any = None) -> EnforceForm:
        return EnforceForm(data, instance=PlanVersion.objects.get(pk=self.version.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tree = version_tree(self.version)
        found = findings(tree, self.network)
        return super().get_context_data(
            tree=tree,
            findings=found,
            reasons=[finding for finding in found if finding.refuses],
            notices=grouped(finding for finding in found if not finding.refuses),
            previous=self.plan.versions.agreed().order_by("-number").first(),
            **kwargs,
        )

    def save(self, form: EnforceForm) -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            version = services.version_enforce(version=self.version, **given)
        except ValidationError as error:
            return self.refuse(form, error)
        messages.success(self.request, _("La versión %(n)s está en vigor.") % {"n": version.number})
        return redirect(reverse("plans:plan_detail", args=[self.network.slug, self.plan.slug]))

    def refuse(self, form: EnforceForm, error: ValidationError) -> HttpResponse:
        context = self.get_context_data(form=form, refusals=error.messages)
        return render(self.request, self.template_name, context, status=422)


class VersionDeleteView(DraftMixin, TemplateView):
    template_name = "plans/version_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tree=version_tree(self.version), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.version_delete(version=self.version)
        except ProtectedError:
            messages.error(request, _("No se puede eliminar: hay avances o decisiones que se refieren a ella."))
        else:
            messages.success(request, _("Borrador de la versión %(n)s eliminado.") % {"n": self.version.number})
        return redirect(reverse("plans:plan_detail", args=[self.network.slug, self.plan.slug]))
