"""How the network presents itself on paper: logo, colour, who signs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import UpdateView, View

from networks import printed_forms
from networks.forms.identity import IdentityForm, SignatureForm
from networks.logos import contrast_to_white, logo_address
from networks.mixins import NetworkMixin
from networks.models import ConflictError, NetworkIdentity, SignatureBlock
from networks.permissions import can_manage_network
from networks.services import identity as services
from networks.views.records import RecordDelete, RecordForm, RecordMixin
from networks.views.saving import add_refusal


class IdentityView(NetworkMixin, UpdateView):
    """The form with the masthead as it is printed beside it, and the signatures below."""

    permission = staticmethod(can_manage_network)
    form_class = IdentityForm
    template_name = "networks/identity.html"

    def get_object(self, queryset: models.QuerySet | None = None) -> NetworkIdentity:
        found = NetworkIdentity.objects.filter(network=self.network).first()
        return found or NetworkIdentity(network=self.network)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.network}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            services.identity_save(
                identity=form.instance,
                revision=data["revision"],
                logo=form.picture,
                removes_logo=data.get("removes_logo", False),
            )
        except ConflictError:
            form.add_error(
                None, _("Otra persona guardó la identidad mientras usted la cambiaba: vuelva a cargar la página.")
            )
            return self.render_to_response(self.get_context_data(form=form), status=409)
        except ValidationError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Se guardó la identidad: los informes que se emitan desde ahora la llevan.")
        )
        return redirect("networks:identity", slug=self.network.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What is printed now, whatever stands in a form that was refused.
        shown = self.get_object()
        blocks = list(SignatureBlock.objects.filter(network=self.network))
        for block in blocks:
            block.form_title = printed_forms.title_of(block.form) if block.form else ""
        return super().get_context_data(
            shown=shown,
            logo=logo_address(shown),
            contrast=contrast_to_white(shown.ink),
            blocks=sorted(blocks, key=lambda block: (block.order, block.pk)),
            **kwargs,
        )


class SignatureMixin(RecordMixin):
    model, stem = SignatureBlock, "signature"

    def get_success_url(self) -> str:
        return reverse("networks:identity", kwargs={"slug": self.network.slug}) + "#firmas"


class SignatureFormView(SignatureMixin, RecordForm):
    form_class = SignatureForm

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            services.signature_save(block=form.instance)
        except ValidationError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Se guardó la firma."))
        return redirect(self.get_success_url())


class SignatureDeleteView(SignatureMixin, RecordDelete):
    def remove(self) -> None:
        services.signature_remove(block=self.object)


class SignatureMoveView(SignatureMixin, View):
    """POST `paso`: «subir» or «bajar»."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        block = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        services.signature_move(block=block, step=-1 if request.POST.get("paso") == "subir" else 1)
        return redirect(self.get_success_url())
