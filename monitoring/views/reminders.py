"""Reminders: a network's rule and its mail, and for each person what she gets and how to stop it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, ListView, TemplateView, UpdateView, View

from monitoring.forms.reminders import OutboxFilter, ReminderPreferencesForm, ReminderRuleForm
from monitoring.models import MailState, OutboxItem, OutboxMessage, Period, ReminderOptOut, ReminderRule
from monitoring.reminder_mail import read_stop_token
from monitoring.selectors import local_today
from monitoring.selectors.reminders import reminder_preview
from monitoring.services.outbox import outbox_retry
from monitoring.services.reminders import (
    reminder_preferences_set,
    reminder_rule_save,
    reminders_resume,
    reminders_stop,
)
from networks.mixins import NetworkMixin
from networks.models import Network, User
from networks.permissions import can_manage_network


class ReminderRuleView(NetworkMixin, UpdateView):
    """The rule, what it means for the period at hand, and who wants none. «Probar» shows without saving."""

    template_name = "monitoring/reminder_rule.html"
    permission = staticmethod(can_manage_network)
    form_class = ReminderRuleForm

    def get_object(self, queryset: Any = None) -> ReminderRule:
        rules = ReminderRule.objects.for_user(self.request.user)
        return rules.filter(network=self.network).first() or ReminderRule(network=self.network)

    def form_valid(self, form: ReminderRuleForm) -> HttpResponse:
        if "probar" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, tried=form.instance))
        reminder_rule_save(rule=form.instance)
        messages.success(self.request, _("Reglas guardadas: valen desde los próximos recordatorios."))
        return redirect("monitoring:reminder_rule", slug=self.network.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = kwargs.get("tried") or self.get_object()
        outs = ReminderOptOut.objects.filter(network=self.network).select_related("user")
        return super().get_context_data(
            preview=reminder_preview(self.network, rule),
            today=local_today(self.network),
            opted_out=outs.order_by("user__username"),
            **kwargs,
        )


class OutboxListView(NetworkMixin, ListView):
    """What was said of this network, to whom, and whether it left; never the text, which may speak of others."""

    template_name = "monitoring/outbox_list.html"
    permission = staticmethod(can_manage_network)
    paginate_by = 50

    @cached_property
    def filter(self) -> OutboxFilter:
        periods = Period.objects.for_user(self.request.user).filter(network=self.network)
        return OutboxFilter(self.request.GET, periods=list(periods.order_by("-end_on", "start_on")))

    def get_queryset(self):
        rows = OutboxItem.objects.for_user(self.request.user).filter(network=self.network)
        rows = rows.select_related("message__user", "period").defer("message__body", "message__headers")
        return self.filter.narrowed(rows).order_by("-message__created_at", "-message__pk", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, failed=MailState.FAILED, **kwargs)


class OutboxRetryView(NetworkMixin, View):
    http_method_names = ["post"]
    permission = staticmethod(can_manage_network)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        own = OutboxItem.objects.for_user(request.user).filter(network=self.network)
        message = get_object_or_404(OutboxMessage, pk=pk, pk__in=own.values("message"))
        try:
            outbox_retry(message=message)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Se intentará de nuevo con el próximo envío."))
        return redirect("monitoring:outbox_list", slug=slug)


class ReminderPreferencesView(LoginRequiredMixin, FormView):
    """«Mis avisos»: of which of her networks, and in which language."""

    template_name = "monitoring/reminder_preferences.html"
    form_class = ReminderPreferencesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        out = set(ReminderOptOut.objects.filter(user=user).values_list("network", flat=True))
        wanted = [network.pk for network in user.networks if network.pk not in out]
        return {"language": user.language, "networks": wanted}

    def form_valid(self, form: ReminderPreferencesForm) -> HttpResponse:
        data = form.cleaned_data
        reminder_preferences_set(user=self.request.user, language=data["language"], wanted=data["networks"])
        messages.success(self.request, _("Guardado."))
        return redirect("monitoring:reminder_preferences")


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class ReminderStopView(TemplateView):
    """Where a mail's «No recibir más» leads: GET asks, POST does, with no session.

    The address is signed, so the mail program itself may POST to it (RFC 8058: no token, no redirect).
    """

    template_name = "monitoring/reminder_stop.html"

    @cached_property
    def whose(self) -> tuple[User, list[Network]]:
        try:
            pk, networks = read_stop_token(self.kwargs["token"])
        except ValueError:
            raise Http404 from None
        user = get_object_or_404(User, pk=pk)
        return user, list(Network.objects.filter(pk__in=networks).order_by("name"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, networks = self.whose
        out = ReminderOptOut.objects.filter(user=user, network__in=networks).count()
        return super().get_context_data(
            person=user, networks=networks, is_stopped=bool(networks) and out == len(networks), **kwargs
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        user, networks = self.whose
        change = reminders_resume if "deshacer" in request.POST else reminders_stop
        change(user=user, networks=networks)
        return self.render_to_response(self.get_context_data(done=True))
