"""Who attended which session, as a table: known by the session's day and the seat's code."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, widgets
from tablib import Dataset

from monitoring.models import Acta, ActaState, Attendance, Meeting
from monitoring.selectors.periods import local_today
from monitoring.services.attendance import AttendanceMark, LateReasonMissing, attendance_save
from monitoring.services.freezing import ActaApprovedError
from networks.exchange.base import Checked, TableResource
from networks.exchange.columns import Column
from networks.exchange.people import helps
from networks.exchange.widgets import DayWidget, FoundWidget, TextWidget, WordWidget
from networks.exchange.writing import table_xlsx
from networks.folding import fold
from networks.models import Member, Network, Sex

UNKNOWN = "unknown"
ATTENDED = ((True, gettext_lazy("sí")), (False, gettext_lazy("no")), (UNKNOWN, gettext_lazy("no consta")))
COLUMNS = (
    Column("held_on", gettext_lazy("Día de la sesión"), gettext_lazy("El día en que se realizó."), is_key=True),
    Column(
        "seat", gettext_lazy("Código del puesto"), gettext_lazy("El de la integrante que lo ocupa."), is_key=True
    ),
    Column("seat_name", gettext_lazy("Puesto"), is_read=False),
    Column("attended", gettext_lazy("Asistió"), gettext_lazy("sí, no o no consta."), is_key=True),
    Column("delegate_post", gettext_lazy("Cargo de quien asistió en su lugar")),
    Column("delegate_name", gettext_lazy("Quien asistió en su lugar")),
    Column("sex", gettext_lazy("Sexo de quien asistió"), gettext_lazy("mujer, hombre u otro; o vacío.")),
    Column(
        "late_reason",
        gettext_lazy("Por qué se anota después"),
        gettext_lazy("Hace falta cuando el día de la sesión ya pasó; quedará dicho en el acta."),
    ),
)


class MeetingWidget(widgets.Widget):
    """The session held on a day: there must be one, and only one."""

    def __init__(self, table: AttendanceTable) -> None:
        super().__init__()
        self.table = table

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> Meeting:
        day = DayWidget().clean(value)
        if day is None:
            raise ValueError(_("Escriba el día en que se realizó la sesión."))
        found = self.table.meetings.get(day, [])
        if len(found) == 1:
            return found[0]
        words = _("No hay una sesión realizada el %(day)s: anote antes en su página que se realizó.")
        if found:
            words = _("El %(day)s hubo %(n)s sesiones: anote la asistencia en la página de cada una.")
        raise ValueError(words % {"day": date_format(day, "SHORT_DATE_FORMAT"), "n": len(found)})


class AttendedWidget(WordWidget):
    """«no consta» is None: no row is kept."""

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> bool | None:
        found = super().clean(value, row, **kwargs)
        return None if found == UNKNOWN else found


class AttendanceTable(TableResource):
    """Writes by `attendance_save`, session by session: what it refuses, the look at the file has already told."""

    columns = COLUMNS
    held_on = fields.Field("meeting", "held_on")
    seat = fields.Field("member", "seat")
    attended = fields.Field("attended", "attended")
    delegate_post = fields.Field("delegate_post", "delegate_post", TextWidget())
    delegate_name = fields.Field("delegate_name", "delegate_name", TextWidget())
    sex = fields.Field("sex", "sex")
    late_reason = fields.Field("reason", "late_reason", TextWidget())

    class Meta:
        model = Attendance
        fields = [column.name for column in COLUMNS if column.is_read]
        skip_diff = True
        clean_model_instances = True

    def load(self) -> None:
        held = Meeting.objects.filter(network=self.network, held_on__isnull=False).order_by("pk")
        self.meetings: dict[datetime.date, list[Meeting]] = defaultdict(list)
        for meeting in held:
            meeting.network = self.network
            self.meetings[meeting.held_on].append(meeting)
        self.seats = {fold(row.code): row for row in Member.objects.filter(network=self.network).seated()}
        rows = Attendance.objects.filter(meeting__network=self.network)
        self.rows = {(row.meeting_id, row.member_id): row for row in rows}
        actas = Acta.objects.filter(meeting__network=self.network, state=ActaState.APPROVED)
        self.frozen = {acta.meeting_id: acta for acta in actas.select_related("meeting")}
        self.today = local_today(self.network)
        # By session and by why it is written so late, which each row says for itself.
        self.marks: dict[tuple[Meeting, str], list[AttendanceMark]] = defaultdict(list)
        self.fields["held_on"].widget = MeetingWidget(self)
        self.fields["seat"].widget = FoundWidget(lambda: self.seats, self.no_seat)
        self.fields["attended"].widget = AttendedWidget(list(ATTENDED), default=None)
        self.fields["sex"].widget = WordWidget(list(Sex.choices))

    @staticmethod
    def no_seat(code: str) -> str:
        words = _("No hay un puesto con el código «%(code)s»: mire los códigos en la lista de integrantes.")
        return words % {"code": code}

    def write(self, table: Dataset) -> Checked:
        checked = super().write(table)
        for meeting, reason in sorted(self.marks, key=lambda pair: (pair[0].pk, pair[1])):
            marks = self.marks[meeting, reason]
            attendance_save(meeting=meeting, marks=marks, user=self.user, late_reason=reason)
        return checked

    def who(self, instance: Attendance) -> str:
        return f"{date_format(instance.meeting.held_on, 'SHORT_DATE_FORMAT')} · {instance.member.name}"

    def is_known(self, instance: Attendance) -> bool:
        return bool(instance.meeting_id and instance.member_id)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Attendance | None:
        seat = self.seats.get(fold(str(row.get("seat") or "")))
        try:
            meeting = self.fields["held_on"].widget.clean(row.get("held_on"))
        except ValueError:
            return None
        found = self.rows.get((meeting.pk, seat.pk)) if seat else None
        if found is not None:
            found.meeting, found.member = meeting, seat
        return found

    def init_instance(self, row: dict[str, Any] | None = None) -> Attendance:
        return Attendance()

    def after_init_instance(self, instance: Attendance, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        super().after_init_instance(instance, new, row, **kwargs)
        # Said of a row that is made; it changes nothing of one that is there.
        self.before.pop("reason", None)

    def key_of(self, instance: Attendance) -> Any:
        return instance.meeting_id, instance.member_id

    def skip_row(
        self, instance: Attendance, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if not instance.attended:
            instance.delegate_post = instance.delegate_name = instance.sex = ""
        skips = super().skip_row(instance, original, row, import_validation_errors)
        # Nothing is known of it, neither before nor now.
        return skips or (not import_validation_errors and self.is_new and instance.attended is None)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True):
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        instance.clean_fields(exclude={"meeting", "member", "attended", "registered_by"})
        meeting, seat = instance.meeting, instance.member
        if meeting.pk in self.frozen:
            raise ActaApprovedError(self.frozen[meeting.pk])
        reason = _reason(instance)
        if len(reason) > Attendance._meta.get_field("late_reason").max_length:
            raise ValidationError({"reason": _("El motivo es demasiado largo: escríbalo en menos de 300 letras.")})
        if self.is_new and self.today > meeting.held_on and not reason:
            raise LateReasonMissing
        if self.is_new and not seat.is_valid_on(meeting.held_on):
            raise ValidationError({"member": _("El puesto no estaba vigente ese día.")})

    def save_instance(self, instance: Attendance, is_create: bool, row: Any, **kwargs: Any) -> None:
        mark = AttendanceMark(
            member=instance.member,
            attended=instance.attended,
            delegate_post=instance.delegate_post,
            delegate_name=instance.delegate_name,
            sex=instance.sex,
        )
        self.marks[instance.meeting, _reason(instance)].append(mark)

    def _words(self, name: str, value: Any) -> str:
        return _("no consta") if name == "attended" and value is None else super()._words(name, value)


def _reason(instance: Attendance) -> str:
    return (getattr(instance, "reason", "") or "").strip()


def attendance_rows(network: Network) -> list[list[Any]]:
    """Every session held × every seat valid that day or written down, oldest first, in three queries."""
    meetings = Meeting.objects.filter(network=network, held_on__isnull=False).order_by("held_on", "pk")
    seats = list(Member.objects.filter(network=network).seated().order_by("order", "name"))
    found = Attendance.objects.filter(meeting__network=network)
    marks = {(row.meeting_id, row.member_id): row for row in found}
    return [
        _row(meeting, seat, marks.get((meeting.pk, seat.pk)))
        for meeting in meetings
        for seat in seats
        if seat.is_valid_on(meeting.held_on) or (meeting.pk, seat.pk) in marks
    ]


def _row(meeting: Meeting, seat: Member, mark: Attendance | None) -> list[Any]:
    words = dict(ATTENDED)
    if mark is None:
        return [meeting.held_on, seat.code, seat.name, str(words[UNKNOWN]), "", "", "", ""]
    told = [mark.delegate_post, mark.delegate_name, mark.get_sex_display(), mark.late_reason]
    return [meeting.held_on, seat.code, seat.name, str(words[mark.attended]), *told]


def attendance_xlsx(network: Network, rows: Iterable[list[Any]]) -> bytes:
    return table_xlsx(
        title=_("Asistencia"),
        heads=[str(column.head) for column in COLUMNS],
        rows=rows,
        notes=[(_("Red"), network.name), *helps(COLUMNS)],
        notes_title=_("Columnas"),
    )
