"""Invitations as the secretariat sees them, and the page that an invitation's own link opens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from networks.days import local_today
from networks.forms.invitations import (
    AcceptForm,
    DeclineForm,
    InvitationExtendForm,
    InvitationFilter,
    InvitationForm,
)
from networks.models import Invitation
from networks.permissions import can_manage_people
from networks.selectors.invitations import (
    OPEN_STATES,
    REMINDER_DAYS,
    InvitationState,
    invitation_counts,
    state_filter,
    state_of,
)
from networks.services.invitations import (
    InvitationClosed,
    invitation_accept,
    invitation_decline,
    invitation_extend,
    invitation_opened,
    invitation_resend,
    invitation_revoke,
    invitations_remind_now,
    invitations_send,
)
from networks.views.personal_links import ABSENT, GONE, PersonalLinkView
from networks.views.roster import PeopleMixin


class InvitationMixin(PeopleMixin):
    """Who was asked and did not answer is known to the secretariat alone."""

    permission = staticmethod(can_manage_people)
    model = Invitation

    def get_queryset(self) -> models.QuerySet:
        rows = Invitation.objects.for_user(self.request.user).filter(network=self.network)
        return rows.select_related("network", "member", "contact__member", "created_by")

    @property
    def list_url(self) -> str:
        return reverse("networks:invitation_list", kwargs={"slug": self.network.slug})


class InvitationListView(InvitationMixin, ListView):
    template_name = "networks/invitation_list.html"
    paginate_by = 25

    @cached_property
    def filter(self) -> InvitationFilter:
        return InvitationFilter(self.request.GET)

    def get_queryset(self) -> models.QuerySet:
        rows, words = super().get_queryset(), self.filter.value("q")
        if self.filter.value("estado"):
            rows = rows.filter(state_filter(self.filter.value("estado"), self.today))
        return rows.filter(models.Q(email__icontains=words) | models.Q(name__icontains=words))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = invitation_counts(self.network, self.today)
        context = super().get_context_data(filter=self.filter, counts=counts, **kwargs)
        for one in context["object_list"]:
            one.state = state_of(one, self.today)
        return context


class InvitationCreateView(InvitationMixin, FormView):
    template_name = "networks/invitation_form.html"
    form_class = InvitationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "network": self.network, "today": self.today}

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            sent = invitations_send(
                network=self.network,
                people=data["lines"],
                message=data["message"],
                expires_on=data["expires_on"],
                by=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        said = ngettext("Se envió %(n)s invitación.", "Se enviaron %(n)s invitaciones.", len(sent))
        messages.success(self.request, said % {"n": len(sent)})
        return redirect(self.list_url)


class InvitationDetailView(InvitationMixin, DetailView):
    """One invitation: how it stands, and what can still be done. A wrong new day comes back to this page."""

    template_name = "networks/invitation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = state_of(self.object, self.today)
        kwargs.setdefault("form", InvitationExtendForm(today=self.today))
        is_waiting = state in OPEN_STATES
        return super().get_context_data(
            state=state,
            is_waiting=is_waiting,
            is_unanswered=is_waiting or state == InvitationState.EXPIRED,
            most_reminders=len(REMINDER_DAYS),
            **kwargs,
        )


class InvitationAct(InvitationMixin, SingleObjectMixin, View):
    """One thing done to an invitation, said afterwards on its page."""

    http_method_names = ["post"]

    def act(self, invitation: Invitation) -> None:
        raise NotImplementedError

    def said(self, invitation: Invitation) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = self.get_object()
        try:
            self.act(invitation)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, self.said(invitation))
        return redirect("networks:invitation_detail", slug=self.network.slug, pk=invitation.pk)


class InvitationResendView(InvitationAct):
    def act(self, invitation: Invitation) -> None:
        invitation_resend(invitation=invitation)

    def said(self, invitation: Invitation) -> str:
        return _("Se envió de nuevo a %(email)s.") % {"email": invitation.email}


class InvitationRevokeView(InvitationAct):
    def act(self, invitation: Invitation) -> None:
        invitation_revoke(invitation=invitation)

    def said(self, invitation: Invitation) -> str:
        return _("Se retiró la invitación: su enlace ya no abre nada.")


class InvitationExtendView(InvitationDetailView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = InvitationExtendForm(request.POST, today=self.today)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            invitation_extend(invitation=self.object, expires_on=form.cleaned_data["expires_on"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            said = {"email": self.object.email}
            messages.success(request, _("Se amplió el plazo y se avisó a %(email)s.") % said)
        return redirect("networks:invitation_detail", slug=self.network.slug, pk=self.object.pk)


class InvitationRemindView(InvitationMixin, View):
    """«Recordar»: to all who have not answered, at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reminded = len(invitations_remind_now(network=self.network))
        if reminded:
            said = ngettext("Se envió %(n)s recordatorio.", "Se enviaron %(n)s recordatorios.", reminded)
            messages.success(request, said % {"n": reminded})
        else:
            messages.info(
                request,
                _("Nadie a quien recordar: contestaron todas, o ya se les escribió hoy o dos veces."),
            )
        return redirect(self.list_url)


class InvitationAnswerView(PersonalLinkView):
    """Which network asks for her, and her answer."""

    template_name = "networks/invitation_answer.html"
    pace = "invitation"

    @cached_property
    def invitation(self) -> Invitation | None:
        rows = Invitation.objects.select_related("network", "member", "contact__member")
        return rows.filter(token=self.kwargs["token"]).first()

    @cached_property
    def today(self):
        return local_today(self.invitation.network)

    def closed_page(self) -> HttpResponse | None:
        if self.invitation is None:
            return render(self.request, "networks/invitation_gone.html", {"state": None}, status=ABSENT)
        state = state_of(self.invitation, self.today)
        if state in OPEN_STATES:
            return None
        template, status = "networks/invitation_gone.html", GONE
        if state in (InvitationState.ACCEPTED, InvitationState.DECLINED):
            template, status = "networks/invitation_answered.html", 200
        context = {"invitation": self.invitation, "network": self.invitation.network, "state": str(state)}
        return render(self.request, template, context, status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":
            invitation_opened(invitation=self.invitation)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        says_no = request.POST.get("respuesta") == "no"
        form = DeclineForm(request.POST) if says_no else self.accept_form(request.POST)
        try:
            if form.is_valid():
                self.decline(form) if says_no else self.accept(form)
                return redirect(request.path)
        except InvitationClosed:
            return redirect(request.path)
        except ValidationError as error:
            form.add_error(None, error.messages)
        return self.render_to_response(self.get_context_data(**{"decline" if says_no else "form": form}))

    def accept_form(self, data: Any = None) -> AcceptForm:
        return AcceptForm(data, invitation=self.invitation, today=self.today)

    def accept(self, form: AcceptForm) -> None:
        given = {name: value for name, value in form.cleaned_data.items() if name != "consent"}
        invitation_accept(invitation=self.invitation, **given)

    def decline(self, form: DeclineForm) -> None:
        invitation_decline(invitation=self.invitation, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.accept_form())
        kwargs.setdefault("decline", DeclineForm())
        return super().get_context_data(invitation=self.invitation, network=self.invitation.network, **kwargs)
