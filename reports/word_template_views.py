"""The Word templates of a network: its secretariat's page, and the Word and Excel twins of a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from networks.mixins import NetworkMixin
from networks.permissions import can_manage_report
from networks.views.saving import ServiceForm
from reports.limits import check_size
from reports.models import WordTemplate
from reports.official import FORMS, form_title, report_tables
from reports.pdf import PdfError
from reports.rendering import render_html
from reports.tables_xlsx import tables_xlsx
from reports.views import ReportView
from reports.word import CONTENT_TYPE
from reports.word_template_checks import MAX_BYTES
from reports.word_templates import template_for, word_template_remove, word_template_save
from reports.word_twin import starter_template, word_twin
from reports.word_twin.markers import MARKERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WordTemplateForm(forms.Form):
    form = forms.ChoiceField(label=gettext_lazy("Para"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Documento de Word"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": gettext_lazy("Elija un documento de Word (.docx).")},
    )

    def __init__(self, *args: Any, network: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", _("Todas las formas")), *((slug, form_title(slug)) for slug in FORMS)]
        limit = {"n": MAX_BYTES // 1024**2}
        self.fields["file"].help_text = (
            _("Un .docx de hasta %(n)s MB, sin macros ni vínculos a otros archivos.") % limit
        )


class WordTemplateMixin(NetworkMixin):
    permission = staticmethod(can_manage_report)

    def get_queryset(self) -> QuerySet[WordTemplate]:
        return WordTemplate.objects.for_user(self.request.user).filter(network=self.network)

    @property
    def list_url(self) -> str:
        return reverse("reports:word_template_list", args=[self.network.slug])


class WordTemplateListView(ServiceForm, WordTemplateMixin, FormView):
    """Which there are, by form; and the form that uploads one."""

    template_name = "reports/word_template_list.html"
    form_class = WordTemplateForm

    def save(self, form: BaseForm) -> str:
        word_template_save(network=self.network, by=self.request.user, **form.cleaned_data)
        return self.list_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.get_queryset().select_related("added_by")
        named = [(form_title(row.form) if row.form else "", row) for row in rows]
        return super().get_context_data(rows=named, markers=self._markers(), **kwargs)

    def _markers(self) -> list[tuple[str, str]]:
        words = [
            _("todo el informe; una sola vez, solo en su párrafo"),
            _("el nombre de la red"),
            _("el título de la forma"),
            _("el periodo, en palabras"),
            _("el folio, si ya se emitió"),
            _("la fecha de emisión"),
        ]
        return list(zip(MARKERS, words, strict=True))


class WordTemplateFileView(WordTemplateMixin, View):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        try:
            content = row.file.open()
        except OSError as error:
            raise Http404 from error
        return _private(
            FileResponse(content, as_attachment=True, filename=row.original_name, content_type=CONTENT_TYPE)
        )


class WordTemplateDeleteView(WordTemplateMixin, View):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        word_template_remove(template=get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]))
        messages.success(request, _("Se quitó la plantilla: los informes vuelven a salir con la que les queda."))
        return redirect(self.list_url)


class WordTemplateStarterView(WordTemplateMixin, View):
    """Ours, with every marker in its place, to begin one's own with."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        identity = getattr(self.network, "identity", None)
        ink = {"ink": identity.ink.lstrip("#").upper()} if identity else {}
        content = starter_template(language=get_language() or "es", **ink)
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{_("plantilla-de-informes")}.docx"'
        return _private(response)


class TwinView(ReportView):
    """A report as another kind of file; one too large is refused in words, as its PDF is."""

    permission = staticmethod(can_manage_report)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            check_size(self.data)
        except PdfError as error:
            messages.error(request, str(error))
            return redirect("reports:report_list", slug=self.network.slug)
        return self.made()

    def made(self) -> HttpResponse:
        raise NotImplementedError


class ReportDocxView(TwinView):
    """The report to go on editing, in the network's own template where it has one."""

    def made(self) -> HttpResponse:
        template = template_for(self.network, self.kwargs["form"])
        content = word_twin(render_html(self.data), self.data, template=template)
        return self.attachment(content, CONTENT_TYPE, "docx")


class ReportXlsxView(TwinView):
    """The tables of the report, with figures that can be counted with."""

    def made(self) -> HttpResponse:
        return self.attachment(tables_xlsx(report_tables(self.data), data=self.data), XLSX, "xlsx")


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
