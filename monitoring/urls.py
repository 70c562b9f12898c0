from django.urls import path

from monitoring.views import (
    across,
    acta_parts,
    actas,
    agenda,
    answers,
    attendance,
    board,
    calendars,
    closing,
    convening,
    decisions,
    entries,
    entry_pages,
    evidence,
    exchange,
    explaining,
    follow_ups,
    home,
    imports,
    inbox,
    indicators,
    link_entries,
    matrix,
    meeting_calendar,
    meetings,
    periods,
    positions,
    publications,
    questions,
    reminders,
    report_links,
    reviewing,
    roundtrip,
    schedules,
    sections,
    training,
    trends,
)

app_name = "monitoring"
OF_PERIOD = "redes/<slug:slug>/periodos/<slug:code>"
OF_ENTRY = f"{OF_PERIOD}/avances/<uuid:lineage>/<slug:who>"
OF_FOLLOW_UP = "redes/<slug:slug>/seguimientos/<int:pk>"
OF_PUBLICATION = "redes/<slug:slug>/publicaciones/<int:pk>"
OF_TABLE = "redes/<slug:slug>/sesiones/asistencia"
OF_IMPORT = "redes/<slug:slug>/planes/importar/<uuid:key>"

HOME = [
    path("", home.HomeView.as_view(), name="home"),
    path("entre-redes/", across.AcrossView.as_view(), name="across"),
    path("redes/<slug:slug>/", home.NetworkDetailView.as_view(), name="network_detail"),
]

PERIODS = [
    path("redes/<slug:slug>/periodos/", periods.PeriodListView.as_view(), name="period_list"),
    path("redes/<slug:slug>/periodos/nuevo/", periods.PeriodCreateView.as_view(), name="period_create"),
    path(f"{OF_PERIOD}/", board.PeriodDetailView.as_view(), name="period_detail"),
    path(f"{OF_PERIOD}/fechas/", periods.PeriodUpdateView.as_view(), name="period_update"),
    path(f"{OF_PERIOD}/cerrar/", closing.PeriodCloseView.as_view(), name="period_close"),
    path(f"{OF_PERIOD}/cierre/", closing.ClosingDetailView.as_view(), name="closing_detail"),
    path(f"{OF_PERIOD}/reabrir/", closing.PeriodReopenView.as_view(), name="period_reopen"),
    path(
        f"{OF_PERIOD}/declarado/<uuid:lineage>/",
        periods.DeclaredTotalEditView.as_view(),
        name="declared_total_edit",
    ),
]

ENTRIES = [
    path(f"{OF_ENTRY}/", entries.EntryEditView.as_view(), name="entry_edit"),
    path(f"{OF_ENTRY}/guardar/", entries.EntryAutosaveView.as_view(), name="entry_autosave"),
    path(f"{OF_ENTRY}/enviar/", entries.EntrySubmitView.as_view(), name="entry_submit"),
    path(f"{OF_ENTRY}/ver/", entry_pages.EntryDetailView.as_view(), name="entry_detail"),
    path(f"{OF_ENTRY}/revisar/", entry_pages.EntryReviewView.as_view(), name="entry_review"),
    path(f"{OF_ENTRY}/mensajes/", entry_pages.EntryMessageView.as_view(), name="entry_message"),
    path(f"{OF_ENTRY}/declarado/", entries.EntryDeclareView.as_view(), name="entry_declare"),
    path(f"{OF_ENTRY}/evidencia/", evidence.EvidenceCreateView.as_view(), name="evidence_create"),
    path(f"{OF_ENTRY}/evidencia/<int:pk>/", evidence.EvidenceDownloadView.as_view(), name="evidence_download"),
    path(f"{OF_ENTRY}/evidencia/<int:pk>/quitar/", evidence.EvidenceDeleteView.as_view(), name="evidence_delete"),
]

REVIEW = [
    path(f"{OF_PERIOD}/revision/", reviewing.ReviewListView.as_view(), name="review_list"),
    path(f"{OF_PERIOD}/revision/validar/", reviewing.ReviewValidateView.as_view(), name="review_validate"),
]


def part(segment: str, stem: str, form: type, delete: type) -> list:
    """Create, change and delete something of one session."""
    base = f"redes/<slug:slug>/sesiones/<int:meeting>/{segment}/"
    return [
        path(f"{base}nuevo/", form.as_view(), name=f"{stem}_create"),
        path(f"{base}<int:pk>/", form.as_view(), name=f"{stem}_update"),
        path(f"{base}<int:pk>/eliminar/", delete.as_view(), name=f"{stem}_delete"),
    ]


OF_MEETING = "redes/<slug:slug>/sesiones/<int:meeting>"
SESSION_YEAR = [
    path(
        "redes/<slug:slug>/sesiones/calendario/",
        meeting_calendar.MeetingCalendarView.as_view(),
        name="meeting_calendar",
    ),
    path(
        "redes/<slug:slug>/sesiones/programar/",
        meeting_calendar.MeetingProgramView.as_view(),
        name="meeting_program",
    ),
    path(
        f"{OF_MEETING}/reprogramar/", meeting_calendar.MeetingRescheduleView.as_view(), name="meeting_reschedule"
    ),
    path(f"{OF_MEETING}/cancelar/", meeting_calendar.MeetingCancelView.as_view(), name="meeting_cancel"),
    path(f"{OF_MEETING}/convocar/", convening.ConveningCreateView.as_view(), name="convening_create"),
    path(
        f"{OF_MEETING}/convocatorias/<int:number>/",
        convening.ConveningDetailView.as_view(),
        name="convening_detail",
    ),
    path(f"{OF_MEETING}/orden/resultado/", agenda.AgendaOutcomesView.as_view(), name="agenda_outcomes"),
    path(f"{OF_MEETING}/orden/traer/", agenda.AgendaCarryView.as_view(), name="agenda_carry"),
]

OF_ACTA = "redes/<slug:slug>/sesiones/<int:meeting>/acta/"
ACTA = [
    path(OF_ACTA, actas.ActaDetailView.as_view(), name="acta_detail"),
    path(f"{OF_ACTA}borrador/", actas.ActaDraftView.as_view(), name="acta_draft"),
    path(f"{OF_ACTA}editar/", actas.ActaEditView.as_view(), name="acta_edit"),
    path(f"{OF_ACTA}ya-aprobada/", actas.ActaElsewhereView.as_view(), name="acta_elsewhere"),
    path(f"{OF_ACTA}reabrir/", actas.ActaReopenView.as_view(), name="acta_reopen"),
    path(f"{OF_ACTA}consultar/", acta_parts.ActaConsultView.as_view(), name="acta_consult"),
    path(f"{OF_ACTA}observar/", acta_parts.ActaObserveView.as_view(), name="acta_observe"),
    path(f"{OF_ACTA}observaciones/<int:pk>/", acta_parts.ActaAnswerView.as_view(), name="acta_answer"),
    path(f"{OF_ACTA}anexos/nuevo/", acta_parts.ActaAnnexCreateView.as_view(), name="acta_annex_create"),
    path(f"{OF_ACTA}anexos/<int:pk>/", acta_parts.ActaAnnexDownloadView.as_view(), name="acta_annex_download"),
    path(f"{OF_ACTA}anexos/<int:pk>/quitar/", acta_parts.ActaAnnexDeleteView.as_view(), name="acta_annex_delete"),
]

MEETINGS = [
    *SESSION_YEAR,
    path("redes/<slug:slug>/sesiones/", meetings.MeetingListView.as_view(), name="meeting_list"),
    path("redes/<slug:slug>/sesiones/nueva/", meetings.MeetingFormView.as_view(), name="meeting_create"),
    path("redes/<slug:slug>/sesiones/<int:pk>/", meetings.MeetingDetailView.as_view(), name="meeting_detail"),
    path("redes/<slug:slug>/sesiones/<int:pk>/editar/", meetings.MeetingFormView.as_view(), name="meeting_update"),
    path(
        "redes/<slug:slug>/sesiones/<int:pk>/eliminar/",
        meetings.MeetingDeleteView.as_view(),
        name="meeting_delete",
    ),
    path(
        "redes/<slug:slug>/sesiones/<int:meeting>/asistencia/",
        attendance.AttendanceEditView.as_view(),
        name="attendance_edit",
    ),
    path(
        "redes/<slug:slug>/sesiones/<int:meeting>/asistencia/<int:pk>/",
        attendance.AttendanceMarkView.as_view(),
        name="attendance_mark",
    ),
    path(f"{OF_TABLE}/exportar/", exchange.AttendanceExportView.as_view(), name="attendance_export"),
    path(f"{OF_TABLE}/archivo/", exchange.AttendanceImportView.as_view(), name="attendance_import"),
    path(
        f"{OF_TABLE}/archivo/<slug:key>/",
        exchange.AttendanceImportPreviewView.as_view(),
        name="attendance_import_preview",
    ),
    path(
        f"{OF_TABLE}/archivo/<slug:key>/filas/",
        exchange.AttendanceImportRowsView.as_view(),
        name="attendance_import_rows",
    ),
    *ACTA,
    path(
        "redes/<slug:slug>/sesiones/<int:meeting>/orden/<int:pk>/mover/",
        agenda.AgendaItemMoveView.as_view(),
        name="agenda_item_move",
    ),
    *part("orden", "agenda_item", agenda.AgendaItemFormView, agenda.AgendaItemDeleteView),
    *part("decisiones", "decision", decisions.DecisionFormView, decisions.DecisionDeleteView),
    *part(
        "decisiones/<int:decision>/seguimientos",
        "followup",
        follow_ups.FollowUpFormView,
        follow_ups.FollowUpDeleteView,
    ),
]

FOLLOW_UPS = [
    path("redes/<slug:slug>/seguimientos/", follow_ups.FollowUpListView.as_view(), name="followup_list"),
    path(f"{OF_FOLLOW_UP}/", follow_ups.FollowUpDetailView.as_view(), name="followup_detail"),
    path(f"{OF_FOLLOW_UP}/cumplir/", follow_ups.FollowUpCloseView.as_view(), name="followup_close"),
    path(f"{OF_FOLLOW_UP}/sin-efecto/", follow_ups.FollowUpDropView.as_view(), name="followup_drop"),
    path(f"{OF_FOLLOW_UP}/reabrir/", follow_ups.FollowUpReopenView.as_view(), name="followup_reopen"),
    path(
        f"{OF_FOLLOW_UP}/evidencia/<int:evidence>/",
        follow_ups.FollowUpEvidenceView.as_view(),
        name="followup_evidence",
    ),
]

PUBLICATIONS = [
    path("redes/<slug:slug>/publicacion/", publications.PublicationEditView.as_view(), name="publication_edit"),
    path("redes/<slug:slug>/publicaciones/", publications.PublicationListView.as_view(), name="publication_list"),
    path(
        "redes/<slug:slug>/publicaciones/nueva/",
        publications.PublicationFormView.as_view(),
        name="publication_create",
    ),
    path(f"{OF_PUBLICATION}/", publications.PublicationFormView.as_view(), name="publication_update"),
    path(f"{OF_PUBLICATION}/quitar/", publications.PublicationDeleteView.as_view(), name="publication_delete"),
    path(f"{OF_PUBLICATION}/mover/", publications.PublicationMoveView.as_view(), name="publication_move"),
    path(
        f"{OF_PUBLICATION}/archivo/", publications.PublicationDownloadView.as_view(), name="publication_download"
    ),
    path(f"{OF_PUBLICATION}/pruebas/", publications.PublicationChecksView.as_view(), name="publication_checks"),
]

SECTIONS = [
    path(f"{OF_PERIOD}/apartados/", sections.SectionListView.as_view(), name="section_list"),
    path(
        f"{OF_PERIOD}/apartados/<slug:form>/<slug:key>/", sections.SectionEditView.as_view(), name="section_edit"
    ),
    path(f"{OF_PERIOD}/analisis/", sections.EjeReviewListView.as_view(), name="eje_review_list"),
    path(f"{OF_PERIOD}/analisis/nuevo/", sections.EjeReviewFormView.as_view(), name="eje_review_create"),
    path(f"{OF_PERIOD}/analisis/<int:pk>/", sections.EjeReviewFormView.as_view(), name="eje_review_update"),
    path(
        f"{OF_PERIOD}/analisis/<int:pk>/eliminar/",
        sections.EjeReviewDeleteView.as_view(),
        name="eje_review_delete",
    ),
    path(f"{OF_PERIOD}/analisis/<int:pk>/mover/", sections.EjeReviewMoveView.as_view(), name="eje_review_move"),
]

OF_LINK = "informar/<str:token>"
LINKS = [
    path(f"{OF_PERIOD}/enlaces/", report_links.LinkListView.as_view(), name="link_list"),
    path(f"{OF_PERIOD}/enlaces/enviar/", report_links.LinkSendView.as_view(), name="link_send"),
    path(f"{OF_PERIOD}/enlaces/<int:pk>/revocar/", report_links.LinkRevokeView.as_view(), name="link_revoke"),
    path(f"{OF_LINK}/", link_entries.LinkInboxView.as_view(), name="link_inbox"),
    path(f"{OF_LINK}/<uuid:lineage>/", link_entries.LinkEditView.as_view(), name="link_edit"),
    path(f"{OF_LINK}/<uuid:lineage>/guardar/", link_entries.LinkAutosaveView.as_view(), name="link_autosave"),
    path(f"{OF_LINK}/<uuid:lineage>/enviar/", link_entries.LinkSubmitView.as_view(), name="link_submit"),
    path(
        f"{OF_LINK}/<uuid:lineage>/evidencia/",
        link_entries.LinkEvidenceCreateView.as_view(),
        name="link_evidence_create",
    ),
    path(
        f"{OF_LINK}/<uuid:lineage>/evidencia/<int:pk>/quitar/",
        link_entries.LinkEvidenceDeleteView.as_view(),
        name="link_evidence_delete",
    ),
]

SCHEDULES = [
    path("redes/<slug:slug>/planes/<slug:plan>/cronograma/", schedules.ScheduleView.as_view(), name="schedule"),
    path("mi-cronograma/", schedules.MyScheduleView.as_view(), name="my_schedule"),
    path("mi-cronograma/calendario/", calendars.CalendarFeedView.as_view(), name="calendar_feed"),
    path(
        "mi-cronograma/calendario/quitar/", calendars.CalendarFeedDeleteView.as_view(), name="calendar_feed_delete"
    ),
    path("calendario/<slug:token>.ics", calendars.CalendarFileView.as_view(), name="calendar_file"),
]

IMPORTS = [
    path("redes/<slug:slug>/planes/importar/", imports.ImportCreateView.as_view(), name="import_create"),
    path(f"{OF_IMPORT}/columnas/", imports.ImportMappingView.as_view(), name="import_mapping"),
    path(f"{OF_IMPORT}/revisar/", imports.ImportPreviewView.as_view(), name="import_preview"),
    path(f"{OF_IMPORT}/marcado/", imports.ImportMarkedView.as_view(), name="import_marked"),
    path(f"{OF_IMPORT}/confirmar/", imports.ImportConfirmView.as_view(), name="import_confirm"),
    path(f"{OF_IMPORT}/avance/", imports.ImportProgressView.as_view(), name="import_progress"),
    path(f"{OF_IMPORT}/eliminar/", imports.ImportDeleteView.as_view(), name="import_delete"),
]

INBOX = [
    path("mi-bandeja/", inbox.InboxView.as_view(), name="inbox"),
    path(f"{OF_PERIOD}/bandeja/", inbox.InboxPeriodView.as_view(), name="inbox_period"),
]

REMINDERS = [
    path("redes/<slug:slug>/recordatorios/", reminders.ReminderRuleView.as_view(), name="reminder_rule"),
    path("redes/<slug:slug>/correos/", reminders.OutboxListView.as_view(), name="outbox_list"),
    path(
        "redes/<slug:slug>/correos/<int:pk>/reintentar/", reminders.OutboxRetryView.as_view(), name="outbox_retry"
    ),
    path("mis-avisos/", reminders.ReminderPreferencesView.as_view(), name="reminder_preferences"),
    path("mis-avisos/baja/<str:token>/", reminders.ReminderStopView.as_view(), name="reminder_stop"),
]

FIGURES = [
    path(f"{OF_PERIOD}/cifras/", explaining.ExplainView.as_view(), name="explain"),
    path(f"{OF_PERIOD}/cifras/cifra.xlsx", explaining.ExplainXlsxView.as_view(), name="explain_xlsx"),
    path(f"{OF_PERIOD}/cifras/cifras.json", explaining.ExplainJsonView.as_view(), name="explain_json"),
    path(f"{OF_PERIOD}/comparacion/", positions.PositionsView.as_view(), name="positions"),
    path("redes/<slug:slug>/tendencia/", trends.TrendsView.as_view(), name="trends"),
]

INDICATORS = [
    path(f"{OF_PERIOD}/indicadores/", indicators.IndicatorListView.as_view(), name="indicator_list"),
    path(
        f"{OF_PERIOD}/indicadores/indicadores.xlsx", indicators.IndicatorXlsxView.as_view(), name="indicator_xlsx"
    ),
]

OF_QUESTIONS = "redes/<slug:slug>/planes/<slug:plan>/preguntas"
OF_QUESTION = f"{OF_QUESTIONS}/<uuid:lineage>"

QUESTIONS = [
    path(f"{OF_QUESTIONS}/", questions.QuestionListView.as_view(), name="question_list"),
    path(f"{OF_QUESTIONS}/nueva/<uuid:place>/", questions.QuestionCreateView.as_view(), name="question_create"),
    path(f"{OF_QUESTIONS}/ver/<uuid:place>/", questions.QuestionPreviewView.as_view(), name="question_preview"),
    path(f"{OF_QUESTION}/", questions.QuestionDetailView.as_view(), name="question_detail"),
    path(f"{OF_QUESTION}/cambiar/", questions.QuestionUpdateView.as_view(), name="question_update"),
    path(f"{OF_QUESTION}/mover/", questions.QuestionMoveView.as_view(), name="question_move"),
    path(f"{OF_QUESTION}/retirar/", questions.QuestionWithdrawView.as_view(), name="question_withdraw"),
    path(f"{OF_QUESTION}/restaurar/", questions.QuestionRestoreView.as_view(), name="question_restore"),
    path(f"{OF_PERIOD}/respuestas/", answers.AnswerListView.as_view(), name="answer_list"),
    path(f"{OF_PERIOD}/respuestas/<str:ending>/", answers.AnswerExportView.as_view(), name="answer_export"),
]

OF_FORM = f"{OF_PERIOD}/formulario"
FORMS = [
    path(f"{OF_FORM}/", roundtrip.FormUploadView.as_view(), name="form_upload"),
    path(f"{OF_FORM}/<slug:who>.xlsx", roundtrip.FormExportView.as_view(), name="form_export"),
    path(f"{OF_FORM}/<uuid:key>/", roundtrip.FormPreviewView.as_view(), name="form_preview"),
    path(f"{OF_FORM}/<uuid:key>/marcado/", roundtrip.FormMarkedView.as_view(), name="form_marked"),
    path(f"{OF_FORM}/<uuid:key>/eliminar/", roundtrip.FormDeleteView.as_view(), name="form_delete"),
]

MATRIX = [
    path(f"{OF_PERIOD}/matriz/", matrix.MatrixView.as_view(), name="matrix"),
    path(f"{OF_PERIOD}/matriz.xlsx", matrix.MatrixFileView.as_view(), name="matrix_file"),
]

OF_FEEDS = "redes/<slug:slug>/formacion/indicadores"
TRAINING = [
    path(f"{OF_FEEDS}/", training.TrainingFeedListView.as_view(), name="training_feed_list"),
    path(f"{OF_FEEDS}/nuevo/", training.TrainingFeedFormView.as_view(), name="training_feed_create"),
    path(f"{OF_FEEDS}/<int:pk>/", training.TrainingFeedFormView.as_view(), name="training_feed_update"),
    path(f"{OF_FEEDS}/<int:pk>/quitar/", training.TrainingFeedDeleteView.as_view(), name="training_feed_delete"),
]

urlpatterns = [
    *TRAINING,
    *LINKS,
    *FORMS,
    *QUESTIONS,
    *FIGURES,
    *INDICATORS,
    *REMINDERS,
    *INBOX,
    *MATRIX,
    *SCHEDULES,
    *HOME,
    *IMPORTS,
    *PERIODS,
    *ENTRIES,
    *REVIEW,
    *MEETINGS,
    *FOLLOW_UPS,
    *PUBLICATIONS,
    *SECTIONS,
]
