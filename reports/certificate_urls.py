"""Certificates, and the address where anybody verifies a folio."""

from django.urls import path

from reports import certificate_views as views
from reports import verify_views

OF_COURSE = "redes/<slug:slug>/formacion/<int:course>/constancias"

CERTIFICATES = [
    path(f"{OF_COURSE}/", views.CertificateListView.as_view(), name="certificate_list"),
    path(f"{OF_COURSE}/emitir/", views.CertificateIssueView.as_view(), name="certificate_issue"),
    path(f"{OF_COURSE}/enviar/", views.CertificateMailView.as_view(), name="certificate_mail"),
    path(f"{OF_COURSE}/<int:pk>/pdf/", views.CertificatePdfView.as_view(), name="certificate_pdf"),
    path(f"{OF_COURSE}/<int:pk>/reemitir/", views.CertificateReissueView.as_view(), name="certificate_reissue"),
    path(f"{OF_COURSE}/<int:pk>/anular/", views.CertificateRevokeView.as_view(), name="certificate_revoke"),
]
VERIFYING = [
    path("verificar/", verify_views.VerifyView.as_view(), name="verify"),
    path("verificar/<slug:folio>/", verify_views.VerifyFolioView.as_view(), name="verify_folio"),
    path("verificar/<slug:folio>/pdf/", verify_views.VerifyPdfView.as_view(), name="verify_pdf"),
]
