"""One mail to one person about the follow-ups of hers whose deadline passed: plain text in her own language."""

from __future__ import annotations

from itertools import groupby

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from monitoring.follow_up_words import owner_of
from monitoring.models import FollowUp
from monitoring.reminder_mail import Mail, language_of, site_url, stop_token
from networks.models import Network, User


def overdue_mail(user: User, rows: list[FollowUp]) -> Mail:
    """`rows` are in order of their networks."""
    networks = list(dict.fromkeys(row.network for row in rows))
    language = language_of(user, networks)
    stop = site_url("reminder_stop", token=stop_token(user, networks))
    with translation.override(language):
        groups = groupby(rows, key=lambda row: row.network)
        names = ", ".join(network.short_name for network in networks)
        context = {
            "name": user.first_name,
            "sections": [_section(network, list(own)) for network, own in groups],
            "networks": names,
            "stop_url": stop,
            "preferences_url": site_url("reminder_preferences"),
        }
        body = render_to_string("monitoring/mail/follow_up.txt", context).strip() + "\n"
        words = ngettext("%(count)s seguimiento vencido", "%(count)s seguimientos vencidos", len(rows))
        subject = f"Trama · {names}: {words % {'count': len(rows)}}"
    # RFC 8058: the program that shows the mail can stop the next ones with one POST.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Mail(language, subject, body, headers)


def _section(network: Network, rows: list[FollowUp]) -> dict[str, object]:
    title = network.short_name
    lines = [
        {
            "body": " ".join(row.body.split()),
            "who": owner_of(row),
            "deadline": row.deadline_text,
            "url": site_url("followup_detail", slug=network.slug, pk=row.pk),
        }
        for row in rows
    ]
    return {"title": title, "rule": "=" * len(title), "lines": lines}
