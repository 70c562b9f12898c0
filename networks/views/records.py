"""Members, organizations, functions, contacts and people of a network, and the network's own data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import BaseForm, Field
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DeleteView, FormView, ListView, UpdateView

from networks import services
from networks.forms import records as forms
from networks.forms.network import NetworkForm
from networks.mixins import NetworkMixin
from networks.models import (
    ActionArea,
    Assignment,
    ConflictError,
    MandatedFunction,
    Member,
    Network,
    Organization,
    Territory,
)
from networks.permissions import can_manage_network
from networks.views.saving import ServiceDelete


class RecordMixin(NetworkMixin):
    """One kind of record of the network: `model`, and the stem of its URL names and templates."""

    model: type[models.Model]
    stem: str
    permission: Callable[[Any, Any], bool] = staticmethod(can_manage_network)

    def get_queryset(self) -> models.QuerySet:
        return self.model._default_manager.for_user(self.request.user).filter(network=self.network)

    def get_success_url(self) -> str:
        return reverse(f"networks:{self.stem}_list", kwargs={"slug": self.network.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stem=self.stem, list_url=self.get_success_url(), **kwargs)


class RecordList(RecordMixin, ListView):
    permission = staticmethod(NetworkMixin.permission)
    paginate_by = 100

    def get_template_names(self) -> list[str]:
        return [f"networks/{self.stem}_list.html"]


class RecordForm(RecordMixin, UpdateView):
    """Creates without a `pk` in the URL, changes with one."""

    template_name = "networks/record_form.html"

    def get_object(self, queryset: models.QuerySet | None = None) -> models.Model | None:
        return super().get_object(queryset) if "pk" in self.kwargs else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.network}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        record = form.save(commit=False)
        with transaction.atomic():
            services.record_save(record=record)
            form.save_m2m()
        messages.success(self.request, _("Se guardó «%(record)s».") % {"record": record})
        return redirect(self.get_success_url())


class RecordDelete(ServiceDelete, RecordMixin, DeleteView):
    template_name = "networks/record_confirm_delete.html"

    def remove(self) -> None:
        services.record_delete(record=self.object)


class MemberListView(RecordList):
    model, stem = Member, "member"

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()


class MemberFormView(RecordForm):
    model, stem, form_class = Member, "member", forms.MemberForm


class MemberDeleteView(RecordDelete):
    model, stem = Member, "member"


class OrganizationListView(RecordList):
    model, stem = Organization, "organization"


class OrganizationFormView(RecordForm):
    model, stem, form_class = Organization, "organization", forms.OrganizationForm


class OrganizationDeleteView(RecordDelete):
    model, stem = Organization, "organization"


class FunctionListView(RecordList):
    model, stem = MandatedFunction, "function"


class FunctionFormView(RecordForm):
    model, stem, form_class = MandatedFunction, "function", forms.FunctionForm


class FunctionDeleteView(RecordDelete):
    model, stem = MandatedFunction, "function"


class TerritoryListView(RecordList):
    """The shared territories can be seen; only the network's own have buttons."""

    model, stem = Territory, "territory"

    def get_queryset(self) -> models.QuerySet:
        return Territory.objects.for_network(self.network).select_related("parent")


class TerritoryFormView(RecordForm):
    model, stem, form_class = Territory, "territory", forms.TerritoryForm


class TerritoryDeleteView(RecordDelete):
    model, stem = Territory, "territory"


class AreaListView(RecordList):
    model, stem = ActionArea, "area"


class AreaFormView(RecordForm):
    model, stem, form_class = ActionArea, "area", forms.ActionAreaForm


class AreaDeleteView(RecordDelete):
    model, stem = ActionArea, "area"


class AssignmentListView(RecordList):
    """Who has which role here."""

    model, stem = Assignment, "assignment"
    permission = staticmethod(can_manage_network)

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_list()


class AssignmentCreateView(RecordMixin, FormView):
    """Invite by e-mail and give a role."""

    model, stem = Assignment, "assignment"
    form_class = forms.AssignmentForm
    template_name = "networks/assignment_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.network}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        site = self.request.build_absolute_uri("/").rstrip("/")
        try:
            given = services.assignment_give(
                network=self.network, given_by=self.request.user, site=site, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Se dio el rol y se avisó a %(email)s.") % {"email": given.user.email})
        return redirect(self.get_success_url())


class AssignmentDeleteView(RecordDelete):
    """Withdraw a role; the account stays."""

    model, stem = Assignment, "assignment"
    template_name = "networks/assignment_confirm_delete.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            services.assignment_withdraw(assignment=self.object)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("Se retiró el rol."))
        return redirect(self.get_success_url())


def said(value: Any, field: Field) -> str:
    """A value as the form's field shows it: the words of a choice, not its code."""
    words = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    values = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(words.get(str(each), str(each)) for each in values if each not in (None, ""))


class NetworkUpdateView(NetworkMixin, UpdateView):
    """The network's own data: mandate, norms, words, rules."""

    permission = staticmethod(can_manage_network)
    form_class = NetworkForm
    template_name = "networks/network_form.html"

    def get_object(self, queryset: models.QuerySet | None = None) -> Network:
        return Network.objects.get(pk=self.network.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.network}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            services.network_update(network=form.instance, revision=form.cleaned_data["revision"])
        except ConflictError as conflict:
            return self.conflict(form, conflict.current)
        messages.success(self.request, _("Se guardaron los datos de la red."))
        return redirect("networks:network_update", slug=self.network.slug)

    def conflict(self, form: BaseForm, current: Network) -> HttpResponse:
        """Her text stays; what the other person saved is listed beside, and saving again knows of it."""
        form.data = form.data.copy()
        form.data["revision"] = str(current.revision)
        saved = NetworkForm(instance=current, network=current)
        changed = [
            (field.label, said(saved.get_initial_for_field(field, name), field))
            for name, field in saved.fields.items()
            if name != "revision" and field.has_changed(saved.get_initial_for_field(field, name), form[name].data)
        ]
        context = self.get_context_data(form=form, conflict=changed)
        return self.render_to_response(context, status=409)
