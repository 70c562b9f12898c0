"""The certificates of a course: issued, corrected, revoked, sent and downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from networks.ids import row_id
from networks.models import Certificate, Enrollment
from networks.models.base import LineField
from networks.permissions import can_manage_people
from networks.selectors.courses import with_hours
from networks.selectors.enrollments import PersonRow, people_of, person_rows
from networks.views.courses import OfCourseMixin, SavingMixin
from reports.certificates import certificate_issue, certificate_mail, certificate_reissue, certificate_revoke
from reports.pdf import PdfError
from reports.verify_views import pdf_response

ROWS_PER_PAGE = 50
# A PDF takes a fifth of a second: what is asked at once must not keep her waiting.
AT_ONCE = 40


class CertificateMixin(OfCourseMixin):
    """The certificates of one course."""

    @property
    def list_url(self) -> str:
        return reverse("reports:certificate_list", args=[self.network.slug, self.course.pk])

    @cached_property
    def certificates(self) -> QuerySet[Certificate]:
        rows = Certificate.objects.for_user(self.request.user).filter(enrollment__course=self.course.pk)
        return rows.select_related("enrollment__contact__user", "enrollment__course__network", "issued_by")

    def in_force(self) -> QuerySet[Certificate]:
        return self.certificates.filter(replaced_by=None, revoked_at=None)

    @cached_property
    def people(self) -> list[PersonRow]:
        """Everybody of the course, with where she stands; two queries."""
        return person_rows(self.course, with_hours(people_of(self.course), self.today), [])

    def pending(self) -> list[Enrollment]:
        """Who completed and has no certificate in force."""
        held = set(self.in_force().values_list("enrollment_id", flat=True))
        return [row.enrollment for row in self.people if row.has_completed and row.enrollment.pk not in held]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(list_url=self.list_url, back=self.list_url, **kwargs)


class CertificateListView(CertificateMixin, TemplateView):
    """Who completed, with her certificate, and those that were replaced or revoked."""

    template_name = "reports/certificate_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_force = {row.enrollment_id: row for row in self.in_force()}
        shown = [row for row in self.people if row.has_completed or row.enrollment.pk in in_force]
        page = Paginator(shown, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        past = self.certificates.exclude(replaced_by=None, revoked_at=None).select_related("replaced_by")
        return super().get_context_data(
            page_obj=page,
            rows=[(row, in_force.get(row.enrollment.pk)) for row in page],
            pending=sum(row.has_completed and row.enrollment.pk not in in_force for row in self.people),
            issued=len(in_force),
            past=past[:ROWS_PER_PAGE],
            at_once=AT_ONCE,
            **kwargs,
        )


class ActingMixin(CertificateMixin):
    """POST does it to one or to all, and tells what came of it by name."""

    http_method_names = ["post"]
    permission = staticmethod(can_manage_people)

    def each(self, rows: Iterable[Any], act: Callable[[Any], Any]) -> int:
        """How many it was done to; a refusal is told and does not stop the others, a PDF that fails does."""
        done = 0
        for row in rows:
            try:
                act(row)
            except ValidationError as error:
                messages.error(self.request, " ".join(error.messages))
            except PdfError as error:
                messages.error(self.request, _("No se pudo preparar el PDF: %(reason)s") % {"reason": error})
                break
            else:
                done += 1
        return done


class CertificateIssueView(ActingMixin, View):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pending = self.pending()
        if "all" not in request.POST:
            asked = request.POST.get("enrollment", "")
            pending = [get_object_or_404(people_of(self.course), pk=row_id(asked))]
        done = self.each(pending[:AT_ONCE], lambda row: certificate_issue(enrollment=row, by=request.user))
        if done:
            words = ngettext("Se emitió %(n)s constancia.", "Se emitieron %(n)s constancias.", done)
            messages.success(request, words % {"n": done})
        left = len(pending) - AT_ONCE
        if left > 0:
            words = ngettext(
                "Queda %(n)s por emitir: pulse otra vez.", "Quedan %(n)s por emitir: pulse otra vez.", left
            )
            messages.info(request, words % {"n": left})
        if not pending:
            messages.info(request, _("No hay constancias por emitir en este curso."))
        return redirect(self.list_url)


class CertificateMailView(ActingMixin, View):
    """To one person, or to all who have one in force and an e-mail."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(self.in_force().exclude(enrollment__contact__email=""))
        if "all" not in request.POST:
            asked = request.POST.get("certificate", "")
            rows = [get_object_or_404(self.certificates, pk=row_id(asked))]
        done = self.each(rows, lambda row: certificate_mail(certificate=row))
        if done:
            words = ngettext("%(n)s correo va en camino.", "%(n)s correos van en camino.", done)
            messages.success(request, words % {"n": done})
        elif not rows:
            messages.info(request, _("Nadie con constancia vigente tiene correo electrónico en el directorio."))
        return redirect(self.list_url)


class OneCertificateMixin(CertificateMixin):
    @cached_property
    def certificate(self) -> Certificate:
        return get_object_or_404(self.certificates, pk=self.kwargs["pk"])


class CertificateReissueView(OneCertificateMixin, ActingMixin, View):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.each([self.certificate], lambda row: certificate_reissue(certificate=row, by=request.user)):
            messages.success(request, _("Se emitió de nuevo; la anterior queda como reemplazada."))
        return redirect(self.list_url)


class CertificatePdfView(OneCertificateMixin, View):
    """The bytes that were issued, replaced and revoked ones too."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return pdf_response(self.certificate.pdf, f"{self.certificate.folio}.pdf")


class RevokeForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Por qué se anula"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Queda en el registro de la red; quien la verifique solo verá que está anulada."),
    )

    def __init__(self, *args: Any, network: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class CertificateRevokeView(OneCertificateMixin, SavingMixin, FormView):
    form_class = RevokeForm
    heading = gettext_lazy("Anular la constancia")

    def save(self, form: BaseForm) -> str:
        certificate_revoke(certificate=self.certificate, reason=form.cleaned_data["reason"])
        return self.list_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = f"{self.certificate.folio} · {self.certificate.data['person']['name']}"
        return super().get_context_data(about=about, **kwargs)
