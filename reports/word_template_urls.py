"""Before the addresses of the reports themselves, which would take «plantillas» for a form."""

from django.urls import path

from reports import word_template_views as views

TEMPLATES = "redes/<slug:slug>/informes/plantillas/"
REPORT = "redes/<slug:slug>/informes/<slug:form>/<slug:code>/"
WORD_TEMPLATES = [
    path(TEMPLATES, views.WordTemplateListView.as_view(), name="word_template_list"),
    path(f"{TEMPLATES}de-partida/", views.WordTemplateStarterView.as_view(), name="word_template_starter"),
    path(f"{TEMPLATES}<int:pk>/", views.WordTemplateFileView.as_view(), name="word_template_file"),
    path(f"{TEMPLATES}<int:pk>/quitar/", views.WordTemplateDeleteView.as_view(), name="word_template_delete"),
    path(f"{REPORT}docx/", views.ReportDocxView.as_view(), name="report_docx"),
    path(f"{REPORT}xlsx/", views.ReportXlsxView.as_view(), name="report_xlsx"),
]
