"""The narrative parts of the forms, and the analysis of ejes, of a period."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DeleteView, TemplateView, UpdateView, View

from monitoring.forms.sections import EjeReviewForm, ItemFormSet, SectionForm
from monitoring.models import EjeReview, ReportSection
from monitoring.sections import FormKind, Items, SectionKind, find_section
from monitoring.selectors.sections import eje_choices, review_rows, written_forms
from monitoring.services import sections as services
from monitoring.views.base import PeriodMixin
from networks.permissions import can_manage_report
from networks.views.saving import add_refusal


class TextMixin(PeriodMixin):
    """Texts of one period; `page` is the list they go back to."""

    page = ""

    def list_url(self, part: str = "") -> str:
        url = self.period_url(self.page)
        return f"{url}#{part}" if part else url

    def get_success_url(self) -> str:
        return self.list_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_manage = can_manage_report(self.request.user, self.network)
        return super().get_context_data(
            can_manage=can_manage,
            can_write=can_manage and not self.period.is_closed,
            back=self.list_url(),
            **kwargs,
        )


class SectionListView(TextMixin, TemplateView):
    """Each official form with its narrative sections and what is written in them."""

    page = "section_list"
    template_name = "monitoring/section_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(forms=written_forms(self.network, self.period), **kwargs)


class SectionEditView(TextMixin, TemplateView):
    """The text of a section, its items, or both; «guardar y agregar otro» comes back here."""

    page = "section_list"
    permission = staticmethod(can_manage_report)
    template_name = "monitoring/section_edit.html"

    @cached_property
    def kinds(self) -> tuple[FormKind, SectionKind]:
        found = find_section(self.kwargs["form"], self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def section(self) -> ReportSection | None:
        key = {"form": self.kwargs["form"], "key": self.kwargs["key"]}
        return ReportSection.objects.filter(network=self.network, period=self.period, **key).first()

    def bind(self, data: Any = None) -> dict[str, Any]:
        kind = self.kinds[1]
        asked = {"data": data, "kind": kind, "section": self.section}
        has_rows = kind.items is Items.TITLES_AND_TEXTS
        return {"form": SectionForm(**asked), "items": ItemFormSet(**asked, prefix="item") if has_rows else None}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**self.bind()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        bound = self.bind(request.POST)
        form, items = bound["form"], bound["items"]
        if form.is_valid() & (items is None or items.is_valid()):
            try:
                self.save(form, items)
            except ValidationError as error:
                add_refusal(form, error)
            else:
                messages.success(request, _("Se guardó «%(title)s».") % {"title": self.kinds[1].title})
                return redirect(request.path if "another" in request.POST else self.list_url(self.anchor))
        return self.render_to_response(self.get_context_data(**bound))

    @property
    def anchor(self) -> str:
        return f"{self.kwargs['form']}-{self.kwargs['key']}"

    def save(self, form: SectionForm, items: Any) -> None:
        services.section_save(
            network=self.network,
            period=self.period,
            form=self.kinds[0].form,
            key=self.kinds[1].key,
            body=form.cleaned_data.get("body", ""),
            items=items.items() if items is not None else form.items(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form_kind, kind = self.kinds
        return super().get_context_data(form_kind=form_kind, kind=kind, **kwargs)


class EjeReviewListView(TextMixin, TemplateView):
    page = "eje_review_list"
    template_name = "monitoring/eje_review_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=review_rows(self.network, self.period), **kwargs)


class EjeReviewMixin(TextMixin):
    page = "eje_review_list"
    permission = staticmethod(can_manage_report)

    def get_queryset(self) -> models.QuerySet:
        return EjeReview.objects.filter(period=self.period).select_related("period__network")


class EjeReviewFormView(EjeReviewMixin, UpdateView):
    """Creates without a `pk` in the URL, changes with one."""

    form_class = EjeReviewForm
    template_name = "monitoring/eje_review_form.html"

    def get_object(self, queryset: models.QuerySet | None = None) -> EjeReview:
        return super().get_object(queryset) if "pk" in self.kwargs else EjeReview(period=self.period)

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = review_rows(self.network, self.period) if self.object.pk else []
        return {
            **super().get_form_kwargs(),
            "network": self.network,
            "choices": eje_choices(self.network, self.period),
            "row": next((row for row in rows if row.review.pk == self.object.pk), None),
        }

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            review = services.eje_review_save(review=form.instance)
        except ValidationError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Se guardó el análisis."))
        return redirect(self.list_url(f"analisis-{review.pk}"))


class EjeReviewDeleteView(EjeReviewMixin, DeleteView):
    template_name = "monitoring/eje_review_confirm_delete.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            services.eje_review_delete(review=self.object)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("Se eliminó el análisis."))
        return redirect(self.list_url())


class EjeReviewMoveView(EjeReviewMixin, View):
    """POST `paso`: «subir» or «bajar»."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        review = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        try:
            services.eje_review_move(review=review, step=-1 if request.POST.get("paso") == "subir" else 1)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.list_url(f"analisis-{review.pk}"))
