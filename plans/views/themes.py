"""The themes of a network: its own, which it keeps, beside the common ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from networks.permissions import can_edit_plan
from networks.views.records import RecordDelete, RecordForm, RecordList
from plans.forms import ThemeForm
from plans.models import Framework, Theme
from plans.services.themes import theme_delete, theme_save, theme_uses


class ThemeMixin:
    """Before the record views: themes are kept by whoever edits plans."""

    model, stem = Theme, "theme"
    permission = staticmethod(can_edit_plan)

    def get_success_url(self) -> str:
        return reverse("plans:theme_list", kwargs={"slug": self.network.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_edit=can_edit_plan(self.request.user, self.network), **kwargs)


def counted(themes: QuerySet, network: Any) -> QuerySet:
    """With `uses`: how many activities of the network's plans have each, an activity once in all its versions."""
    own = Q(activities__eje__version__plan__network=network)
    return themes.annotate(uses=Count("activities__lineage", filter=own, distinct=True)).order_by("order", "code")


class ThemeListView(ThemeMixin, RecordList):
    permission = staticmethod(RecordList.permission)
    template_name = "plans/theme_list.html"

    def get_queryset(self) -> QuerySet:
        return counted(super().get_queryset(), self.network)

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        common = list(counted(Theme.objects.filter(network=None), self.network))
        groups = [
            (framework.label, [theme for theme in common if theme.framework == framework])
            for framework in Framework
            if framework != Framework.OWN
        ]
        return super().get_context_data(common=groups, **kwargs)


class ThemeFormView(ThemeMixin, RecordForm):
    form_class = ThemeForm

    def form_valid(self, form: BaseForm) -> HttpResponse:
        theme = theme_save(theme=form.instance)
        messages.success(self.request, _("Se guardó «%(record)s».") % {"record": theme})
        return redirect(self.get_success_url())


class ThemeDeleteView(ThemeMixin, RecordDelete):
    template_name = "plans/theme_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(uses=theme_uses(self.object), **kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            theme_delete(theme=self.object)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("Se eliminó «%(record)s».") % {"record": self.object})
        return redirect(self.get_success_url())
