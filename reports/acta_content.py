"""An acta as it is printed: the words and tables of its record, the same for the PDF and for Word."""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.acta_text import HEADING, POINT, attendance_sentences, blocks_of, follow_up_words
from monitoring.models import ActaState, AgendaOutcome, FollowUpState, MeetingKind, ObservationState
from networks.languages import language_of_network
from networks.models import Network, SeatRole
from reports import word
from reports.pages import page_pdf

Json = dict[str, Any]
MARKS = {True: "✓", False: "–", None: "□"}


def acta_pdf(record: Json, network: Network, *, state: str, stem: str) -> bytes:
    """In the network's own language; what is not approved says across each page that it is a draft.

    Raises `reports.pdf.PdfError`.
    """
    with translation.override(language_of_network(network)):
        context = printed(record, state)
        return page_pdf("reports/pdf/acta.html", context, stem=stem, data=record, network=network)


def printed(record: Json, state: str) -> Json:
    """Everything the page says, in the language that is active."""
    meeting = record["meeting"]
    kind = MeetingKind(meeting["kind"]).label
    number = record["number"]
    return {
        "network": record["network"],
        "title": _("Acta %(number)s") % {"number": number} if number else _("Acta"),
        "subtitle": _("Sesión %(kind)s del %(day)s") % {"kind": kind, "day": _long(meeting["held_on"])},
        "is_draft": state != ActaState.APPROVED,
        "draft_word": _("BORRADOR"),
        "draft_note": _("Borrador: no se ha aprobado"),
        "facts": _facts(record),
        "agenda": [_item(row) for row in record["agenda"]],
        "sectors": _sectors(record["attendance"]),
        "attendance_words": attendance_sentences(record),
        "late": [row for row in map(_seat, record["attendance"]) if row["late"]],
        "parity": _parity(record["parity"]),
        "blocks": blocks_of(record["body"]),
        "decisions": [_decision(row) for row in record["decisions"]],
        "observations": [_observation(row) for row in record["observations"]],
        "annexes": [_annex(row, place) for place, row in enumerate(record["annexes"], start=1)],
        "signatures": _signatures(record),
    }


def _long(iso: str | None) -> str:
    return date_format(datetime.date.fromisoformat(iso), "DATE_FORMAT") if iso else ""


def _short(iso: str | None) -> str:
    return date_format(datetime.date.fromisoformat(iso), "d/m/Y") if iso else ""


def _facts(record: Json) -> list[tuple[str, str]]:
    meeting, approval = record["meeting"], record["approval"]
    hours = " – ".join(hour for hour in (meeting["starts_at"], meeting["ends_at"]) if hour)
    pairs = [
        (_("Instancia"), record["network"]["name"]),
        (_("Secretaría técnica"), record["network"]["secretariat"]),
        (_("Asunto"), meeting["title"]),
        (_("Realizada el"), _long(meeting["held_on"])),
        (_("Hora"), hours),
        (_("Lugar"), meeting["place"]),
        (_("Enlace"), meeting["link"]),
    ]
    if approval:
        words = {"kind": MeetingKind(approval["kind"]).label, "day": _long(approval["on"])}
        pairs.append((_("Aprobada"), _("en la sesión %(kind)s del %(day)s") % words))
    return [(label, value) for label, value in pairs if value]


def _item(row: Json) -> Json:
    functions = ", ".join(str(each["number"]) for each in row["functions"])
    about = []
    if row["presenter"]:
        about.append(_("Presenta: %(who)s") % {"who": row["presenter"]})
    if functions:
        about.append(
            ngettext(
                "Función de la norma: %(numbers)s", "Funciones de la norma: %(numbers)s", len(row["functions"])
            )
            % {"numbers": functions}
        )
    if row["activities"]:
        about.append(_("Actividades del plan: %(titles)s") % {"titles": "; ".join(row["activities"])})
    outcome = capfirst(str(AgendaOutcome(row["outcome"]).label)) if row["outcome"] else ""
    return {"number": row["number"], "title": row["title"], "about": " · ".join(about), "outcome": outcome}


def _sectors(rows: list[Json]) -> list[Json]:
    """The seats in their order, under the name of their sector where it changes."""
    return [
        {"title": sector, "seats": [_seat(row) for row in group]}
        for sector, group in groupby(rows, key=lambda row: row["sector"])
    ]


def _seat(row: Json) -> Json:
    entity = row["entity"] or row["seat"]
    name = "" if row["seat"] == entity else row["seat"]
    late, changed = "", ""
    if row["late_on"]:
        late = _("registrada el %(day)s: %(reason)s") % {
            "day": _short(row["late_on"]),
            "reason": row["late_reason"],
        }
    elif row["changed_on"]:
        changed = _("corregida el %(day)s") % {"day": _short(row["changed_on"])}
    return {
        "entity": entity,
        "post": ", ".join(part for part in (name, row["post"]) if part),
        "role": row["role"],
        "attended": row["attended"],
        "mark": MARKS[row["attended"]],
        "word": {True: _("asistió"), False: _("no asistió"), None: _("no consta")}[row["attended"]],
        "delegate": ", ".join(part for part in (row["delegate_name"], row["delegate_post"]) if part),
        "late": late,
        "notes": [
            note
            for note in (
                late,
                changed,
                "" if row["is_valid"] else _("ese día no ocupaba el puesto"),
                "" if row["counts"] or not row["is_valid"] else _("no cuenta para el quórum"),
            )
            if note
        ],
    }


def _parity(parity: Json) -> list[tuple[str, int]]:
    """What is nobody's is left out, but for women and men once somebody stated it."""
    stated = parity["female"] + parity["male"] + parity["other"]
    if not stated and not parity["unstated"]:
        return []
    rows = [(_("Mujeres"), parity["female"]), (_("Hombres"), parity["male"])] if stated else []
    if parity["other"]:
        rows.append((_("Otro"), parity["other"]))
    return [*rows, (_("No dijeron su sexo"), parity["unstated"])]


def _decision(row: Json) -> Json:
    return {
        "number": row["number"],
        "decision": row["decision"],
        "plan_version": row["plan_version"],
        "follow_ups": [
            {"words": follow_up_words(each), "state": _follow_up_state(each)} for each in row["follow_ups"]
        ],
    }


def _follow_up_state(row: Json) -> str:
    word = str(FollowUpState(row["state"]).label)
    if row["closed_on"]:
        return _("%(state)s el %(day)s") % {"state": word, "day": _short(row["closed_on"])}
    return word


def _observation(row: Json) -> Json:
    state = ObservationState(row["state"])
    return {
        "who": row["member"] or _("La red"),
        "about": _("sobre «%(item)s»") % {"item": row["item"]} if row["item"] else _("sobre toda el acta"),
        "observation": row["observation"],
        "state": capfirst(str(state.label)),
        "response": row["response"],
    }


def _annex(row: Json, number: int) -> Json:
    size = number_format(max(1, round((row["bytes"] or 0) / 1024)), 0)
    return {
        "number": number,
        "title": row["title"],
        "file": row["file"],
        "size": _("%(size)s KB") % {"size": size},
        "sha256": row["sha256"],
    }


def _signatures(record: Json) -> list[list[str]]:
    """A line for who presides and one for the technical secretariat; a name only where one was given."""
    found = []
    for role in (SeatRole.PRESIDENT, SeatRole.SECRETARIAT):
        for row in record["attendance"]:
            if row["role"] == role and row["is_valid"]:
                post = row["delegate_post"] or row["post"]
                found.append([row["delegate_name"], post, row["entity"] or row["seat"], _role_word(role)])
    network = record["network"]
    if not any(row["role"] == SeatRole.SECRETARIAT and row["is_valid"] for row in record["attendance"]):
        role = _role_word(SeatRole.SECRETARIAT)
        found.append(["", network["secretariat_post"], network["secretariat"], role])
    return [[line for line in lines if line] for lines in found]


def _role_word(role: SeatRole) -> str:
    """«Secretaría técnica» of «S: secretaría técnica»."""
    return capfirst(str(role.label).rpartition(": ")[2])


# -- Word ---------------------------------------------------------------------------------------------------------


def acta_docx(record: Json, network: Network, *, state: str) -> bytes:
    """The same as the PDF, to be edited."""
    language = language_of_network(network)
    with translation.override(language):
        page = printed(record, state)
        title = f"{page['title']} · {page['draft_word']}" if page["is_draft"] else page["title"]
        document = word.new_document(title=title, author=record["network"]["name"], language=language)
        word.furniture(document, head=f"{record['network']['name']} · {title}", foot=_("página"))
        document.add_heading(word.clean(title), level=0)
        word.paragraph(document, page["subtitle"])
        if page["is_draft"]:
            word.paragraph(document, page["draft_note"], note=True)
        word.facts(document, page["facts"])
        _word_attendance(document, page)
        _word_text(document, page)
        _word_decisions(document, page)
        _word_rest(document, page)
        return word.to_bytes(document)


def _word_attendance(document, page: Json) -> None:
    document.add_heading(_("Orden del día"), level=1)
    for item in page["agenda"]:
        word.paragraph(document, f"{item['number']}. {item['title']}")
        if about := " · ".join(part for part in (item["about"], item["outcome"]) if part):
            word.paragraph(document, about, note=True)
    if not page["agenda"]:
        word.paragraph(document, _("Sin información."))
    document.add_heading(_("Asistencia"), level=1)
    rows = [
        [
            seat["entity"],
            seat["post"],
            seat["role"],
            capfirst(seat["word"]),
            "\n".join(part for part in (seat["delegate"], *seat["notes"]) if part),
        ]
        for sector in page["sectors"]
        for seat in sector["seats"]
    ]
    if rows:
        heads = [_("Entidad u organismo"), _("Puesto"), _("Rol"), _("Asistencia"), _("Quien vino, y notas")]
        word.grid(document, heads, rows, widths=(5, 4, 1.2, 2.3, 4.5))
    word.paragraph(document, " ".join(page["attendance_words"]) or _("Sin información."))
    if page["parity"]:
        word.paragraph(document, _("Paridad de quienes asistieron"), style="Heading 2")
        word.facts(document, page["parity"])


def _word_text(document, page: Json) -> None:
    document.add_heading(_("Desarrollo de la sesión"), level=1)
    styles = {HEADING: "Heading 2", POINT: "List Bullet"}
    for block in page["blocks"]:
        word.paragraph(document, block.text, style=styles.get(block.kind))


def _word_decisions(document, page: Json) -> None:
    document.add_heading(_("Decisiones"), level=1)
    if not page["decisions"]:
        word.paragraph(document, _("No se tomaron decisiones."))
        return
    rows = []
    for row in page["decisions"]:
        agreed = _("Acuerda: %(version)s") % {"version": row["plan_version"]} if row["plan_version"] else ""
        follow_ups = "\n".join(f"{each['words']}: {each['state']}" for each in row["follow_ups"])
        rows.append(
            [
                row["number"],
                "\n".join(part for part in (row["decision"], agreed) if part),
                follow_ups or "—",
            ]
        )
    word.grid(document, [_("N.º"), _("Decisión"), _("Seguimiento")], rows, widths=(1.2, 8.3, 7.5))


def _word_rest(document, page: Json) -> None:
    if page["observations"]:
        document.add_heading(_("Observaciones de las integrantes"), level=1)
        rows = [
            [f"{row['who']}\n{row['about']}", row["observation"], f"{row['state']}. {row['response']}".strip()]
            for row in page["observations"]
        ]
        word.grid(document, [_("Quién"), _("Observación"), _("Respuesta")], rows, widths=(4, 6.5, 6.5))
    if page["annexes"]:
        document.add_heading(_("Anexos"), level=1)
        rows = [
            [row["number"], f"{row['title']}\n{row['file']} ({row['size']})", row["sha256"]]
            for row in page["annexes"]
        ]
        word.grid(document, [_("N.º"), _("Anexo"), _("Huella (SHA-256)")], rows, widths=(1.2, 7.8, 8))
    document.add_heading(_("Firmas"), level=1)
    for lines in page["signatures"]:
        word.signature(document, lines)
