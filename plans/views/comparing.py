"""The versions of a plan: which ruled when, and what changed between any two."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from plans.comparing import Compared, file_stem, versions_compared
from plans.comparison_xlsx import comparison_xlsx
from plans.models import PlanVersion
from plans.selectors import version_in_force
from plans.views.base import PlanMixin, url_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class VersionListView(PlanMixin, TemplateView):
    """Every version with the days it ruled. `?dia=2012-08-15` goes to the one that ruled that day."""

    template_name = "plans/version_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("dia", "")
        if not asked:
            return super().get(request, *args, **kwargs)
        day = _day(asked)
        version = day and version_in_force(self.plan, day)
        if version:
            version.plan = self.plan
            said = {"n": version.number, "day": f"{day:%d/%m/%Y}"}
            messages.info(request, _("El %(day)s regía la versión %(n)s.") % said)
            return redirect(url_of("plans:version_detail", version))
        messages.warning(request, _none_ruled(asked, day))
        return redirect("plans:version_list", self.network.slug, self.plan.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.plan.versions.order_by("number"))
        spans = rulings(versions)
        rows = [
            {"version": version, "until": spans.get(version.pk), "previous": previous}
            for previous, version in zip([None, *versions], versions, strict=False)
        ]
        version = versions[-1] if versions else None
        if version:
            version.plan = self.plan
        ruling = version_in_force(self.plan, timezone.localdate())
        return super().get_context_data(rows=rows[::-1], version=version, ruling=ruling, **kwargs)


def _day(words: str) -> datetime.date | None:
    try:
        return parse_date(words)
    except ValueError:
        return None


def _none_ruled(asked: str, day: datetime.date | None) -> str:
    if day is None:
        return _("«%(asked)s» no es un día: escriba una fecha como 15/08/2012.") % {"asked": asked[:40]}
    return _("El %(day)s no regía ninguna versión de este plan.") % {"day": f"{day:%d/%m/%Y}"}


def rulings(versions: list[PlanVersion]) -> dict[int, datetime.date | None]:
    """The last day each agreed version ruled, by id: the eve of the next one's first, None while none follows."""
    agreed = sorted(
        (v for v in versions if v.in_force_from_on and not v.is_draft),
        key=lambda v: (v.in_force_from_on, v.number),
    )
    ends = [following.in_force_from_on - datetime.timedelta(days=1) for following in agreed[1:]]
    return dict(zip((v.pk for v in agreed), [*ends, None], strict=True)) if agreed else {}


class ComparingMixin(PlanMixin):
    """Two versions by their numbers, `?de=1&a=2`, in either order; without them, the last two."""

    def compared(self) -> Compared | None:
        """None while the plan has fewer than two versions; an unknown number is 404."""
        self.versions = {version.number: version for version in self.plan.versions.order_by("number")}
        for version in self.versions.values():
            version.plan = self.plan
        numbers = sorted(self.versions)
        if len(numbers) < 2:
            return None
        older, newer = (self._asked(name) for name in ("de", "a"))
        newer = newer or self.versions[numbers[-1]]
        before = [number for number in numbers if number < newer.number]
        older = older or self.versions[before[-1] if before else numbers[0]]
        return versions_compared(*sorted((older, newer), key=lambda version: version.number))

    def _asked(self, name: str) -> PlanVersion | None:
        given = self.request.GET.get(name, "")
        if not given:
            return None
        if not given.isdecimal() or len(given) > 5 or int(given) not in self.versions:
            raise Http404
        return self.versions[int(given)]


class VersionCompareView(ComparingMixin, TemplateView):
    template_name = "plans/version_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        compared = self.compared()
        versions = list(self.versions.values())
        context = {"compared": compared, "versions": versions, "version": versions[-1] if versions else None}
        return super().get_context_data(**context, **kwargs)


class VersionCompareXlsxView(ComparingMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        compared = self.compared()
        if compared is None:
            raise Http404
        response = HttpResponse(comparison_xlsx(compared), content_type=XLSX)
        name = file_stem(compared, timezone.localdate())
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response
