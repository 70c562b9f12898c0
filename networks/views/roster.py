"""The roster against the goal, who is in it, and who joins without an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, ListView

from networks import rosters
from networks.charts import roster_picture
from networks.days import local_today
from networks.forms.roster import STANDING_WORDS, JoinFilter, RosterFilter, RosterForm, RosterJoinForm, found_by
from networks.mixins import NetworkMixin
from networks.models import Contact
from networks.permissions import can_manage_people
from networks.selectors.invitations import invitation_counts
from networks.selectors.roster import goal_words, joinable, roster, roster_counts, roster_goal, roster_history
from networks.services.roster import roster_join, roster_update
from networks.views.records import RecordForm

UNITS_SHOWN = 20


class PeopleMixin(NetworkMixin):
    """A page about who takes part: the network's today, and whether she may write."""

    @cached_property
    def today(self):
        return local_today(self.network)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = can_manage_people(self.request.user, self.network)
        return super().get_context_data(today=self.today, can_manage=may, **kwargs)


class RosterView(PeopleMixin, ListView):
    template_name = "networks/roster.html"
    paginate_by = 25

    @cached_property
    def goal(self) -> rosters.Goal:
        return roster_goal(self.network)

    @cached_property
    def filter(self) -> RosterFilter:
        return RosterFilter(self.request.GET, network=self.network, goal=self.goal)

    def get_queryset(self) -> models.QuerySet:
        rows = roster(self.network, self.today, Contact.objects.for_user(self.request.user))
        return (
            self.filter.narrowed(rows).select_related("member").order_by("member__order", "member__name", "name")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts, grown = roster_counts(self.network, self.today), roster_history(self.network, self.today)
        context = super().get_context_data(
            filter=self.filter,
            counts=counts,
            units=counts.by_unit[:UNITS_SHOWN],
            units_left=max(len(counts.by_unit) - UNITS_SHOWN, 0),
            whom=goal_words(self.goal),
            history=grown,
            picture=roster_picture(grown, today=self.today) if len(grown.marks) > 1 else "",
            history_rows=[(mark, rosters.percent(mark.counted, self.goal.people)) for mark in grown.marks],
            invited=invitation_counts(self.network, self.today),
            **kwargs,
        )
        for one in context["object_list"]:
            one.standing = rosters.standing(self.goal, one.post_level, one.sex)
            one.standing_words = STANDING_WORDS[one.standing]
        return context


class RosterJoinView(PeopleMixin, FormView):
    """«Sumar sin invitación»: people of the directory, chosen on a list, with the day."""

    template_name = "networks/roster_join.html"
    permission = staticmethod(can_manage_people)
    form_class = RosterJoinForm
    most = 200

    @cached_property
    def filter(self) -> JoinFilter:
        return JoinFilter(self.request.GET)

    @cached_property
    def people(self) -> models.QuerySet:
        return joinable(self.network, self.today, Contact.objects.for_user(self.request.user))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people, "today": self.today}

    def form_valid(self, form: RosterJoinForm) -> HttpResponse:
        data = form.cleaned_data
        chosen = [one.pk for one in data["contacts"]]
        try:
            joined = roster_join(network=self.network, contacts=chosen, joined_on=data["joined_on"])
        except ValidationError as error:
            form.add_error("joined_on", error.messages)
            return self.form_invalid(form)
        said = ngettext("Se sumó %(n)s persona a la red.", "Se sumaron %(n)s personas a la red.", len(joined))
        messages.success(self.request, said % {"n": len(joined)})
        return redirect("networks:roster", slug=self.network.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(self.people.filter(found_by(self.filter.value("q")))[: self.most + 1])
        return super().get_context_data(
            filter=self.filter, people=found[: self.most], is_cut=len(found) > self.most, most=self.most, **kwargs
        )


class RosterUpdateView(RecordForm):
    """Since when she is in the network, and what the goal asks of her."""

    model, stem, form_class = Contact, "roster", RosterForm
    template_name = "networks/roster_update.html"
    permission = staticmethod(can_manage_people)

    def get_queryset(self) -> models.QuerySet:
        rows = Contact.objects.for_user(self.request.user).filter(member__network=self.network)
        return rows.select_related("member__network")

    def get_success_url(self) -> str:
        return reverse("networks:roster", kwargs={"slug": self.network.slug})

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            contact = roster_update(contact=form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Se guardó «%(record)s».") % {"record": contact})
        return redirect(self.get_success_url())
