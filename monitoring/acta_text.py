"""The narrative of an acta: drafted once out of the records, and read back as headings, lists and paragraphs.

A line that begins with «# » is a heading, one with «- » a point of a list; an empty line ends a paragraph.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.models import AgendaOutcome, MeetingKind

HEADING, POINT, PARAGRAPH = "heading", "point", "paragraph"


@dataclass(frozen=True)
class Block:
    """`kind` is HEADING, POINT or PARAGRAPH."""

    kind: str
    text: str


def blocks_of(body: str) -> list[Block]:
    found: list[Block] = []
    lines: list[str] = []

    def end() -> None:
        if lines:
            found.append(Block(PARAGRAPH, "\n".join(lines)))
            lines.clear()

    for line in (line.strip() for line in body.splitlines()):
        marked = {"#": HEADING, "##": HEADING, "-": POINT, "•": POINT}.get(line.split(" ")[0])
        if marked and " " in line:
            end()
            found.append(Block(marked, line.split(" ", 1)[1].strip()))
        elif line:
            lines.append(line)
        else:
            end()
    end()
    return found


def draft_text(record: dict[str, Any]) -> str:
    """What the records say of the session, in sentences to be edited; `record` as `acta_record` makes it."""
    parts = [_("# Apertura"), _opening(record)]
    for item in record["agenda"]:
        parts += _point(item)
    if record["decisions"]:
        parts.append(_("# Decisiones"))
        parts += [_decision(row) for row in record["decisions"]]
    parts += [_("# Cierre"), _closing(record["meeting"])]
    return "\n\n".join(parts) + "\n"


def day_words(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")


def _opening(record: dict[str, Any]) -> str:
    meeting = record["meeting"]
    kind = str(MeetingKind(meeting["kind"]).label)
    words = {"kind": kind, "network": record["network"]["name"], "day": day_words(meeting["held_on"])}
    sentences = [_("La sesión %(kind)s de %(network)s se realizó el %(day)s.") % words]
    if meeting["starts_at"]:
        sentences.append(_("Empezó a las %(hour)s.") % {"hour": meeting["starts_at"]})
    if meeting["place"]:
        sentences.append(_("Lugar: %(place)s.") % {"place": meeting["place"].rstrip(".")})
    return " ".join([*sentences, *attendance_sentences(record)])


def attendance_sentences(record: dict[str, Any]) -> list[str]:
    """How many came, of how many nothing is known, and whether they were enough."""
    rows, quorum = record["attendance"], record["quorum"]
    if not rows:
        return []
    present = sum(row["attended"] is True for row in rows)
    unknown = sum(row["attended"] is None for row in rows)
    if unknown == len(rows):
        return [_("No consta quiénes asistieron.")]
    found = [
        ngettext(
            "Asistió %(present)s de %(total)s puestos.", "Asistieron %(present)s de %(total)s puestos.", present
        )
        % {"present": present, "total": len(rows)}
    ]
    if unknown:
        found.append(
            ngettext("De %(number)s no consta.", "De %(number)s no consta.", unknown) % {"number": unknown}
        )
    if quorum:
        found.append(quorum_sentence(quorum))
    return found


def quorum_sentence(quorum: dict[str, Any]) -> str:
    words = {"present": quorum["present"], "needed": quorum["needed"], "seats": quorum["seats"]}
    if quorum["reached"]:
        text = _("Hubo quórum: %(present)s de %(seats)s puestos que cuentan, y se forma con %(needed)s.")
    elif quorum["reached"] is None:
        text = _(
            "No consta si hubo quórum: se forma con %(needed)s de %(seats)s puestos que cuentan, y se sabe de "
            "%(present)s."
        )
    else:
        text = _("No hubo quórum: %(present)s de %(seats)s puestos que cuentan, y se forma con %(needed)s.")
    return text % words


def placeholder() -> str:
    """What stands in a draft where nothing was written down of a point."""
    return _("[Escriba aquí lo que se trató en este punto.]")


def _point(item: dict[str, Any]) -> list[str]:
    parts = [f"# {item['number']}. {' '.join(item['title'].split())}"]
    if item["presenter"]:
        parts.append(_("Presentó: %(presenter)s.") % {"presenter": item["presenter"].rstrip(".")})
    parts.append(item["notes"].strip() or placeholder())
    if item["outcome"] == AgendaOutcome.POSTPONED:
        parts.append(_("El punto queda aplazado para otra sesión."))
    return parts


def _decision(row: dict[str, Any]) -> str:
    lines = [f"{row['number']}. {row['decision'].strip()}"]
    if row["plan_version"]:
        lines.append(_("Acuerda el plan: %(version)s.") % {"version": row["plan_version"]})
    lines += [f"- {follow_up_words(each)}" for each in row["follow_ups"]]
    return "\n".join(lines)


def follow_up_words(row: dict[str, Any]) -> str:
    """«Hacer esto (responsable: una; plazo: agosto)»."""
    about = []
    if row["responsible"]:
        about.append(_("responsable: %(who)s") % {"who": row["responsible"]})
    if row["deadline"]:
        about.append(_("plazo: %(deadline)s") % {"deadline": row["deadline"]})
    what = " ".join(row["what"].split()).rstrip(".")
    return f"{what} ({'; '.join(about)})" if about else what


def _closing(meeting: dict[str, Any]) -> str:
    if meeting["ends_at"]:
        return _("Sin más puntos por tratar, la sesión terminó a las %(hour)s.") % {"hour": meeting["ends_at"]}
    return _("Sin más puntos por tratar, terminó la sesión.")


@dataclass(frozen=True)
class Changed:
    """A line of a comparison: `sign` is «+» what is new, «-» what goes, « » what stays."""

    sign: str
    text: str


def changes(old: str, new: str) -> list[Changed]:
    """What would change line by line, without the long stretches that stay."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=1, lineterm="")
    return [Changed(line[0], line[1:]) for line in lines if not line.startswith(("---", "+++", "@@"))]
