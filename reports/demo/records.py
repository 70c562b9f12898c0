"""What was reported, met about and published."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from monitoring.models import (
    Acta,
    AgendaItem,
    AgendaItemActivity,
    Attendance,
    ComplianceEntry,
    Decision,
    DeclaredTotal,
    DeliverableProgress,
    EjeReview,
    Evidence,
    FollowUp,
    Measurement,
    Meeting,
    Observation,
    Period,
    PublicationItem,
    ReportSection,
)
from monitoring.periods import parse_code
from networks.models import MandatedFunction, Member, Network, User
from plans.models import Activity, Deliverable, Eje, Indicator, Objective, PlanVersion
from reports.demo.evidence import load_files
from reports.demo.questions import load_answers, load_questions
from reports.demo.rows import Row, create, deadline_fields, ensure, find, take


@dataclass
class RecordsLoader:
    """Loads the records of one network; `reviewer` signs observations, which are left out when it is None."""

    network: Network
    reviewer: User | None

    def load(self, fixture: Row) -> None:
        for row in fixture.get("periods", []):
            self.period(row)
        self.periods = {p.code: p for p in Period.objects.filter(network=self.network)}
        self.members = {m.code: m for m in Member.objects.filter(network=self.network)}
        self.functions = {f.number: f for f in MandatedFunction.objects.filter(network=self.network)}
        load_questions(self.network, fixture.get("questions", []))
        for row in fixture.get("entries", []):
            self.entry(row)
        for row in fixture.get("declared_totals", []):
            key = {"period": self.periods[row["period"]], "eje_lineage": self.eje(row).lineage}
            ensure(DeclaredTotal, key, take(row, "value", "reason"))
        self.reviews(fixture.get("eje_reviews", []))
        if not Meeting.objects.filter(network=self.network).exists():
            for row in fixture.get("meetings", []):
                self.meeting(row)
        for row in fixture.get("publications", []):
            key = {"network": self.network, "document": row["document"]}
            ensure(PublicationItem, key, take(row, "published", "url", "published_on"))
        for row in fixture.get("sections", []):
            key = {"network": self.network, "period": self.periods[row["period"]], **take(row, "form", "key")}
            ensure(ReportSection, key, take(row, "body", "items"))

    def period(self, row: Row) -> None:
        span = parse_code(row["code"])
        values = {"kind": span.kind, "start_on": span.start, "end_on": span.end, **take(row, "opens_on", "due_on")}
        ensure(Period, {"network": self.network, "code": row["code"]}, values)

    def version(self, row: Row) -> PlanVersion:
        """The version in force on the last day of the row's period."""
        versions = PlanVersion.objects.filter(plan__network=self.network, plan__slug=row["plan"])
        return versions.in_force_on(self.periods[row["period"]].end_on).first()

    def eje(self, row: Row) -> Eje:
        return Eje.objects.get(version=self.version(row), code=row["eje"])

    def entry(self, row: Row) -> None:
        version = self.version(row)
        activity = Activity.objects.get(eje__version=version, code=row["activity"])
        key = {
            "activity_lineage": activity.lineage,
            "period": self.periods[row["period"]],
            "member": self.members[row["member"]] if row.get("member") else None,
        }
        if find(ComplianceEntry, key):
            return
        names = ("status", "progress", "narrative", "obstacles", "declared_earned", "declared_reason")
        values = take(row, *names, "review_state", "is_sample")
        entry = create(ComplianceEntry, {**key, "version": version, **values})
        self.details(entry, activity, row)

    def details(self, entry: ComplianceEntry, activity: Activity, row: Row) -> None:
        for figure in row.get("measurements", []):
            indicator = Indicator.objects.get(activity=activity, title=figure["indicator"])
            values = {
                "indicator_lineage": indicator.lineage,
                **take(figure, "value", "text", "basis", "breakdown"),
            }
            create(Measurement, {"entry": entry, **values})
        load_answers(self.network, entry, row)
        for part in row.get("deliverables", []):
            deliverable = Deliverable.objects.get(activity=activity, title=part["deliverable"])
            values = {"deliverable_lineage": deliverable.lineage, **take(part, "status", "note", "delivered_on")}
            create(DeliverableProgress, {"entry": entry, **values})
        for link in row.get("links", []):
            create(Evidence, {"entry": entry, **take(link, "url", "title")})
        load_files(entry, row.get("files", []), self.reviewer)
        for body in row.get("observations", []) if self.reviewer else []:
            create(Observation, {"entry": entry, "body": body, "author": self.reviewer})

    def reviews(self, rows: list[Row]) -> None:
        present = set(EjeReview.objects.filter(period__network=self.network).values_list("period", flat=True))
        for order, row in enumerate(rows):
            period, eje = self.periods[row["period"]], self.eje(row)
            if period.pk not in present:
                values = take(row, "changes", "recommendations", "commitments", "responsible")
                values["objective_lineage"] = self.objective(eje, row.get("objective"))
                create(EjeReview, {"period": period, "eje_lineage": eje.lineage, "order": order, **values})

    @staticmethod
    def objective(eje: Eje, code: str | None) -> uuid.UUID | None:
        return Objective.objects.get(eje=eje, code=code).lineage if code else None

    def meeting(self, row: Row) -> None:
        names = ("kind", "title", "programmed_on", "held_on", "starts_at", "ends_at", "place", "link", "notes")
        values = take(row, *names, "cancelled_on", "cancel_reason")
        meeting = create(Meeting, {"network": self.network, **values})
        for order, item in enumerate(row.get("agenda", [])):
            self.point(meeting, item, order)
        for code, attended in row.get("attendance", {}).items():
            create(Attendance, {"meeting": meeting, "member": self.members[code], "attended": attended})
        if "acta" in row:
            create(Acta, {"meeting": meeting, **row["acta"]})
        for order, decision in enumerate(row.get("decisions", [])):
            self.decision(meeting, decision, order)

    def point(self, meeting: Meeting, row: Row, order: int) -> None:
        """With the activities of the version in force on the session's day, by their codes."""
        values = {"meeting": meeting, "order": order, **take(row, "title", "notes", "presenter", "outcome")}
        point = create(AgendaItem, values)
        point.functions.set([self.functions[number] for number in row.get("functions", [])])
        for code in row.get("activities", []):
            versions = PlanVersion.objects.filter(plan__network=self.network, plan__slug=row["plan"])
            version = versions.in_force_on(meeting.on).first()
            activity = Activity.objects.get(eje__version=version, code=code)
            create(AgendaItemActivity, {"item": point, "activity_lineage": activity.lineage, "version": version})

    def decision(self, meeting: Meeting, row: Row, order: int) -> None:
        version = None
        if "version" in row:
            version = PlanVersion.objects.get(
                plan__network=self.network, plan__slug=row["plan"], number=row["version"]
            )
        values = {"meeting": meeting, "order": order, "body": row["body"], "plan_version": version}
        decision = create(Decision, values)
        for follow_up in row.get("follow_ups", []):
            values = take(follow_up, "body", "responsible", "state", "closed_on")
            create(
                FollowUp,
                {"decision": decision, **values, **deadline_fields(follow_up.get("deadline"), meeting.on.year)},
            )
