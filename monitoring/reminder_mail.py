"""A digest as a mail: plain text in the person's own language, with where to act and where to stop it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.labels import period_label
from monitoring.models import ItemKind, Period
from monitoring.selectors.reminders import Digest, Line, Notice
from networks.languages import language_of
from networks.models import Network, User
from networks.permissions import members_of

OWED = (ItemKind.BEFORE, ItemKind.TODAY, ItemKind.AFTER)
# The order in which a mail is named after what it says.
WEIGHT = (*OWED, ItemKind.COORDINATION, ItemKind.RETURNED, ItemKind.MESSAGE)
# So many members are named one by one; the rest is counted.
LISTED = 40
SIGNER = signing.Signer(salt="monitoring.reminders.stop")


@dataclass(frozen=True, slots=True)
class Mail:
    language: str
    subject: str
    body: str
    headers: dict[str, str]


def digest_mail(digest: Digest) -> Mail:
    language = language_of(digest.user, digest.networks)
    stop = site_url("reminder_stop", token=stop_token(digest.user, digest.networks))
    with translation.override(language):
        groups = groupby(digest.notices, key=lambda notice: (notice.due.network, notice.due.period))
        context = {
            "name": digest.user.first_name,
            "sections": [_section(digest.user, *place, list(notices)) for place, notices in groups],
            "networks": ", ".join(network.short_name for network in digest.networks),
            "stop_url": stop,
            "preferences_url": site_url("reminder_preferences"),
        }
        body = render_to_string("monitoring/mail/digest.txt", context).strip() + "\n"
        subject = _subject(digest)
    # RFC 8058: the program that shows the mail can stop the next ones with one POST.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Mail(language, subject, body, headers)


def site_url(name: str, **kwargs: object) -> str:
    return f"{settings.SITE_URL}{reverse(f'monitoring:{name}', kwargs=kwargs)}"


# -- stopping -------------------------------------------------------------------------------------------------


def stop_token(user: User, networks: list[Network]) -> str:
    """Whoever has it may stop, and take up again, that person's reminders of those networks, and nothing else.

    It does not expire: an old mail must be as good as a new one.
    """
    return SIGNER.sign_object([user.pk, *(network.pk for network in networks)])


def read_stop_token(token: str) -> tuple[int, list[int]]:
    """The user and the networks. ValueError for what nobody signed."""
    try:
        user, *networks = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ValueError("unsigned") from error
    return user, networks


# -- words ----------------------------------------------------------------------------------------------------


def _subject(digest: Digest) -> str:
    """After what weighs most: what is owed, what is late, what came back, what was written."""
    kinds = {notice.kind for notice in digest.notices}
    main = next(kind for kind in WEIGHT if kind in kinds)
    named = [n for n in digest.notices if n.kind == main or (main in OWED and n.kind in OWED)]
    count = sum(notice.count for notice in named)
    what = {
        ItemKind.COORDINATION: ngettext("%(count)s avance atrasado", "%(count)s avances atrasados", count),
        ItemKind.RETURNED: ngettext("%(count)s avance devuelto", "%(count)s avances devueltos", count),
        ItemKind.MESSAGE: ngettext("%(count)s mensaje nuevo", "%(count)s mensajes nuevos", count),
    }.get(main) or ngettext("%(count)s avance por informar", "%(count)s avances por informar", count)
    what %= {"count": count}
    if main in OWED:
        nearest = min(named, key=lambda notice: notice.due.period.due_on)
        what = _("%(what)s; el plazo %(when)s") % {"what": what, "when": _when(nearest)}
    networks = ", ".join(dict.fromkeys(notice.due.network.short_name for notice in named))
    return f"Trama · {networks}: {what}"


def _section(user: User, network: Network, period: Period, notices: list[Notice]) -> dict[str, object]:
    title = f"{network.short_name} · {period_label(period)}"
    return {"title": title, "rule": "=" * len(title), "notices": [_paragraph(user, notice) for notice in notices]}


def _paragraph(user: User, notice: Notice) -> dict[str, object]:
    where = {"slug": notice.due.network.slug, "code": notice.due.period.code}
    is_board = notice.kind == ItemKind.COORDINATION or not members_of(user, notice.due.network)
    return {
        "said": _said(notice),
        "lines": _lines(notice.lines),
        "action": _("Tablero") if is_board else _("Informar"),
        "url": site_url("period_detail" if is_board else "inbox_period", **where),
    }


def _lines(lines: tuple[Line, ...]) -> list[str]:
    words = [f"{line.member.name if line.member else _('la red misma')}: {line.count}" for line in lines[:LISTED]]
    if len(lines) > LISTED:
        words.append(_("y %(count)s más") % {"count": len(lines) - LISTED})
    return words


def _said(notice: Notice) -> str:
    count = notice.count
    if notice.kind == ItemKind.RETURNED:
        said = ngettext(
            "Le devolvieron %(count)s avance con observaciones: corríjalo y envíelo de nuevo.",
            "Le devolvieron %(count)s avances con observaciones: corríjalos y envíelos de nuevo.",
            count,
        )
        return said % {"count": count}
    if notice.kind == ItemKind.MESSAGE:
        said = ngettext(
            "Hay %(count)s mensaje nuevo en la conversación de sus avances.",
            "Hay %(count)s mensajes nuevos en la conversación de sus avances.",
            count,
        )
        return said % {"count": count}
    return " ".join(_of_deadline(notice))


def _of_deadline(notice: Notice) -> list[str]:
    on = date_format(notice.due.period.due_on, "DATE_FORMAT")
    count = notice.count
    deadline = _("El plazo para informar %(when)s, el %(on)s.") % {"when": _when(notice), "on": on}
    if notice.kind == ItemKind.COORDINATION:
        late = ngettext("%(count)s avance sigue sin enviarse:", "%(count)s avances siguen sin enviarse:", count)
        return [deadline, late % {"count": count}]
    owed = ngettext("Le falta enviar %(count)s avance:", "Le faltan %(count)s avances por enviar:", count)
    said = [deadline, owed % {"count": count}]
    if notice.kind == ItemKind.AFTER:
        said.insert(1, _("Lo que llegue ahora se recibe como extemporáneo, hasta que se cierre el periodo."))
    return said


def _when(notice: Notice) -> str:
    """«vence en 7 días», «venció ayer»: read after «el plazo»."""
    late = (notice.due.day - notice.due.period.due_on).days
    near = {-1: _("vence mañana"), 0: _("vence hoy"), 1: _("venció ayer")}
    if late in near:
        return near[late]
    words = _("vence en %(days)s días") if late < 0 else _("venció hace %(days)s días")
    return words % {"days": abs(late)}
