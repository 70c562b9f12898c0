"""The directory: who is who in each country and member, one contact's page, and who takes over from whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, FormView, ListView, TemplateView, View

from networks.days import local_today
from networks.exchange.people import contacts_xlsx
from networks.exchange.writing import workbook_response
from networks.exported import CONTACTS
from networks.forms.directory import ContactForm, ReliefForm, TeamForm, directory_filter
from networks.mixins import NetworkMixin
from networks.models import Contact, Member, PeopleExport
from networks.permissions import can_export_people, can_manage_people
from networks.selectors.contacts import changes_of, line_of
from networks.selectors.directory import RANK_ORDER, Asked, Directory, has_unfolded
from networks.services import directory as services
from networks.views.records import RecordDelete, RecordForm, RecordMixin

REFUSED = 422


class ContactMixin(RecordMixin):
    model, stem = Contact, "contact"

    def get_queryset(self) -> models.QuerySet:
        contacts = Contact.objects.for_user(self.request.user).filter(member__network=self.network)
        return contacts.select_related("member").prefetch_related("areas")

    def contact_url(self, contact: Contact) -> str:
        return reverse("networks:contact_detail", kwargs={"slug": self.network.slug, "pk": contact.pk})


class DirectoryMixin(NetworkMixin):
    """`self.directory`, narrowed by the address."""

    @cached_property
    def narrowed(self) -> tuple[BaseForm, Directory]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        if asked.get("q") and has_unfolded(self.network):
            services.contacts_fold(network=self.network)
        whole = Directory(self.network, self.request.user, Asked(), local_today(self.network))
        return directory_filter(asked, whole)


class ContactListView(DirectoryMixin, TemplateView):
    """The whole page, or for HTMX what the search leaves."""

    def get_template_names(self) -> list[str]:
        return ["networks/contact_list.html" + ("#found" if self.request.htmx else "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filter, directory = self.narrowed
        page = directory.page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=filter,
            directory=directory,
            page_obj=page,
            countries=directory.grouped(page.object_list),
            said=filter.said,
            may_manage=can_manage_people(self.request.user, self.network),
            today=directory.today,
            **kwargs,
        )


class ContactExportView(DirectoryMixin, View):
    """What the filter leaves, as a file; who took it is written down."""

    http_method_names = ["post"]
    permission = staticmethod(can_export_people)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filter, directory = self.narrowed
        exported = services.Exported(what=CONTACTS, rows=directory.total, filters=filter.said)
        services.people_export_log(network=self.network, user=request.user, exported=exported)
        content = contacts_xlsx(directory, filter.said)
        return workbook_response(content, _("contactos-%(network)s.xlsx") % {"network": self.network.slug})


class PeopleExportListView(NetworkMixin, ListView):
    """Who took which people's data out of the network."""

    permission = staticmethod(can_export_people)
    template_name = "networks/people_export_list.html"
    paginate_by = 50

    def get_queryset(self) -> models.QuerySet:
        rows = PeopleExport.objects.for_user(self.request.user).filter(network=self.network)
        return rows.select_related("exported_by")


class ContactDetailView(ContactMixin, DetailView):
    """Her data, who held the post before and after, and what was changed of her."""

    permission = staticmethod(NetworkMixin.permission)
    template_name = "networks/contact_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = self.object
        today = local_today(self.network)
        return super().get_context_data(
            contact=contact,
            line=line_of(contact),
            changes=changes_of(contact),
            review=contact.reviews.first(),
            has_left=contact.valid_to_on is not None and contact.valid_to_on < today,
            may_manage=can_manage_people(self.request.user, self.network),
            **kwargs,
        )


class ContactFormView(ContactMixin, RecordForm):
    permission = staticmethod(can_manage_people)
    form_class = ContactForm

    def form_valid(self, form: BaseForm) -> HttpResponse:
        contact = form.save(commit=False)
        services.contact_save(contact=contact, areas=form.cleaned_data["areas"])
        messages.success(self.request, _("Se guardó «%(record)s».") % {"record": contact})
        return redirect(self.contact_url(contact))


class ContactDeleteView(ContactMixin, RecordDelete):
    permission = staticmethod(can_manage_people)


class ContactSucceedView(ContactMixin, FormView):
    """She leaves the post; whoever takes it over comes in, in one step."""

    permission = staticmethod(can_manage_people)
    form_class = ReliefForm
    template_name = "networks/contact_succeed.html"

    @cached_property
    def contact(self) -> Contact:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "contact": self.contact}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=self.contact, **kwargs)

    def form_valid(self, form: ReliefForm) -> HttpResponse:
        left_on = form.cleaned_data["left_on"]
        try:
            successor = services.contact_succeed(contact=self.contact, left_on=left_on, successor=form.successor)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.render_to_response(self.get_context_data(form=form), status=REFUSED)
        words = _("%(name)s deja el cargo.") if successor is None else _("%(successor)s releva a %(name)s.")
        messages.success(self.request, words % {"name": self.contact, "successor": successor})
        return redirect(self.contact_url(successor or self.contact))


class TeamSucceedView(ContactMixin, TemplateView):
    """A change of government: everybody of one member, at once."""

    permission = staticmethod(can_manage_people)
    template_name = "networks/team_succeed.html"

    @cached_property
    def member(self) -> Member:
        rows = Member.objects.for_user(self.request.user).filter(network=self.network)
        return get_object_or_404(rows, code=self.kwargs["code"])

    @cached_property
    def form(self) -> TeamForm:
        today = local_today(self.network)
        rows = (
            self.get_queryset()
            .filter(member=self.member)
            .valid_on(today)
            .annotate(by_rank=RANK_ORDER)
            .order_by("by_rank", "name")
        )
        sent = self.request.POST if self.request.method == "POST" else None
        return TeamForm(sent, contacts=list(rows), today=today)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            reliefs = [services.Relief(row.contact, row.successor) for row in self.form.leaving]
            try:
                changed = services.team_succeed(reliefs=reliefs, left_on=self.form.day)
            except ValidationError as error:
                self.form.add_error(None, error.messages)
            else:
                return self.done(changed)
        return self.render_to_response(self.get_context_data(), status=REFUSED)

    def done(self, changed: int) -> HttpResponse:
        words = ngettext("Cambió %(n)s puesto de %(member)s.", "Cambiaron %(n)s puestos de %(member)s.", changed)
        if not changed:
            words = _("Nadie de %(member)s se va: no se cambió nada.")
        messages.success(self.request, words % {"n": changed, "member": self.member})
        return redirect(f"{self.get_success_url()}?integrante={self.member.code}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(member=self.member, form=self.form, **kwargs)
