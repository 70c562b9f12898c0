from django.urls import path

from networks import roster_urls
from networks.directory_urls import DIRECTORY
from networks.identity_urls import IDENTITY
from networks.training_urls import TRAINING
from networks.views import languages
from networks.views import records as views

app_name = "networks"


def records(segment: str, stem: str, listing: type, form: type, delete: type) -> list:
    base = f"redes/<slug:slug>/{segment}/"
    return [
        path(base, listing.as_view(), name=f"{stem}_list"),
        path(f"{base}nueva/", form.as_view(), name=f"{stem}_create"),
        path(f"{base}<int:pk>/", form.as_view(), name=f"{stem}_update"),
        path(f"{base}<int:pk>/eliminar/", delete.as_view(), name=f"{stem}_delete"),
    ]


urlpatterns = [
    *DIRECTORY,
    *TRAINING,
    *IDENTITY,
    path("idioma/", languages.LanguageView.as_view(), name="language_set"),
    path("redes/<slug:slug>/datos/", views.NetworkUpdateView.as_view(), name="network_update"),
    *records("integrantes", "member", views.MemberListView, views.MemberFormView, views.MemberDeleteView),
    *records(
        "organizaciones",
        "organization",
        views.OrganizationListView,
        views.OrganizationFormView,
        views.OrganizationDeleteView,
    ),
    *records("funciones", "function", views.FunctionListView, views.FunctionFormView, views.FunctionDeleteView),
    *records(
        "territorios", "territory", views.TerritoryListView, views.TerritoryFormView, views.TerritoryDeleteView
    ),
    *records("areas", "area", views.AreaListView, views.AreaFormView, views.AreaDeleteView),
    path("redes/<slug:slug>/personas/", views.AssignmentListView.as_view(), name="assignment_list"),
    path("redes/<slug:slug>/personas/invitar/", views.AssignmentCreateView.as_view(), name="assignment_create"),
    path(
        "redes/<slug:slug>/personas/<int:pk>/retirar/",
        views.AssignmentDeleteView.as_view(),
        name="assignment_delete",
    ),
    *roster_urls.urlpatterns,
]
