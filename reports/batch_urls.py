"""Batches of reports, and the evidence dossier, which is made as one."""

from django.urls import path

from reports import batch_views as views
from reports import dossier_views

BATCHES_PATH = "redes/<slug:slug>/informes/lotes"
ONE = f"{BATCHES_PATH}/<uuid:key>"

# Before the official forms: «lotes» is none.
BATCHES = [
    path(f"{BATCHES_PATH}/", views.BatchListView.as_view(), name="batch_list"),
    path(f"{BATCHES_PATH}/nuevo/", views.BatchCreateView.as_view(), name="batch_create"),
    path(f"{ONE}/", views.BatchDetailView.as_view(), name="batch_detail"),
    path(f"{ONE}/cancelar/", views.BatchCancelView.as_view(), name="batch_cancel"),
    path(f"{ONE}/reanudar/", views.BatchResumeView.as_view(), name="batch_resume"),
    path(f"{ONE}/zip/", views.BatchZipView.as_view(), name="batch_zip"),
    path(f"{ONE}/<int:order>/", views.BatchFileView.as_view(), name="batch_file"),
    path(
        "redes/<slug:slug>/periodos/<slug:code>/expediente/",
        dossier_views.DossierView.as_view(),
        name="dossier",
    ),
]
