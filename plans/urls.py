from django.urls import include, path

from plans.views import activities, comparing, ejes, plans, themes, versions, weights

app_name = "plans"

draft = [
    path("editar/", versions.VersionEditView.as_view(), name="version_edit"),
    path("poner-en-vigor/", versions.VersionEnforceView.as_view(), name="version_enforce"),
    path("eliminar/", versions.VersionDeleteView.as_view(), name="version_delete"),
    path("ponderaciones/", weights.PlanWeightsView.as_view(), name="plan_weights"),
    path("repartir/", weights.PlanDistributeView.as_view(), name="plan_distribute"),
    path("ejes/nuevo/", ejes.EjeCreateView.as_view(), name="eje_create"),
    path("ejes/orden/", ejes.EjeSortView.as_view(), name="eje_sort"),
    path("ejes/<int:pk>/", ejes.EjeUpdateView.as_view(), name="eje_update"),
    path("ejes/<int:pk>/eliminar/", ejes.EjeDeleteView.as_view(), name="eje_delete"),
    path("ejes/<int:pk>/mover/", ejes.EjeMoveView.as_view(), name="eje_move"),
    path("ejes/<int:pk>/repartir/", weights.EjeDistributeView.as_view(), name="eje_distribute"),
    path("ejes/<int:pk>/ponderaciones/", weights.EjeWeightsView.as_view(), name="eje_weights"),
    path("ejes/<int:eje>/objetivos/nuevo/", ejes.ObjectiveCreateView.as_view(), name="objective_create"),
    path("ejes/<int:eje>/objetivos/orden/", ejes.ObjectiveSortView.as_view(), name="objective_sort"),
    path("objetivos/<int:pk>/", ejes.ObjectiveUpdateView.as_view(), name="objective_update"),
    path("objetivos/<int:pk>/eliminar/", ejes.ObjectiveDeleteView.as_view(), name="objective_delete"),
    path("objetivos/<int:pk>/mover/", ejes.ObjectiveMoveView.as_view(), name="objective_move"),
    path("ejes/<int:eje>/actividades/nueva/", activities.ActivityCreateView.as_view(), name="activity_create"),
    path("ejes/<int:eje>/actividades/orden/", activities.ActivitySortView.as_view(), name="activity_sort"),
    path("actividades/<int:pk>/", activities.ActivityUpdateView.as_view(), name="activity_update"),
    path("actividades/<int:pk>/eliminar/", activities.ActivityDeleteView.as_view(), name="activity_delete"),
    path("actividades/<int:pk>/mover/", activities.ActivityMoveView.as_view(), name="activity_move"),
]
plan = [
    path("", plans.PlanDetailView.as_view(), name="plan_detail"),
    path("datos/", plans.PlanUpdateView.as_view(), name="plan_update"),
    path("plazo/", plans.DeadlinePreviewView.as_view(), name="deadline_preview"),
    path("versiones/", comparing.VersionListView.as_view(), name="version_list"),
    path("comparar/", comparing.VersionCompareView.as_view(), name="version_compare"),
    path("comparar/excel/", comparing.VersionCompareXlsxView.as_view(), name="version_compare_xlsx"),
    path("versiones/nueva/", versions.VersionCreateView.as_view(), name="version_create"),
    path("versiones/<int:number>/", versions.VersionDetailView.as_view(), name="version_detail"),
    path("versiones/<int:number>/", include(draft)),
]
urlpatterns = [
    path("redes/<slug:slug>/temas/", themes.ThemeListView.as_view(), name="theme_list"),
    path("redes/<slug:slug>/temas/nuevo/", themes.ThemeFormView.as_view(), name="theme_create"),
    path("redes/<slug:slug>/temas/<int:pk>/", themes.ThemeFormView.as_view(), name="theme_update"),
    path("redes/<slug:slug>/temas/<int:pk>/eliminar/", themes.ThemeDeleteView.as_view(), name="theme_delete"),
    path("redes/<slug:slug>/planes/", plans.PlanListView.as_view(), name="plan_list"),
    path("redes/<slug:slug>/planes/nuevo/", plans.PlanCreateView.as_view(), name="plan_create"),
    path("redes/<slug:slug>/planes/<slug:plan>/", include(plan)),
]
