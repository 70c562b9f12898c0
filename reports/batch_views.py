"""Batches of reports: asked for, followed while they are made, and what came of each one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView, View
from django_htmx.http import HttpResponseClientRefresh

from networks.languages import language_of
from networks.mixins import NetworkMixin
from networks.permissions import can_manage_report
from reports.batch_asking import DOSSIER, spots_of
from reports.batch_forms import BatchForm
from reports.batch_zip import part_of, stem_of, title_of
from reports.batches import (
    OVER,
    batch_cancel,
    batch_check,
    batch_create,
    batch_resume,
    batch_start,
    batches_clean,
    batches_of,
    is_expired,
    with_counts,
)
from reports.models import BatchItem, BatchState, ReportBatch

ITEMS_A_PAGE = 100


class BatchMixin(NetworkMixin):
    """The batches with something of the network in them, for whoever prepares reports in all they span."""

    permission = staticmethod(can_manage_report)

    def get_queryset(self) -> QuerySet[ReportBatch]:
        return with_counts(batches_of(self.request.user, self.network)).order_by("-asked_at", "pk")

    @cached_property
    def batch(self) -> ReportBatch:
        found = get_object_or_404(self.get_queryset(), pk=self.kwargs["key"])
        batch_check(batch=found)
        return found

    @cached_property
    def items(self) -> QuerySet[BatchItem]:
        rows = self.batch.items.select_related("network", "member", "report")
        return rows.defer("report__data", "report__findings", "report__changes").order_by("order")

    def to_detail(self, batch: ReportBatch) -> HttpResponse:
        return redirect("reports:batch_detail", slug=self.network.slug, key=batch.pk)


class BatchListView(BatchMixin, ListView):
    template_name = "reports/batch_list.html"
    context_object_name = "batches"
    paginate_by = 30

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batches_clean()
        return super().get(request, *args, **kwargs)


class BatchCreateView(BatchMixin, FormView):
    template_name = "reports/batch_create.html"
    form_class = BatchForm

    def get_form_kwargs(self) -> dict[str, Any]:
        managed = [one for one in self.request.user.networks if can_manage_report(self.request.user, one)]
        return {**super().get_form_kwargs(), "network": self.network, "managed": managed}

    def form_valid(self, form: BatchForm) -> HttpResponse:
        batches_clean()
        try:
            batch = batch_create(
                user=self.request.user,
                spots=spots_of(form.asked),
                title=form.title,
                is_issue=form.is_issue,
                override_reason=form.cleaned_data["override_reason"],
                language=language_of(self.request.user, [self.network]),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        batch_start(batch)
        return self.to_detail(batch)

    def form_invalid(self, form: BatchForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class BatchDetailView(BatchMixin, TemplateView):
    """How far it is and how each one ended. HTMX asks for the living part every two seconds."""

    template_name = "reports/batch_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.htmx and self.is_still:
            return HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    @property
    def is_still(self) -> bool:
        """Nothing changes by itself any more."""
        return self.batch.state in (*OVER, BatchState.INTERRUPTED)

    def get_template_names(self) -> list[str]:
        return [f"{self.template_name}#live" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch
        page = Paginator(self.items, ITEMS_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [(item, title_of(item), part_of(item)) for item in page]
        ended = batch.total - batch.pending
        return super().get_context_data(
            batch=batch,
            page_obj=page,
            rows=rows,
            ended=ended,
            percent=100 * ended // batch.total if batch.total else 100,
            is_still=self.is_still,
            is_expired=is_expired(batch),
            is_dossier=any(item.form == DOSSIER for item, *_words in rows),
            **kwargs,
        )


class BatchActionView(BatchMixin, View):
    """A button of the batch's page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act(self.batch)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self.to_detail(self.batch)

    def act(self, batch: ReportBatch) -> None:
        raise NotImplementedError


class BatchCancelView(BatchActionView):
    def act(self, batch: ReportBatch) -> None:
        batch_cancel(batch=batch)
        messages.success(self.request, _("Se pidió cancelar: no se empieza ninguno más."))


class BatchResumeView(BatchActionView):
    def act(self, batch: ReportBatch) -> None:
        batch_resume(batch=batch)


class BatchZipView(BatchMixin, View):
    """Everything that was made, until a day after."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        name = f"lote-{self.network.slug}-{self.batch.asked_at:%Y%m%d-%H%M}.zip"
        return _handed_out(self.batch, self.batch.file, name)


class BatchFileView(BatchMixin, View):
    """One draft, or one dossier."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        item = get_object_or_404(self.items, order=self.kwargs["order"])
        suffix = item.file.name.rpartition(".")[2]
        return _handed_out(self.batch, item.file, f"{stem_of(item)}.{suffix}")


def _handed_out(batch: ReportBatch, file: Any, name: str) -> FileResponse:
    """404 where it was never made, or its day is over."""
    if not file or is_expired(batch) or not file.storage.exists(file.name):
        raise Http404
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
