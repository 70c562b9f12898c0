"""The page that programs a year's sessions: the rule in its address, the dates it proposes, and the forms of
both."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from monitoring.forms.meetings import ProgramHoursForm, ProgramRowForm, ProgramRuleForm
from monitoring.meeting_dates import MOST, by_rule, evenly
from monitoring.models import Meeting, MeetingKind
from monitoring.selectors.meeting_calendar import of_year
from networks.languages import language_of_network
from networks.models import Network

# Rows to write another date by hand.
SPARE = 2


class ProgramPage:
    """`rule` is always valid or shows why not; `rows` are the proposed dates, as posted once they were."""

    def __init__(self, network: Network, query: QueryDict, today: datetime.date) -> None:
        self.network, self.today = network, today
        self.rule = ProgramRuleForm(query if "modo" in query else self._first_rule(query))
        self.is_valid = self.rule.is_valid()
        self.hours = ProgramHoursForm(initial=self._last_hours())
        self.posted: Mapping[str, Any] | None = None
        self.refused: list[str] = []

    def _first_rule(self, query: QueryDict) -> dict[str, Any]:
        """Unasked: as many sessions as the network's rules want, or the first Tuesday of each quarter."""
        asked = query.get("anio", "")
        year = asked if asked.isascii() and asked.isdecimal() and len(asked) == 4 else self.today.year
        required = self.network.meetings_per_year
        start = {"anio": year, "ordinal": "1", "dia": "1", "cada": "3", "mes": "1", "cuantas": required or 4}
        return {**start, "modo": "reparto" if required and required <= MOST else "regla"}

    def _last_hours(self) -> dict[str, Any]:
        """What the last ordinary session had: most bodies meet where and when they did."""
        last = Meeting.objects.filter(network=self.network, kind=MeetingKind.ORDINARY).order_by("-pk").first()
        names = ("starts_at", "ends_at", "place", "link")
        return {name: getattr(last, name) for name in names} if last else {}

    @property
    def year(self) -> int:
        return self.rule.cleaned_data["anio"] if self.is_valid else self.today.year

    @cached_property
    def existing(self) -> list[Meeting]:
        """The ordinary ones the year has already."""
        rows = of_year(self.network, self.year)
        return list(rows.filter(kind=MeetingKind.ORDINARY, cancelled_on__isnull=True))

    @cached_property
    def proposed(self) -> list[datetime.date]:
        if not self.is_valid:
            return []
        data = self.rule.cleaned_data
        if data["modo"] == "reparto":
            return evenly(datetime.date(self.year, 1, 15), datetime.date(self.year, 12, 15), data["cuantas"])
        return by_rule(
            self.year,
            ordinal=int(data["ordinal"] or 1),
            weekday=int(data["dia"] or 0),
            every=int(data["cada"] or 3),
            month=int(data["mes"] or 1),
        )

    @cached_property
    def rows(self) -> BaseFormSet:
        made = formset_factory(ProgramRowForm, extra=SPARE, max_num=MOST + SPARE, absolute_max=MOST + SPARE)
        kwargs = {"prefix": "sesion", "form_kwargs": {"year": self.year}}
        if self.posted is not None:
            return made(self.posted, **kwargs)
        taken = {meeting.programmed_on for meeting in self.existing}
        days = [day for day in self.proposed if day not in taken]
        start = len(self.existing) + 1
        return made(
            initial=[
                # What has passed is proposed too, without its tick: it may be history to write down.
                {
                    "wanted": day >= self.today or self.year < self.today.year,
                    "on": day,
                    "title": self._title(number),
                }
                for number, day in enumerate(days, start=start)
            ],
            **kwargs,
        )

    def _title(self, number: int) -> str:
        """In the network's own language: everybody reads it."""
        with translation.override(language_of_network(self.network)):
            return _("Sesión ordinaria n.º %(number)s de %(year)s") % {"number": number, "year": self.year}

    def read(self, data: Mapping[str, Any]) -> list[Meeting]:
        """The sessions as posted, unsaved. Raises ValidationError where a form refuses something."""
        self.posted = data
        self.hours = ProgramHoursForm(data)
        if not (self.is_valid and self.hours.is_valid() and self.rows.is_valid()):
            raise ValidationError(_("No se programó nada: corrija lo que se señala abajo."))
        wanted = [row.cleaned_data for row in self.rows if row.cleaned_data.get("wanted")]
        return [
            Meeting(network=self.network, programmed_on=row["on"], title=row["title"], **self.hours.cleaned_data)
            for row in wanted
        ]

    def refuse(self, error: ValidationError) -> None:
        """Beside the field it is about, or above the form."""
        if not hasattr(error, "error_dict"):
            self.refused = error.messages
            return
        for name, errors in error.error_dict.items():
            if name in self.hours.fields:
                self.hours.add_error(name, errors)
            else:
                self.refused += [message for one in errors for message in one.messages]
