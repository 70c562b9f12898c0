"""What anybody may read, and what its secretariat does about it."""

from django.urls import path

from reports import public, public_files, publishing_views

NETWORK = "transparencia/<slug:slug>/"
DESK = "redes/<slug:slug>/transparencia/"

PUBLIC = [
    path("transparencia/", public.PublicListView.as_view(), name="public_list"),
    path(NETWORK, public.PublicNetworkView.as_view(), name="public_network"),
    path(f"{NETWORK}plan/<slug:plan>/", public.PublicPlanView.as_view(), name="public_plan"),
    path(f"{NETWORK}avance/<slug:code>/", public.PublicProgressView.as_view(), name="public_progress"),
    path(f"{NETWORK}sesiones/<slug:year>/", public.PublicMeetingsView.as_view(), name="public_meetings"),
    path(f"{NETWORK}documentos/", public.PublicDocumentsView.as_view(), name="public_documents"),
    path(f"{NETWORK}documentos/<uuid:pk>/<str:name>", public_files.PublicFileView.as_view(), name="public_file"),
    path(f"{NETWORK}informes/<slug:folio>.pdf", public_files.PublicReportView.as_view(), name="public_report"),
    path("sitemap.xml", public_files.SitemapView.as_view(), name="sitemap"),
    path("robots.txt", public_files.RobotsView.as_view(), name="robots"),
    path(DESK, publishing_views.PublishingListView.as_view(), name="publishing_list"),
    path(f"{DESK}vista/<slug:kind>/", publishing_views.PublishingPreviewView.as_view(), name="publishing_preview"),
    path(f"{DESK}publicar/", publishing_views.PublishingPublishView.as_view(), name="publishing_publish"),
    path(f"{DESK}pagina/", publishing_views.PublishingSwitchView.as_view(), name="publishing_switch"),
    path(f"{DESK}historial/", publishing_views.PublishingHistoryView.as_view(), name="publishing_history"),
    path(
        f"{DESK}<uuid:pk>/retirar/", publishing_views.PublishingWithdrawView.as_view(), name="publishing_withdraw"
    ),
]
