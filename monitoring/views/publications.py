"""The publication checklist: its lines, what is known of each, and what its tests found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DeleteView, ListView, TemplateView, UpdateView, View

from monitoring.forms.publications import PublicationForm, PublicationLineForm
from monitoring.models import PublicationCheck, PublicationItem
from monitoring.selectors.publications import checked_publications, checks_of, publication_checklist
from monitoring.services import publications as services
from monitoring.views.kept_files import handed_out
from monitoring.views.meetings import MeetingMixin, WritingMixin
from networks.permissions import can_manage_meeting


class PublicationListView(MeetingMixin, TemplateView):
    """The lines with what is known of each, and what its last test found."""

    template_name = "monitoring/publication_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        publications = checked_publications(self.network)
        fallen = sum(item.reopened_at is not None for item in publications)
        return super().get_context_data(publications=publications, fallen=fallen, **kwargs)


class PublicationEditView(MeetingMixin, TemplateView):
    """All the lines in one form."""

    permission = staticmethod(can_manage_meeting)
    template_name = "monitoring/publication_edit.html"

    def forms(self, data: Any = None) -> list[PublicationForm]:
        """The usual documents go by their name, the others by their number."""
        return [
            PublicationForm(
                data,
                instance=item,
                prefix=f"linea-{item.pk}" if item.title else item.document,
                network=self.network,
            )
            for item in publication_checklist(self.network)
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST)
        refused = ""
        if not [form for form in forms if not form.is_valid()]:
            changed = [form.instance for form in forms if form.instance.pk is None or form.has_changed()]
            try:
                services.publications_save(network=self.network, items=changed, user=request.user)
                messages.success(request, _("Se guardó la lista de publicaciones."))
                return redirect("monitoring:publication_list", slug=self.network.slug)
            except ValidationError as error:
                refused = " ".join(error.messages)
        return self.render_to_response(self.get_context_data(forms=forms, refused=refused))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"forms": self.forms(), **kwargs})


class LineMixin(MeetingMixin):
    """One line of the network's checklist."""

    def get_queryset(self) -> QuerySet[PublicationItem]:
        return PublicationItem.objects.for_user(self.request.user).filter(network=self.network)

    @cached_property
    def list_url(self) -> str:
        return reverse("monitoring:publication_list", kwargs={"slug": self.network.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(list_url=self.list_url, **kwargs)


class PublicationFormView(LineMixin, WritingMixin, UpdateView):
    """Creates without a `pk` in the URL, changes with one."""

    form_class = PublicationLineForm
    template_name = "monitoring/publication_form.html"
    heading = gettext_lazy("Editar la línea")
    heading_new = gettext_lazy("Nueva línea de la lista")

    def get_object(self, queryset: QuerySet | None = None) -> PublicationItem:
        if "pk" in self.kwargs:
            return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        return PublicationItem(network=self.network)

    def save(self, form: BaseForm) -> str:
        data = form.cleaned_data
        services.publication_save(
            item=form.instance,
            user=self.request.user,
            file=data["upload"] or None,
            without_file=data.get("without_file", False),
        )
        return self.list_url


class PublicationDeleteView(LineMixin, DeleteView):
    permission = staticmethod(can_manage_meeting)
    template_name = "monitoring/publication_confirm_delete.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        name = self.object.name
        try:
            services.publication_delete(item=self.object)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            messages.success(self.request, _("Se quitó «%(document)s» de la lista.") % {"document": name})
        return redirect(self.list_url)


class PublicationMoveView(LineMixin, View):
    """POST `paso`: «subir» or «bajar»."""

    http_method_names = ["post"]
    permission = staticmethod(can_manage_meeting)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        item = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        services.publication_move(item=item, step=-1 if request.POST.get("paso") == "subir" else 1)
        return redirect(self.list_url)


class PublicationDownloadView(LineMixin, View):
    """The document kept here, for whoever reads the network."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return handed_out(get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]))


class PublicationChecksView(LineMixin, ListView):
    """Every test of one line, the newest first."""

    template_name = "monitoring/publication_checks.html"
    paginate_by = 50

    @cached_property
    def item(self) -> PublicationItem:
        return get_object_or_404(LineMixin.get_queryset(self), pk=self.kwargs["pk"])

    def get_queryset(self) -> QuerySet[PublicationCheck]:
        return checks_of(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, **kwargs)
