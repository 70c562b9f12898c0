"""Certificates to sign with, and copies signed by hand."""

from django.urls import path

from reports import signing_views as views

COPY = "redes/<slug:slug>/informes/emitidos/<slug:folio>/firmado-a-mano/"

SIGNING = [
    path("cuentas/firma/", views.SigningKeyView.as_view(), name="signing_key"),
    path("cuentas/firma/<int:pk>/quitar/", views.SigningKeyRemoveView.as_view(), name="signing_key_remove"),
    path(COPY, views.SignedCopyView.as_view(), name="signed_copy"),
    path(f"{COPY}<int:pk>.pdf", views.SignedCopyPdfView.as_view(), name="signed_copy_pdf"),
]
