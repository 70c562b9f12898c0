from django.urls import path

from networks.views import identity as views

BASE = "redes/<slug:slug>/identidad/"

IDENTITY = [
    path(BASE, views.IdentityView.as_view(), name="identity"),
    path(f"{BASE}firmas/nueva/", views.SignatureFormView.as_view(), name="signature_create"),
    path(f"{BASE}firmas/<int:pk>/", views.SignatureFormView.as_view(), name="signature_update"),
    path(f"{BASE}firmas/<int:pk>/eliminar/", views.SignatureDeleteView.as_view(), name="signature_delete"),
    path(f"{BASE}firmas/<int:pk>/mover/", views.SignatureMoveView.as_view(), name="signature_move"),
]
