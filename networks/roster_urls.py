"""Addresses of the pages with which a network is built: its roster, its invitations and its units."""

from django.urls import path

from networks.views import invitations, roster, units

BASE = "redes/<slug:slug>/conformacion"
INVITATIONS = f"{BASE}/invitaciones"

urlpatterns = [
    path(f"{BASE}/", roster.RosterView.as_view(), name="roster"),
    path(f"{BASE}/sumar/", roster.RosterJoinView.as_view(), name="roster_join"),
    path(f"{BASE}/<int:pk>/", roster.RosterUpdateView.as_view(), name="roster_update"),
    path(f"{BASE}/unidades/", units.UnitListView.as_view(), name="unit_list"),
    path(f"{BASE}/unidades/<int:pk>/", units.UnitUpdateView.as_view(), name="unit_update"),
    path(f"{INVITATIONS}/", invitations.InvitationListView.as_view(), name="invitation_list"),
    path(f"{INVITATIONS}/nueva/", invitations.InvitationCreateView.as_view(), name="invitation_create"),
    path(f"{INVITATIONS}/recordar/", invitations.InvitationRemindView.as_view(), name="invitation_remind"),
    path(f"{INVITATIONS}/<int:pk>/", invitations.InvitationDetailView.as_view(), name="invitation_detail"),
    path(
        f"{INVITATIONS}/<int:pk>/reenviar/", invitations.InvitationResendView.as_view(), name="invitation_resend"
    ),
    path(f"{INVITATIONS}/<int:pk>/ampliar/", invitations.InvitationExtendView.as_view(), name="invitation_extend"),
    path(f"{INVITATIONS}/<int:pk>/retirar/", invitations.InvitationRevokeView.as_view(), name="invitation_revoke"),
    path("invitacion/<slug:token>/", invitations.InvitationAnswerView.as_view(), name="invitation_answer"),
]
