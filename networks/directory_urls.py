"""Addresses of the directory, of its tables as files, and of «¿siguen siendo estos sus datos?»."""

from django.urls import path

from networks.views import contact_reviews, directory, exchange

CONTACTS = "redes/<slug:slug>/contactos"
MEMBERS = "redes/<slug:slug>/integrantes"
CONTACT_FILE, MEMBER_FILE = f"{CONTACTS}/archivo", f"{MEMBERS}/archivo"
REVIEWS = f"{CONTACTS}/confirmaciones"

DIRECTORY = [
    path(f"{CONTACTS}/", directory.ContactListView.as_view(), name="contact_list"),
    path(f"{CONTACTS}/nueva/", directory.ContactFormView.as_view(), name="contact_create"),
    path(f"{CONTACTS}/exportar/", directory.ContactExportView.as_view(), name="contact_export"),
    path(f"{CONTACTS}/exportaciones/", directory.PeopleExportListView.as_view(), name="people_export_list"),
    path(f"{CONTACTS}/equipo/<slug:code>/relevar/", directory.TeamSucceedView.as_view(), name="team_succeed"),
    path(f"{CONTACT_FILE}/", exchange.ContactImportView.as_view(), name="contact_import"),
    path(f"{CONTACT_FILE}/plantilla/", exchange.ContactTemplateView.as_view(), name="contact_template"),
    path(
        f"{CONTACT_FILE}/<slug:key>/",
        exchange.ContactImportPreviewView.as_view(),
        name="contact_import_preview",
    ),
    path(
        f"{CONTACT_FILE}/<slug:key>/filas/",
        exchange.ContactImportRowsView.as_view(),
        name="contact_import_rows",
    ),
    path(f"{REVIEWS}/", contact_reviews.ContactReviewListView.as_view(), name="contact_review_list"),
    path(f"{REVIEWS}/preguntar/", contact_reviews.ContactReviewAskView.as_view(), name="contact_review_ask"),
    path(f"{REVIEWS}/aplicar/", contact_reviews.ContactReviewApplyView.as_view(), name="contact_review_apply_all"),
    path(
        f"{REVIEWS}/<int:pk>/aplicar/",
        contact_reviews.ContactReviewApplyView.as_view(),
        name="contact_review_apply",
    ),
    path(f"{CONTACTS}/<int:pk>/", directory.ContactDetailView.as_view(), name="contact_detail"),
    path(f"{CONTACTS}/<int:pk>/editar/", directory.ContactFormView.as_view(), name="contact_update"),
    path(f"{CONTACTS}/<int:pk>/relevar/", directory.ContactSucceedView.as_view(), name="contact_succeed"),
    path(f"{CONTACTS}/<int:pk>/eliminar/", directory.ContactDeleteView.as_view(), name="contact_delete"),
    path("mis-datos/<str:token>/", contact_reviews.MyDataView.as_view(), name="my_data"),
    path(f"{MEMBERS}/exportar/", exchange.MemberExportView.as_view(), name="member_export"),
    path(f"{MEMBER_FILE}/", exchange.MemberImportView.as_view(), name="member_import"),
    path(f"{MEMBER_FILE}/<slug:key>/", exchange.MemberImportPreviewView.as_view(), name="member_import_preview"),
    path(f"{MEMBER_FILE}/<slug:key>/filas/", exchange.MemberImportRowsView.as_view(), name="member_import_rows"),
]
