"""Who may open the pages of what is published, and of what is issued."""

from hashlib import sha256

from django.core.files.base import ContentFile

from reports.models import IssuedReport, PublishedFile, PublishedSnapshot
from reports.official import SCHEMA_VERSION, report_data
from reports.official.form import Scope
from reports.publishing.services import snapshot_publish
from tests.access import SECRETARIAT, Row


def _public(world):
    world.network.is_public = True
    world.network.save(update_fields=["is_public"])
    return {"slug": world.network.slug}


def _snapshot(world, kind="plan", key="2024"):
    return snapshot_publish(network=world.network, kind=kind, key=key, by=None)


def _plan(world):
    _snapshot(world)
    return {**_public(world), "plan": "2024"}


def _progress(world):
    _snapshot(world, "progress", "2024/2024-T1")
    return {**_public(world), "code": "2024-T1"}


def _meetings(world):
    _snapshot(world, "meetings", "2024")
    return {**_public(world), "year": "2024"}


def _issued(world):
    content = b"%PDF-1.7 de muestra"
    row, _is_new = IssuedReport.objects.get_or_create(
        network=world.network,
        folio="ALFA-2024-T1-0001",
        defaults={
            "form": "gestion",
            "form_version": 1,
            "period_code": "2024-T1",
            "schema_version": SCHEMA_VERSION,
            "data": report_data("gestion", Scope(network=world.network, period=world.period)),
            "pdf_sha256": sha256(content).hexdigest(),
            "size": len(content),
            "pdf": ContentFile(content, name="informe.pdf"),
            "tables": ContentFile(b"PK", name="informe.xlsx"),
        },
    )
    return {"folio": row.folio}


def _report(world):
    folio = _issued(world)["folio"]
    _snapshot(world, "report", folio)
    return {**_public(world), "folio": folio}


def _documents(world):
    _report(world)
    return _public(world)


def _file(world):
    snapshot = _snapshot(world)
    row, is_new = PublishedFile.objects.get_or_create(
        snapshot=snapshot,
        name="a.pdf",
        defaults={"content_type": "application/pdf", "size": 1, "sha256": "0" * 64},
    )
    if is_new:
        row.file.save("a.pdf", ContentFile(b"x"))
    return {**_public(world), "pk": snapshot.pk, "name": "a.pdf"}


def _in_force(world):
    _snapshot(world)
    return {"pk": PublishedSnapshot.objects.in_force().get(network=world.network, kind="plan").pk}


ISSUE = {"form": "gestion", "code": "2024-T1"}
ROWS: list[Row] = [
    Row("reports:public_list", public=True),
    Row("reports:public_network", kwargs=_public, public=True),
    Row("reports:public_plan", kwargs=_plan, public=True),
    Row("reports:public_progress", kwargs=_progress, public=True),
    Row("reports:public_meetings", kwargs=_meetings, public=True),
    Row("reports:public_documents", kwargs=_documents, public=True),
    Row("reports:public_file", kwargs=_file, public=True),
    Row("reports:public_report", kwargs=_report, public=True),
    Row("reports:sitemap", public=True),
    Row("reports:robots", public=True),
    Row("reports:publishing_list", SECRETARIAT),
    Row("reports:publishing_history", SECRETARIAT),
    Row("reports:publishing_preview", SECRETARIAT, kwargs={"kind": "plan"}, data={"cual": "2024"}),
    Row("reports:publishing_publish", SECRETARIAT, method="post", data={"kind": "plan", "key": "2024"}),
    Row("reports:publishing_switch", SECRETARIAT, method="post", data={"publico": "si"}),
    Row("reports:publishing_withdraw", SECRETARIAT, kwargs=_in_force),
    Row("reports:publishing_withdraw", SECRETARIAT, kwargs=_in_force, method="post"),
    Row("reports:issued_list"),
    Row("reports:issued_pdf", kwargs=_issued),
    Row("reports:issued_tables", kwargs=_issued),
    Row("reports:issued_json", kwargs=_issued),
    Row("reports:issued_word", kwargs=_issued),
    Row("reports:issued_detail", kwargs=_issued),
    Row("reports:issued_create", SECRETARIAT, kwargs=ISSUE),
]
