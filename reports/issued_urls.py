"""Reports: which may be made, those being issued, and those that were."""

from django.urls import path

from reports import issued_views, issuing_views, views
from reports.style_views import ReportStyleView

REPORTS = "redes/<slug:slug>/informes/"
ISSUED = f"{REPORTS}emitidos/"
REPORT = f"{REPORTS}<slug:form>/<slug:code>/"

# What was issued comes first: its addresses look like those of a form and a period.
OFFICIAL = [
    path(ISSUED, issued_views.IssuedListView.as_view(), name="issued_list"),
    path(f"{ISSUED}<slug:folio>.pdf", issued_views.IssuedPdfView.as_view(), name="issued_pdf"),
    path(f"{ISSUED}<slug:folio>.xlsx", issued_views.IssuedTablesView.as_view(), name="issued_tables"),
    path(f"{ISSUED}<slug:folio>.json", issued_views.IssuedJsonView.as_view(), name="issued_json"),
    path(f"{ISSUED}<slug:folio>.docx", issued_views.IssuedWordView.as_view(), name="issued_word"),
    path(f"{ISSUED}<slug:folio>/", issued_views.IssuedDetailView.as_view(), name="issued_detail"),
    path(REPORTS, views.ReportListView.as_view(), name="report_list"),
    path(f"{REPORTS}estilo-<slug:ink>.css", ReportStyleView.as_view(), name="report_style"),
    path(REPORT, views.ReportPreviewView.as_view(), name="report_preview"),
    path(f"{REPORT}pdf/", views.ReportPdfView.as_view(), name="report_pdf"),
    path(f"{REPORT}json/", views.ReportJsonView.as_view(), name="report_json"),
    path(f"{REPORT}emitir/", issuing_views.IssuedCreateView.as_view(), name="issued_create"),
]
