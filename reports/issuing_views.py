"""Issuing a report, and the ones that were issued: their stored bytes, never printed again."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, View

from monitoring.labels import period_label
from monitoring.selectors import period_for
from networks.mixins import NetworkMixin
from networks.permissions import can_manage_report, can_publish
from reports.issuing import folio_of, report_issue
from reports.models import IssuedReport, PublishedSnapshot, SnapshotKind
from reports.official import FORMS, form_title

logger = logging.getLogger("trama.reports")


class IssuedMixin(NetworkMixin):
    def get_queryset(self) -> QuerySet[IssuedReport]:
        rows = IssuedReport.objects.for_user(self.request.user).filter(network=self.network)
        return rows.defer("data").select_related("issued_by", "replaces", "replaced_by")


class IssuedListView(IssuedMixin, ListView):
    """Every issued report of the network, newest first, for all of it to read."""

    template_name = "reports/issued_list.html"
    paginate_by = 50
    context_object_name = "reports"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_force = PublishedSnapshot.objects.in_force().filter(network=self.network, kind=SnapshotKind.REPORT)
        found = super().get_context_data(
            published=set(in_force.values_list("key", flat=True)),
            may_publish=can_publish(self.request.user, self.network),
            **kwargs,
        )
        for row in found["reports"]:
            row.title = form_title(row.form)
        return found


class IssuedPdfView(IssuedMixin, View):
    """The bytes that were issued."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        row = get_object_or_404(self.get_queryset(), folio=self.kwargs["folio"])
        try:
            content = row.pdf.open("rb")
        except OSError as error:
            logger.exception("issued report %s cannot be read", row.folio)
            raise Http404 from error
        response = FileResponse(
            content, as_attachment=True, filename=f"{row.folio}.pdf", content_type="application/pdf"
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class IssueForm(forms.Form):
    """`reason` is asked only where there is one to replace."""

    reason = forms.CharField(
        label=gettext_lazy("Por qué se reemplaza"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Se lee en la lista de informes emitidos, junto al que reemplaza."),
    )

    def __init__(self, *args: Any, replaces: IssuedReport | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if replaces is None:
            del self.fields["reason"]


class IssuedCreateView(IssuedMixin, FormView):
    """Issue one form of one period; if it was issued before, in the place of the last one."""

    permission = staticmethod(can_manage_report)
    template_name = "reports/issued_create.html"
    form_class = IssueForm

    @cached_property
    def period(self) -> Any:
        found = period_for(self.network, self.kwargs["code"])
        if found is None or self.kwargs["form"] not in FORMS:
            raise Http404
        return found

    @cached_property
    def replaces(self) -> IssuedReport | None:
        of_same = self.get_queryset().filter(form=self.kwargs["form"], period_code=self.period.code)
        return of_same.filter(replaced_by__isnull=True).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "replaces": self.replaces}

    def form_valid(self, form: IssueForm) -> HttpResponse:
        try:
            row = report_issue(
                network=self.network,
                form=self.kwargs["form"],
                period_code=self.period.code,
                by=self.request.user,
                replaces=self.replaces,
                reason=form.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
            return self.form_invalid(form)
        messages.success(self.request, _("Se emitió el informe %(folio)s.") % {"folio": row.folio})
        return redirect("reports:issued_list", slug=self.network.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=form_title(self.kwargs["form"]),
            period=self.period,
            label=period_label(self.period),
            folio=folio_of(self.network, self.period.code),
            replaces=self.replaces,
            report_form=self.kwargs["form"],
            **kwargs,
        )
