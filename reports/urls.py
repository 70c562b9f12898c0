from django.urls import path

from reports import acta_views, closing_views, plan_views, schedule_views
from reports.batch_urls import BATCHES
from reports.certificate_urls import CERTIFICATES, VERIFYING
from reports.issued_urls import OFFICIAL
from reports.open_data_urls import OPEN_DATA
from reports.public_urls import PUBLIC
from reports.signing_urls import SIGNING
from reports.word_template_urls import WORD_TEMPLATES

app_name = "reports"
ACTA = "redes/<slug:slug>/sesiones/<int:meeting>/acta/"

urlpatterns = [
    *CERTIFICATES,
    *VERIFYING,
    *BATCHES,
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
    *WORD_TEMPLATES,
    *OFFICIAL,
    *PUBLIC,
    *OPEN_DATA,
    *SIGNING,
]
