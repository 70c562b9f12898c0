"""Attendance as a file: out, and in again after a look at each row."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from monitoring.exchange.attendance import AttendanceTable, attendance_rows, attendance_xlsx
from networks.exchange.writing import workbook_response
from networks.exported import ATTENDANCE
from networks.mixins import NetworkMixin
from networks.permissions import can_export_people, can_manage_meeting
from networks.services.directory import Exported, people_export_log
from networks.views.exchange import TableImportView, TablePreviewView, TableRowsView


class AttendanceExchange:
    app, kind, list_name, template_name_url = "monitoring", "attendance", "meeting_list", "attendance_export"
    title = gettext_lazy("Traer la asistencia de un archivo")
    lead = gettext_lazy(
        "Por el día de la sesión y el código del puesto. Lo que un acta aprobada dice ya no cambia."
    )
    resource = AttendanceTable
    permission = staticmethod(can_manage_meeting)


class AttendanceImportView(AttendanceExchange, TableImportView):
    pass


class AttendanceImportPreviewView(AttendanceExchange, TablePreviewView):
    pass


class AttendanceImportRowsView(AttendanceExchange, TableRowsView):
    pass


class AttendanceExportView(NetworkMixin, View):
    """Every session and seat as a file that comes back; who took it is written down."""

    permission = staticmethod(can_export_people)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = attendance_rows(self.network)
        exported = Exported(what=ATTENDANCE, rows=len(rows))
        people_export_log(network=self.network, user=request.user, exported=exported)
        name = _("asistencia-%(network)s.xlsx") % {"network": self.network.slug}
        return workbook_response(attendance_xlsx(self.network, rows), name)
