"""Which indicators of the plan take a figure from the network's courses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import models
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DeleteView, ListView, UpdateView

from monitoring.forms.training import TrainingFeedForm
from monitoring.models import TrainingFeed
from monitoring.selectors.training import indicators_to_feed
from monitoring.services.training import training_feed_delete, training_feed_save
from networks.permissions import can_manage_people
from networks.views.courses import SavingMixin, TrainingMixin


class TrainingFeedMixin(TrainingMixin):
    def get_queryset(self) -> models.QuerySet:
        rows = TrainingFeed.objects.for_user(self.request.user).filter(network=self.network)
        return rows.select_related("topic")

    def get_success_url(self) -> str:
        return reverse("monitoring:training_feed_list", kwargs={"slug": self.network.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class TrainingFeedListView(TrainingFeedMixin, ListView):
    template_name = "monitoring/training_feed_list.html"
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        known = {row.lineage: row for row in indicators_to_feed(self.network)}
        for feed in context["object_list"]:
            feed.indicator = known.get(feed.indicator_lineage)
        return {**context, "has_indicators": bool(known)}


class TrainingFeedFormView(TrainingFeedMixin, SavingMixin, UpdateView):
    """Creates without a `pk` in the URL, changes with one."""

    form_class = TrainingFeedForm
    heading = gettext_lazy("Cambiar de dónde toma su cifra")
    heading_new = gettext_lazy("Alimentar un indicador con los cursos")

    def get_object(self, queryset: models.QuerySet | None = None) -> TrainingFeed:
        return super().get_object(queryset) if "pk" in self.kwargs else TrainingFeed(network=self.network)

    def save(self, form: BaseForm) -> str:
        training_feed_save(feed=form.instance)
        return self.get_success_url()


class TrainingFeedDeleteView(TrainingFeedMixin, DeleteView):
    permission = staticmethod(can_manage_people)
    template_name = "monitoring/training_feed_confirm_delete.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        training_feed_delete(feed=self.object)
        messages.success(
            self.request, _("El indicador ya no toma su cifra de los cursos; lo informado no cambia.")
        )
        return redirect(self.get_success_url())
