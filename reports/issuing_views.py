"""Issuing a report, after what the pre-flight finds is read."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from monitoring.labels import period_label
from networks.mixins import NetworkMixin
from networks.permissions import can_manage_report
from reports.issuing import folio_of, in_force, report_issue
from reports.issuing_forms import IssueForm
from reports.models import IssuedReport
from reports.official import FORMS, form_title, report_data
from reports.official.form import Finding, Scope
from reports.preflight import preflight
from reports.scopes import scope_from, scope_query


class IssuedCreateView(NetworkMixin, FormView):
    """Issue one form of one period; if it was issued before, in the place of the last one."""

    permission = staticmethod(can_manage_report)
    template_name = "reports/issued_create.html"
    form_class = IssueForm

    @cached_property
    def scope(self) -> Scope:
        form = FORMS.get(self.kwargs["form"])
        if form is None:
            raise Http404
        try:
            return scope_from(self.network, form, self.kwargs["code"], self.request.GET)
        except ValidationError as error:
            raise Http404 from error

    @cached_property
    def data(self) -> dict[str, Any]:
        return report_data(self.kwargs["form"], self.scope)

    @cached_property
    def findings(self) -> list[Finding]:
        return preflight(self.scope, FORMS[self.kwargs["form"]], self.data)

    @cached_property
    def replaces(self) -> IssuedReport | None:
        return in_force(self.network, self.kwargs["form"], self.scope.period.code, self.scope.key)

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = {"user": self.request.user, "replaces": self.replaces, "has_findings": bool(self.findings)}
        return {**super().get_form_kwargs(), **asked}

    def form_valid(self, form: IssueForm) -> HttpResponse:
        try:
            row = report_issue(
                form=self.kwargs["form"],
                scope=self.scope,
                by=self.request.user,
                replaces=self.replaces,
                reason=form.cleaned_data.get("reason", ""),
                override_reason=form.cleaned_data.get("override_reason", ""),
                signer=form.signer,
            )
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
            return self.form_invalid(form)
        messages.success(self.request, _("Se emitió el informe %(folio)s.") % {"folio": row.folio})
        return redirect("reports:issued_detail", slug=self.network.slug, folio=row.folio)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = urlencode(scope_query(self.scope.as_data))
        preview = reverse("reports:report_preview", kwargs=self.kwargs)
        return super().get_context_data(
            title=form_title(self.kwargs["form"]),
            period=self.scope.period,
            label=period_label(self.scope.period),
            scope_label=self.data["header"]["scope_label"],
            folio=folio_of(self.network, self.scope.period.code),
            replaces=self.replaces,
            preview_url=f"{preview}?{query}" if query else preview,
            groups=grouped(self.findings),
            found=len(self.findings),
            may_mend=True,
            **kwargs,
        )


def grouped(findings: list[Any]) -> list[tuple[str, list[Any]]]:
    """By where they are mended or read, in their order. Findings or the JSON of them."""

    def where(one: Any) -> str:
        return one["where"] if isinstance(one, dict) else one.where

    order = list(dict.fromkeys(map(where, findings)))
    rows = sorted(findings, key=lambda one: order.index(where(one)))
    return [(key, list(own)) for key, own in groupby(rows, where)]
