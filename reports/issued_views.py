"""The reports that were issued: their stored bytes, never printed again, and what is known of each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView, View

from monitoring.labels import period_label
from monitoring.selectors import period_for
from networks.mixins import NetworkMixin
from networks.permissions import can_manage_report, can_publish
from reports.context import canonical_json
from reports.issuing_forms import IssuedFilter
from reports.issuing_views import grouped
from reports.models import IssuedReport, PublishedSnapshot, SignedCopy, SnapshotKind
from reports.official import FORMS, SCHEMA_VERSION, form_title
from reports.rendering import render_html
from reports.scopes import scope_query
from reports.word_templates import template_for
from reports.word_twin import word_twin

logger = logging.getLogger("trama.reports")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_IN_CHAIN = 50


class IssuedMixin(NetworkMixin):
    def get_queryset(self) -> QuerySet[IssuedReport]:
        copies = SignedCopy.objects.filter(superseded_at__isnull=True)
        rows = IssuedReport.objects.for_user(self.request.user).filter(network=self.network)
        rows = rows.select_related("network", "issued_by", "replaces", "replaced_by")
        return rows.prefetch_related(Prefetch("signed_copies", copies, to_attr="copies_in_force"))

    @cached_property
    def published(self) -> set[str]:
        """The folios that anybody may read now."""
        rows = PublishedSnapshot.objects.in_force().filter(network=self.network, kind=SnapshotKind.REPORT)
        return set(rows.values_list("key", flat=True))


class IssuedListView(IssuedMixin, ListView):
    """Every issued report of the network, newest first, for all of it to read."""

    template_name = "reports/issued_list.html"
    paginate_by = 50
    context_object_name = "reports"

    @cached_property
    def filter(self) -> IssuedFilter:
        return IssuedFilter(self.request.GET, network=self.network)

    def get_queryset(self) -> QuerySet[IssuedReport]:
        rows = super().get_queryset().defer("data", "findings", "changes", "replaces__data", "replaced_by__data")
        return self.filter.narrowed(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(
            published=self.published,
            may_publish=can_publish(self.request.user, self.network),
            filter=self.filter,
            **kwargs,
        )
        for row in found["reports"]:
            row.title, row.has_word = form_title(row.form), can_be_made(row)
        return found


class IssuedDetailView(IssuedMixin, DetailView):
    """What is known of one: its facts, its files and their fingerprints, what was found, and what it replaces."""

    template_name = "reports/issued_detail.html"
    context_object_name = "report"
    slug_field = slug_url_kwarg = "folio"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        period = period_for(self.network, row.period_code)
        return super().get_context_data(
            title=form_title(row.form),
            label=period_label(period) if period else row.period_code,
            scope_label=row.data.get("header", {}).get("scope_label"),
            groups=grouped(row.findings),
            chain=list(self.chain(row)),
            copy=next(iter(row.copies_in_force), None),
            is_published=row.folio in self.published,
            may_publish=can_publish(self.request.user, self.network),
            may_issue=(may_issue := can_manage_report(self.request.user, self.network)),
            may_mend=may_issue,
            has_word=can_be_made(row),
            correct_url=self.correct_url(row),
            **kwargs,
        )

    def correct_url(self, row: IssuedReport) -> str:
        """Where another of the same is issued."""
        where = {"slug": self.network.slug, "form": row.form, "code": row.period_code}
        query = urlencode(scope_query(row.scope))
        return reverse("reports:issued_create", kwargs=where) + (f"?{query}" if query else "")

    def chain(self, row: IssuedReport) -> Iterator[IssuedReport]:
        """It and all that came before and after in its place, the newest first; nothing where it stands alone."""
        of_same = IssuedReport.objects.filter(
            network=row.network_id, form=row.form, period_code=row.period_code, scope_key=row.scope_key
        )
        rows = list(of_same.defer("data", "findings", "changes").order_by("-issued_at", "-pk")[:MOST_IN_CHAIN])
        return iter(rows if len(rows) > 1 else ())


class IssuedFileView(IssuedMixin, View):
    """A stored file as it was frozen. Subclasses say which, its type and its ending."""

    stored, content_type, ending = "pdf", "application/pdf", "pdf"

    def get_queryset(self) -> QuerySet[IssuedReport]:
        return super().get_queryset().defer("data", "replaces__data", "replaced_by__data")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = get_object_or_404(self.get_queryset(), folio=self.kwargs["folio"])
        file = getattr(row, self.stored)
        if not file:
            raise Http404
        try:
            content = file.open("rb")
        except OSError as error:
            logger.exception("issued report %s cannot be read", row.folio)
            raise Http404 from error
        name = f"{row.folio}.{self.ending}"
        return private(FileResponse(content, as_attachment=True, filename=name, content_type=self.content_type))


class IssuedPdfView(IssuedFileView):
    """The bytes that were issued."""


class IssuedTablesView(IssuedFileView):
    stored, content_type, ending = "tables", EXCEL, "xlsx"


class IssuedMadeView(IssuedMixin, View):
    """Made of the frozen data alone."""

    content_type, ending = "application/json", "json"

    def content(self, row: IssuedReport) -> bytes:
        return canonical_json(row.data)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(self.get_queryset(), folio=self.kwargs["folio"])
        response = HttpResponse(self.content(row), content_type=self.content_type)
        response["Content-Disposition"] = f'attachment; filename="{row.folio}.{self.ending}"'
        return private(response)


class IssuedJsonView(IssuedMadeView):
    """The very data its fingerprint is of."""


class IssuedWordView(IssuedMadeView):
    """To be worked on: the official one is the PDF."""

    content_type, ending = WORD, "docx"

    def content(self, row: IssuedReport) -> bytes:
        if not can_be_made(row):
            raise Http404
        return word_twin(render_html(row.data), row.data, template=template_for(self.network, row.form))


def can_be_made(row: IssuedReport) -> bool:
    """Whether its data is still one from which a page can be made; its own PDF stays whatever changes here."""
    return row.form in FORMS and row.schema_version == SCHEMA_VERSION


def private(response: Any) -> Any:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
