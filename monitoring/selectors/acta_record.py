"""All that an acta says, as JSON: what is printed, and what stays once it is approved."""

from __future__ import annotations

import datetime
from typing import Any

from monitoring.models import Acta, AgendaItem, Meeting
from monitoring.selectors.attendance import AttendanceTable, Parity, SeatRow, attendance_table
from networks.models import QuorumRule
from plans.models import Activity

SHAPE = 1
Json = dict[str, Any]


def acta_record(acta: Acta) -> Json:
    """Of an approved acta what was frozen; of any other, the records as they are now.

    Days are ISO; kinds, roles and states are the codes of their models. Nobody's sex is in it, only how many of
    each; of persons only who was named as a delegate. `approval` is None until it is approved.
    """
    return acta.frozen or current_record(acta)


def current_record(acta: Acta) -> Json:
    """In ten queries, however long the session was."""
    meeting = acta.meeting
    network = meeting.network
    table = attendance_table(meeting)
    return {
        "shape": SHAPE,
        "network": {
            "slug": network.slug,
            "name": network.name,
            "secretariat": network.secretariat,
            "secretariat_post": network.secretariat_post,
        },
        "number": acta.number,
        "meeting": _meeting(meeting),
        "agenda": _agenda(meeting),
        "attendance": [_seat(row) for row in table.rows],
        "quorum": _quorum(meeting, table),
        "parity": {name: getattr(table.parity, name) for name in ("female", "male", "other", "unstated")},
        "body": acta.body,
        "decisions": _decisions(meeting),
        "observations": _observations(acta) if acta.pk else [],
        "annexes": _annexes(acta) if acta.pk else [],
        "approval": None,
    }


def table_of(record: Json) -> AttendanceTable:
    """Who came as the record says it, for its totals: its rows name no seat."""
    rows = [
        SeatRow(None, row["attended"], "", row["is_valid"], counts=row["counts"]) for row in record["attendance"]
    ]
    quorum = record["quorum"]["needed"] if record["quorum"] else None
    return AttendanceTable(rows, quorum, Parity(**record["parity"]))


def _day(day: datetime.date | None) -> str | None:
    return day and day.isoformat()


def _hour(hour: datetime.time | None) -> str | None:
    return hour and f"{hour:%H:%M}"


def _meeting(meeting: Meeting) -> Json:
    return {
        "kind": meeting.kind,
        "title": meeting.title,
        "held_on": _day(meeting.held_on),
        "programmed_on": _day(meeting.programmed_on),
        "starts_at": _hour(meeting.starts_at),
        "ends_at": _hour(meeting.ends_at),
        "place": meeting.place,
        "link": meeting.link,
    }


def _agenda(meeting: Meeting) -> list[Json]:
    items = list(meeting.agenda.prefetch_related("functions", "activities").order_by("order", "pk"))
    titles = _activity_titles(items)
    return [
        {
            "number": number,
            "title": item.title,
            "presenter": item.presenter,
            "notes": item.notes,
            "outcome": item.outcome,
            "functions": [{"number": each.number, "title": each.title} for each in item.functions.all()],
            "activities": [
                titles[key]
                for each in item.activities.all()
                if (key := (each.activity_lineage, each.version_id)) in titles
            ],
        }
        for number, item in enumerate(items, start=1)
    ]


def _activity_titles(items: list[AgendaItem]) -> dict[tuple, str]:
    """By lineage and version, in one query."""
    rows = [each for item in items for each in item.activities.all()]
    found = Activity.objects.filter(
        lineage__in=[row.activity_lineage for row in rows], eje__version__in=[row.version_id for row in rows]
    )
    values = found.values_list("lineage", "eje__version_id", "code", "title")
    return {(lineage, version): f"{code} {title}".strip() for lineage, version, code, title in values}


def _seat(row: SeatRow) -> Json:
    organization = row.seat.organization
    return {
        "sector": organization.sector if organization else "",
        "seat": row.seat.name,
        "entity": organization.name if organization else "",
        "post": row.seat.post,
        "role": row.seat.seat_role,
        "attended": row.attended,
        "delegate_name": row.delegate_name,
        "delegate_post": row.delegate_post,
        "is_valid": row.is_valid,
        "counts": row.counts,
        "late_on": _day(row.late_on),
        "late_reason": row.late_reason,
        "changed_on": _day(row.changed_on),
    }


def _quorum(meeting: Meeting, table: AttendanceTable) -> Json | None:
    """None where the network has no rule, or nobody held a seat that counts."""
    network = meeting.network
    if table.quorum is None:
        return None
    return {
        "rule": network.quorum_rule,
        "fixed": network.quorum_seats if network.quorum_rule == QuorumRule.FIXED else None,
        "roles": list(network.quorum_roles or []),
        "seats": table.counted,
        "needed": table.quorum,
        "present": table.counted_present,
        "reached": table.reached,
    }


def _decisions(meeting: Meeting) -> list[Json]:
    rows = meeting.decisions.select_related("plan_version__plan").prefetch_related("follow_ups__member")
    return [
        {
            "number": number,
            "decision": row.body,
            "plan_version": str(row.plan_version) if row.plan_version else None,
            "follow_ups": [
                {
                    "what": each.body,
                    "responsible": " · ".join(
                        part for part in (each.member.name if each.member else "", each.responsible) if part
                    ),
                    "deadline": each.deadline_text,
                    "state": each.state,
                    "closed_on": _day(each.closed_on),
                }
                for each in sorted(row.follow_ups.all(), key=lambda each: each.pk)
            ],
        }
        for number, row in enumerate(rows.order_by("order", "pk"), start=1)
    ]


def _observations(acta: Acta) -> list[Json]:
    rows = acta.observations.select_related("member", "item").order_by("created_at", "pk")
    return [
        {
            "member": row.member.name if row.member else None,
            "item": row.item.title if row.item else None,
            "observation": row.body,
            "state": row.state,
            "response": row.response,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


def _annexes(acta: Acta) -> list[Json]:
    rows = acta.annexes.order_by("pk")
    return [
        {"title": str(row), "file": row.original_name, "bytes": row.size, "sha256": row.sha256} for row in rows
    ]
