"""The pages where a finding is mended."""

from __future__ import annotations

from django.urls import reverse

from monitoring.models import Period
from reports.official.form import Scope


class Pages:
    """Addresses of one network and period. A period that spans others has no pages of its own but its figures'."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.slug, self.code = scope.network.slug, scope.period.code

    def of(self, name: str, *more: object) -> str:
        return reverse(name, args=[self.slug, *more])

    def period(self, name: str, *more: object) -> str:
        """Of the period, or the list of periods where it spans several."""
        if self.scope.period.pk is None:
            return self.of("monitoring:period_list")
        return self.of(name, self.code, *more)

    def figures(self) -> str:
        return self.of("monitoring:explain", self.code)

    def section(self, form: str, key: str) -> str:
        """Where a written part is; of a period that spans several, in the last of them."""
        code = self.code
        if self.scope.period.pk is None:
            last = self._last()
            if last is None:
                return self.of("monitoring:period_list")
            code = last.code
        return self.of("monitoring:section_edit", code, form, key)

    def _last(self) -> Period | None:
        span = self.scope.period
        rows = Period.objects.filter(network=self.scope.network).within(span.start_on, span.end_on)
        return rows.order_by("-end_on", "start_on").first()
