"""What an invitation and its reminders say, in the language of whoever gets them."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from networks.languages import language_of
from networks.mailing import mail_queue
from networks.models import Invitation, User


def invitation_url(invitation: Invitation) -> str:
    """The whole address, for an e-mail."""
    return settings.SITE_URL + reverse("networks:invitation_answer", kwargs={"token": invitation.token})


def invitation_mail(invitation: Invitation, *, key: str) -> None:
    said = {"network": invitation.network.short_name}
    _mail(invitation, "roster_invitation", key, lambda: _("Invitación a formar parte de %(network)s") % said)


def reminder_mail(invitation: Invitation, *, number: int) -> None:
    said, key = {"network": invitation.network.short_name}, f"invitation:{invitation.pk}:reminder:{number}"
    _mail(invitation, "roster_reminder", key, lambda: _("Recordatorio: su invitación a %(network)s") % said)


def _mail(invitation: Invitation, name: str, key: str, subject) -> None:
    network = invitation.network
    user = User.objects.filter(email__iexact=invitation.email, is_active=True).first()
    language = language_of(user, [network])
    with translation.override(language):
        about = {"invitation": invitation, "network": network, "address": invitation_url(invitation)}
        mail_queue(
            network=network,
            about="invitation",
            to=invitation.email,
            key=key,
            subject=subject(),
            body=render_to_string(f"networks/mail/{name}.txt", about),
            language=language,
        )
