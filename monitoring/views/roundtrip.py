"""A member's form as a workbook: downloaded, uploaded filled, looked at, and saved."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from monitoring.forms.roundtrip import FormUploadForm
from monitoring.importing.files import imports_clean
from monitoring.models import FormUpload
from monitoring.roundtrip.applying import (
    Applied,
    FormChangedError,
    FormRefusedError,
    may_fill,
    may_send,
    needs_reason,
)
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.checking import FILE, NOW, Checked, Entry
from monitoring.roundtrip.export import file_name, form_workbook
from monitoring.roundtrip.files import (
    AlreadyAppliedError,
    form_upload,
    path_of,
    upload_apply,
    upload_check,
    upload_delete,
)
from monitoring.roundtrip.marking import marked_form
from monitoring.selectors.forms_due import FormDue, forms_due
from monitoring.views.base import PeriodMixin
from networks.models import Member
from networks.models.directory import THE_NETWORK
from networks.permissions import can_report

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEMBERS_A_PAGE = 25
CONFLICT, REFUSED = 409, 422


def workbook_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class FormsMixin(PeriodMixin):
    """Whoever reports; for whom, each page asks."""

    permission = staticmethod(can_report)

    def to_uploads(self) -> HttpResponse:
        return redirect(self.period_url("form_upload"))


class FormUploadView(FormsMixin, TemplateView):
    """The forms to download, and where a filled one goes."""

    template_name = "monitoring/form_upload.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        imports_clean()
        if self.form.is_valid():
            try:
                row = form_upload(period=self.period, user=request.user, **self.form.cleaned_data)
            except ValidationError as error:
                by_field = error.message_dict if hasattr(error, "error_dict") else {"file": error.messages}
                for name, sentences in by_field.items():
                    self.form.add_error(name if name in self.form.fields else "file", sentences)
            else:
                kwargs = {"slug": self.network.slug, "code": self.period.code, "key": row.key}
                return redirect(reverse("monitoring:form_preview", kwargs=kwargs))
        return self.render_to_response(self.get_context_data(), status=REFUSED)

    @cached_property
    def due(self) -> list[FormDue]:
        return forms_due(self.period, self.request.user)

    @cached_property
    def form(self) -> FormUploadForm:
        sent = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        on_behalf = any(needs_reason(self.request.user, self.period, one.member) for one in self.due)
        return FormUploadForm(*sent, on_behalf=on_behalf)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = FormUpload.objects.filter(
            period=self.period, uploaded_by=self.request.user, applied_at__isnull=True
        )
        page = Paginator(self.due, MEMBERS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=self.form, page_obj=page, unfinished=rows.select_related("member"), **kwargs
        )


class FormExportView(FormsMixin, View):
    """The form of one member, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = self.member
        if not may_fill(request.user, self.network, member):
            raise PermissionDenied
        form = form_of(self.network, self.period, member)
        if not form.reports:
            words = _("%(who)s no debe informar nada en este periodo: no hay formulario.")
            messages.info(request, words % {"who": form.who_name})
            return self.to_uploads()
        return workbook_response(form_workbook(form), file_name(form))

    @cached_property
    def member(self) -> Member | None:
        if self.kwargs["who"] == THE_NETWORK:
            return None
        rows = Member.objects.for_user(self.request.user).filter(network=self.network)
        return get_object_or_404(rows, code=self.kwargs["who"])


class FormMixin(FormsMixin):
    """`self.row` from the URL's `key`: only for who uploaded it, as long as she may write for that member."""

    @cached_property
    def row(self) -> FormUpload:
        rows = FormUpload.objects.for_user(self.request.user).select_related("member")
        row = get_object_or_404(
            rows, network=self.network, period=self.period, uploaded_by=self.request.user, key=self.kwargs["key"]
        )
        row.network, row.period, row.uploaded_by = self.network, self.period, self.request.user
        if not may_fill(self.request.user, self.network, row.member):
            raise PermissionDenied
        return row

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except AlreadyAppliedError:
            messages.info(request, _("Este formulario ya se había guardado."))
            return redirect(self.period_url("inbox_period"))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.to_uploads()

    @cached_property
    def checked(self) -> Checked:
        if self.row.applied_at is not None:
            raise AlreadyAppliedError
        return upload_check(self.row)


class FormPreviewView(FormMixin, TemplateView):
    """What the file changes, what it would write over and what is wrong in it; its button saves it."""

    template_name = "monitoring/form_preview.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choices = self.choices
        if self.checked.problems or len(choices) < len(self.checked.conflicts):
            return self.again()
        try:
            applied = upload_apply(
                row=self.row, checked=self.checked, choices=choices, submit="submit" in request.POST
            )
        except FormChangedError:
            del self.checked
            return self.again()
        except FormRefusedError as error:
            self.checked.problems = error.problems
            return self.again()
        self.tell(applied)
        return redirect(self.period_url("inbox_period"))

    @property
    def choices(self) -> dict[str, str]:
        """By the key of a conflict; an answer about what is no longer so is none."""
        found = {}
        for one in self.checked.conflicts:
            choice, _colon, token = self.request.POST.get(one.key, "").partition(":")
            if choice in (FILE, NOW) and token == one.token:
                found[one.key] = choice
        return found

    def _shown(self, entry: Entry) -> dict[str, Any]:
        """With what was chosen in each conflict so far; until then, what there is now."""
        conflicts = [(one, self.choices.get(one.key, NOW)) for one in entry.conflicts]
        return {"title": entry.report.title, "changes": entry.changes, "conflicts": conflicts}

    def again(self) -> HttpResponse:
        status = REFUSED if self.checked.problems else CONFLICT
        return self.render_to_response(self.get_context_data(again=True), status=status)

    def tell(self, applied: Applied) -> None:
        saved = ngettext("Se guardó %(n)s avance.", "Se guardaron %(n)s avances.", applied.saved)
        sent = ngettext("Se envió %(n)s.", "Se enviaron %(n)s.", applied.sent)
        said = [saved % {"n": applied.saved}]
        said.append(sent % {"n": applied.sent} if applied.sent else _("Quedan como borrador hasta que los envíe."))
        messages.success(self.request, " ".join(said))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            row=self.row,
            checked=self.checked,
            touched=[self._shown(entry) for entry in self.checked.touched],
            changed=len(self.checked.changed()),
            may_send=may_send(self.checked),
            **kwargs,
        )
        context["reporter"] = self.checked.form.who_name
        return context


class FormMarkedView(FormMixin, View):
    """The file itself, with what must be mended marked in its cells."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = marked_form(path_of(self.row), self.checked)
        stem = self.row.file_name.rpartition(".")[0]
        return workbook_response(content, f"{stem}-por-corregir.xlsx")


class FormDeleteView(FormMixin, View):
    """A button: the file is forgotten."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload_delete(row=self.row)
        messages.success(request, _("«%(file)s» se quitó: no se guardó nada.") % {"file": self.row.file_name})
        return self.to_uploads()
