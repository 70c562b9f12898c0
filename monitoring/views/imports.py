"""The import wizard: file → columns → review → plan. Nothing of the plan is written before it is confirmed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from django_htmx.http import HttpResponseClientRefresh

from monitoring.forms.import_mapping import MappingForm
from monitoring.forms.imports import AnswersForm, ImportUploadForm
from monitoring.importing.answers import Answers
from monitoring.importing.files import import_answer, import_delete, import_map, import_upload, imports_clean
from monitoring.importing.parties import party_choices
from monitoring.importing.preview import findings_of, kinds_of, preview_eje, preview_of
from monitoring.importing.progress import progress_of
from monitoring.importing.reading import (
    document_of,
    draft_forget,
    draft_of_import,
    mapping_of,
    marked_file,
    size_of,
)
from monitoring.importing.reporting import Rows, open_periods, reported_rows
from monitoring.importing.running import AlreadyClaimedError, import_check, import_start, launch
from monitoring.importing.writing import title_of
from monitoring.models import ImportState, Period, PlanImport
from monitoring.selectors import local_today
from networks.mixins import NetworkMixin
from networks.permissions import can_edit_plan, can_report_on_behalf
from plans.importing.cells import Document
from plans.importing.draft import Draft

DISCREPANCIES_A_PAGE = 100
UNWRITTEN = (ImportState.UPLOADED, ImportState.FAILED)


class WizardMixin(NetworkMixin):
    """Whoever may edit plans of the network; an import is the network's, not of who uploaded it."""

    permission = staticmethod(can_edit_plan)

    def step_url(self, name: str, row: PlanImport) -> str:
        return reverse(f"monitoring:{name}", kwargs={"slug": self.network.slug, "key": row.key})


class ImportCreateView(WizardMixin, TemplateView):
    """A file and what it will be; below, the imports that nobody finished."""

    template_name = "monitoring/import_create.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        imports_clean()
        if self.form.is_valid():
            try:
                row = import_upload(
                    network=self.network,
                    user=request.user,
                    file=self.form.cleaned_data["file"],
                    answers=self.form.answers(),
                )
            except ValidationError as error:
                self.form.add_error("file", error)
            else:
                return redirect(self.step_url("import_mapping", row))
        return self.render_to_response(self.get_context_data(), status=422)

    @cached_property
    def form(self) -> ImportUploadForm:
        data, files = (self.request.POST, self.request.FILES) if self.request.method == "POST" else (None, None)
        year = local_today(self.network).year
        return ImportUploadForm(data, files, network=self.network, initial={"first_year": year})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = PlanImport.objects.filter(network=self.network).exclude(state=ImportState.WRITTEN)
        return super().get_context_data(
            form=self.form, unfinished=rows.select_related("uploaded_by"), step=1, **kwargs
        )


class ImportMixin(WizardMixin):
    """`self.row` from the URL's `key`: of this network, or 404."""

    @cached_property
    def row(self) -> PlanImport:
        rows = PlanImport.objects.for_user(self.request.user).select_related("plan")
        row = get_object_or_404(rows, network=self.network, key=self.kwargs["key"])
        row.network = self.network
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)


class ImportStepMixin(ImportMixin):
    """A step that reads the file; what is being written, or is written, has only its progress left."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("monitoring:import_create", slug=self.network.slug)

    def away(self) -> HttpResponse | None:
        """Where to go when there is nothing left to ask."""
        return None if self.row.state in UNWRITTEN else redirect(self.step_url("import_progress", self.row))

    @cached_property
    def document(self) -> Document:
        return document_of(self.row)

    @property
    def answers(self) -> Answers:
        return Answers.from_json(self.row.options)


class ImportMappingView(ImportStepMixin, TemplateView):
    """What was recognised, beside the document's own rows, for her to correct."""

    template_name = "monitoring/import_mapping.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.away() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if away := self.away():
            return away
        if "again" in request.POST:
            import_map(row=self.row, mapping={})
            messages.info(request, _("Se volvió a reconocer el archivo: sus correcciones se quitaron."))
            return redirect(self.step_url("import_mapping", self.row))
        if self.form.is_valid():
            import_map(row=self.row, mapping=self.form.result().to_json())
            return redirect(self.step_url("import_preview", self.row))
        return self.render_to_response(self.get_context_data(), status=422)

    @cached_property
    def form(self) -> MappingForm:
        data = self.request.POST if self.request.method == "POST" else None
        mapping = mapping_of(self.row, self.document)
        return MappingForm(data, document=self.document, mapping=mapping, network=self.network)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, document=self.document, step=2, **kwargs)


class ImportPreviewView(ImportStepMixin, TemplateView):
    """The plan as it would be, with everything that does not add up, and the last answers."""

    template_name = "monitoring/import_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if away := self.away():
            return away
        if "eje" in request.GET:
            return self.one_eje(request.GET["eje"], request.GET.get("page", ""))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if away := self.away():
            return away
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        return self.act()

    def act(self) -> HttpResponse:
        import_answer(row=self.row, answers=self.form.answers())
        draft_forget(self.row)
        messages.success(self.request, _("Respuestas guardadas: así queda lo leído."))
        return redirect(self.step_url("import_preview", self.row))

    def one_eje(self, place: str, page: str) -> HttpResponse:
        number = int(page) if page.isdecimal() and len(page) < 7 else 1
        found = preview_eje(self.draft, place, number)
        if found is None:
            raise Http404
        eje, pages = found
        context = self.get_context_data(eje=eje, pages=Paginator(pages, 1).get_page(number), whole=False)
        return render(self.request, "monitoring/import_eje.html", context)

    @cached_property
    def draft(self) -> Draft:
        return draft_of_import(self.row)

    @cached_property
    def form(self) -> AnswersForm:
        answers = self.answers
        shown = replace(answers, title=title_of(self.draft, answers, self.row.file_name))
        return AnswersForm(
            self.request.POST if self.request.method == "POST" else None,
            network=self.network,
            answers=shown,
            periods=self.periods,
            parties=party_choices(self.network, self.draft, answers.choices),
        )

    @cached_property
    def reported(self) -> list[Rows]:
        return [reported_rows(version) for version in self.draft.versions]

    @cached_property
    def may_report(self) -> bool:
        return can_report_on_behalf(self.request.user, self.network)

    @cached_property
    def periods(self) -> list[Period]:
        """Those the document's reported rows may go into."""
        answers = self.answers
        told = any(rows.entries for rows in self.reported)
        return (
            open_periods(self.network, answers.first_year, answers.last_year) if told and self.may_report else []
        )

    def get_context_data(self, *, whole: bool = True, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(answers=self.answers, step=3, **kwargs)
        if not whole:
            return context
        draft = self.draft
        kind = self.request.GET.get("tipo", "")
        found = [one for one in draft.discrepancies if not kind or one.kind == kind]
        page = Paginator(found, DISCREPANCIES_A_PAGE).get_page(self.request.GET.get("page"))
        return context | {
            "form": self.form,
            "versions": preview_of(draft),
            "kinds": kinds_of(draft.discrepancies),
            "kind": kind,
            "page_obj": page,
            "findings": findings_of(page.object_list),
            "discrepancies": len(draft.discrepancies),
            "told": sum(len(rows.entries) for rows in self.reported),
            "grouping": [activity for rows in self.reported for activity in rows.grouping],
            "may_report": self.may_report,
        }


class ImportConfirmView(ImportPreviewView):
    """Writes the plan: the answers are those of the form that carries the button."""

    http_method_names = ["post"]

    def act(self) -> HttpResponse:
        answers = self.form.answers()
        if not self.may_report:
            answers = replace(answers, period="", reporter="")
        import_answer(row=self.row, answers=answers)
        size = size_of(self.draft)
        try:
            import_start(row=self.row, user=self.request.user, size=size, launcher=launch)
        except AlreadyClaimedError:
            messages.info(self.request, _("Este archivo ya se había confirmado."))
        return redirect(self.step_url("import_progress", self.row))


class ImportProgressView(ImportMixin, TemplateView):
    """How far it is, and in the end what was written or why not. HTMX asks for the bar alone every second."""

    template_name = "monitoring/import_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        import_check(row=self.row)
        if self.row.state == ImportState.UPLOADED:
            return redirect(self.step_url("import_preview", self.row))
        if request.htmx and self.row.state != ImportState.WRITING:
            return HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return [f"{self.template_name}#bar" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        written = self.row.options.get("written") or {}
        return super().get_context_data(
            progress=progress_of(self.row.key),
            written=written,
            problems=self.row.problem.splitlines(),
            step=4,
            **kwargs,
        )


class ImportMarkedView(ImportStepMixin, View):
    """The file itself, with every cell that does not add up marked and commented."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if away := self.away():
            return away
        content, name = marked_file(self.row, self.document)
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class ImportDeleteView(ImportMixin, View):
    """A button: the import is forgotten, with its file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            import_delete(row=self.row)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("«%(file)s» se quitó: no se importó nada.") % {"file": self.row.file_name})
        return redirect("monitoring:import_create", slug=self.network.slug)
