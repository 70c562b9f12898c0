"""The publication checklist."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from monitoring.forms.publications import PublicationForm
from monitoring.selectors.publications import publication_checklist
from monitoring.services import publications as services
from monitoring.views.meetings import MeetingMixin
from networks.permissions import can_manage_meeting


class PublicationEditView(MeetingMixin, TemplateView):
    """The four documents in one form."""

    permission = staticmethod(can_manage_meeting)
    template_name = "monitoring/publication_edit.html"

    def forms(self, data: Any = None) -> list[PublicationForm]:
        return [
            PublicationForm(data, instance=item, prefix=item.document, network=self.network)
            for item in publication_checklist(self.network)
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST)
        refused = ""
        if not [form for form in forms if not form.is_valid()]:
            try:
                services.publications_save(network=self.network, items=[form.instance for form in forms])
                messages.success(request, _("Se guardó la lista de publicaciones."))
                return redirect(f"{reverse('monitoring:meeting_list', args=[self.network.slug])}#publicacion")
            except ValidationError as error:
                refused = " ".join(error.messages)
        return self.render_to_response(self.get_context_data(forms=forms, refused=refused))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"forms": self.forms(), **kwargs})
