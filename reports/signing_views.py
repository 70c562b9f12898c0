"""A person's own certificates, and the copy of an issued report that was signed by hand."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from networks.mixins import NetworkMixin
from networks.permissions import can_manage_report
from reports.models import IssuedReport, SignedCopy
from reports.signing_by_hand import signed_copies, signed_copy_keep
from reports.signing_forms import SignedCopyForm, SigningKeyForm
from reports.signing_services import signing_key_add, signing_key_remove, signing_keys_of

logger = logging.getLogger("trama.reports")


class SigningKeyView(LoginRequiredMixin, FormView):
    """Hers and nobody else's: those she may sign with, and one more."""

    template_name = "reports/signing_key.html"
    form_class = SigningKeyForm

    def form_valid(self, form: SigningKeyForm) -> HttpResponse:
        try:
            key = signing_key_add(
                owner=self.request.user,
                content=form.cleaned_data["file"].read(),
                password=form.cleaned_data["password"],
                label=form.cleaned_data["label"],
            )
        except ValidationError as error:
            wrong = getattr(error, "code", "") in ("password", "tries")
            form.add_error("password" if wrong else "file", " ".join(error.messages))
            return self.form_invalid(form)
        messages.success(self.request, _("Ya puede firmar con «%(label)s».") % {"label": key.label})
        if key.is_self_signed:
            told = _("Lo emitió su propia titular: quien reciba el informe verá una firma que nadie más respalda.")
            messages.warning(self.request, told)
        return redirect("reports:signing_key")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(keys=signing_keys_of(self.request.user), now=timezone.now(), **kwargs)


class SigningKeyRemoveView(LoginRequiredMixin, View):
    """One that is not hers is told as one that is not there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = signing_keys_of(request.user).filter(pk=self.kwargs["pk"]).first()
        if key is None:
            messages.info(request, _("Ese certificado no está entre los suyos."))
        else:
            signing_key_remove(key=key)
            told = _("Se quitó «%(label)s»: ya nadie puede firmar con él aquí.")
            messages.success(request, told % {"label": key.label})
        return redirect("reports:signing_key")


class SignedCopyMixin(NetworkMixin):
    @cached_property
    def report(self) -> IssuedReport:
        rows = IssuedReport.objects.for_user(self.request.user).filter(network=self.network).defer("data")
        return get_object_or_404(rows, folio=self.kwargs["folio"])


class SignedCopyView(SignedCopyMixin, FormView):
    """All of the network read which copies there are; the secretariat brings one."""

    template_name = "reports/signed_copy.html"
    form_class = SignedCopyForm

    @property
    def may_bring(self) -> bool:
        return can_manage_report(self.request.user, self.network)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_bring:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignedCopyForm) -> HttpResponse:
        try:
            signed_copy_keep(
                report=self.report,
                file=form.cleaned_data["file"],
                by=self.request.user,
                title=form.cleaned_data["title"],
            )
        except ValidationError as error:
            form.add_error("file", " ".join(error.messages))
            return self.form_invalid(form)
        told = _("Se guardó la copia firmada a mano de %(folio)s.") % {"folio": self.report.folio}
        messages.success(self.request, told)
        return redirect("reports:signed_copy", slug=self.network.slug, folio=self.report.folio)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.report, copies=signed_copies(self.report), may_bring=self.may_bring, **kwargs
        )


class SignedCopyPdfView(SignedCopyMixin, View):
    """One copy's bytes, also of those that another replaced."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        copy = get_object_or_404(SignedCopy, report=self.report, pk=self.kwargs["pk"])
        try:
            content = copy.file.open("rb")
        except OSError as error:
            logger.exception("signed copy %s cannot be read", copy.pk)
            raise Http404 from error
        name = f"{self.report.folio}-{_('firmado-a-mano')}.pdf"
        response = FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
