from django.urls import path

from reports import acta_views, closing_views, plan_views, schedule_views, views
from reports.certificate_urls import CERTIFICATES, VERIFYING
from reports.open_data_urls import OPEN_DATA
from reports.public_urls import PUBLIC
from reports.signing_urls import SIGNING
from reports.style_views import ReportStyleView

app_name = "reports"
ACTA = "redes/<slug:slug>/sesiones/<int:meeting>/acta/"
REPORT = "redes/<slug:slug>/informes/<slug:form>/<slug:code>/"

urlpatterns = [
    *CERTIFICATES,
    *VERIFYING,
    path(
        "redes/<slug:slug>/planes/<slug:plan>/cronograma.pdf",
        schedule_views.SchedulePdfView.as_view(),
        name="schedule_pdf",
    ),
    path(
        "redes/<slug:slug>/planes/<slug:plan>/comparar/pdf/",
        plan_views.ComparisonPdfView.as_view(),
        name="comparison_pdf",
    ),
    path(
        "redes/<slug:slug>/periodos/<slug:code>/cierre.pdf",
        closing_views.ClosingPdfView.as_view(),
        name="closing_pdf",
    ),
    path(f"{ACTA}acta.pdf", acta_views.ActaPdfView.as_view(), name="acta_pdf"),
    path(f"{ACTA}acta.docx", acta_views.ActaWordView.as_view(), name="acta_word"),
    path(f"{ACTA}aprobar/", acta_views.ActaApproveView.as_view(), name="acta_approve"),
    path("redes/<slug:slug>/informes/", views.ReportListView.as_view(), name="report_list"),
    path("redes/<slug:slug>/informes/estilo-<slug:ink>.css", ReportStyleView.as_view(), name="report_style"),
    path(REPORT, views.ReportPreviewView.as_view(), name="report_preview"),
    path(f"{REPORT}pdf/", views.ReportPdfView.as_view(), name="report_pdf"),
    path(f"{REPORT}json/", views.ReportJsonView.as_view(), name="report_json"),
    *PUBLIC,
    *OPEN_DATA,
    *SIGNING,
]
