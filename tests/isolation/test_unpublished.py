"""Of a network with a public page nobody in particular reads more than what it published, and of one without,
nothing.

Everything is published first; then every text of the network gets a mark, but for what stands published. What the
pages show of the network itself as it is now, on purpose, is LIVE.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from networks.models import Certificate, ContactReview, Invitation, Network
from networks.services.contact_reviews import review_token
from reports.demo import load_network
from reports.issuing import report_issue
from reports.models import IssuedReport, PublishedFile, PublishedSnapshot
from reports.publishing.services import snapshot_publish, snapshot_withdraw
from tests.isolation import cast
from tests.isolation.crawling import Reader, told
from tests.isolation.marking import Marker

pytestmark = pytest.mark.django_db
LIVE = {
    "Network": {"slug", "name", "short_name", "mandate", "regulation", "norms", "secretariat", "public_about"},
    "MandatedFunction": {"title", "norm"},
}
KINDS = {"plan": "2024", "progress": "2024/2024-T3", "meetings": "2024", "decisions": "2024", "documents": ""}


@pytest.fixture(scope="module")
def published(stage) -> SimpleNamespace:
    """mesa with a page: `said` are the marks that were published, `hidden` those written since."""
    network = load_network("mesa")
    world = cast.make_world(network)
    said = Marker(gentle=True)
    said.write([network], keep=LIVE)
    people = cast.make_people(network, "mesa")
    doors = cast.make_doors(world)
    cast.fill(world, people["technician"])
    for kind, key in KINDS.items():
        snapshot_publish(network=network, kind=kind, key=key, by=people["secretariat"])
    issued = [
        report_issue(
            network=network, form="gestion", period_code=code, by=None, override_reason="Prueba", in_process=True
        )
        for code in ("2024-T3", "2024-T2")
    ]
    for report in issued:
        snapshot_publish(network=network, kind="report", key=report.folio, by=None)
    gone = list(PublishedSnapshot.objects.in_force().filter(key__in=["2024/2024-T1", issued[1].folio]))
    old = [*PublishedSnapshot.objects.exclude(superseded_at=None), *gone]
    for snapshot in gone:
        snapshot_withdraw(snapshot=snapshot, by=people["secretariat"], reason="Se publicó por error")
    shown = PublishedSnapshot.objects.in_force()
    hidden = Marker()
    files = PublishedFile.objects.filter(snapshot__in=shown)
    reports = IssuedReport.objects.filter(folio__in=shown.filter(kind="report").values("key"))
    # Whoever has the folio of a certificate reads whose it is.
    hidden.write([network], keep=LIVE, spare=[*shown, *files, *reports, *Certificate.objects.all()])
    network = Network.objects.get(pk=network.pk)
    network.is_public = True
    network.save()
    return SimpleNamespace(network=network, doors=doors, said=said, hidden=hidden, old=old, issued=issued)


def open_everything(reader: Reader, published: SimpleNamespace) -> None:
    """What nobody in particular may ask: pages, files, data and API, also of what was published before."""
    slug = published.network.slug
    for door in published.doors:
        if door.row.public and "token" not in door.kwargs and door.row.method == "get":
            reader.ask(door.path(slug))
    assert published.old
    for path in ("/transparencia/", f"/transparencia/{slug}/"):
        reader.follow(path, 100)
    for snapshot in published.old:
        reader.ask(f"/api/v1/networks/{slug}/publications/{snapshot.pk}/")
        for file in snapshot.files.all():
            reader.ask(f"/transparencia/{slug}/documentos/{snapshot.pk}/{file.name}")
    for report in published.issued:
        reader.ask(f"/transparencia/{slug}/informes/{report.folio}.pdf")
        reader.ask(f"/api/v1/networks/{slug}/reports/{report.folio}/")
        reader.ask("/verificar/", data={"folio": report.folio})


def test_nobody_reads_what_is_not_published(published):
    reader = Reader(None, published.hidden, published.said)
    open_everything(reader, published)
    assert not reader.leaks, told(reader.leaks)
    assert {"html", "json", "csv", "zip/csv", "pdf"} <= reader.own_kinds


def test_a_token_that_is_not_the_right_one_opens_nothing(published):
    reader = Reader(None, published.hidden)
    tokens = []
    for review in ContactReview.objects.all():
        token = review_token(review)
        tokens += [f"/mis-datos/{token[:-1]}{'b' if token[-1] == 'a' else 'a'}/", f"/mis-datos/{review.pk}/"]
    for invitation in Invitation.objects.all():
        tokens += [f"/invitacion/{invitation.token[:-1]}/", f"/invitacion/{invitation.pk}/"]
    assert tokens
    for path in tokens:
        reader.ask(path)
        reader.ask(path, "post", {"respuesta": "si", "answer": "same"})
    assert not reader.leaks, told(reader.leaks)


def test_a_network_without_a_page_says_nothing(published):
    """Not even what it had published while it had one."""
    Network.objects.filter(pk=published.network.pk).update(is_public=False)
    everything = Marker()
    everything.write([published.network], keep={"Network": {"slug"}}, spare=Certificate.objects.all())
    reader = Reader(None, everything, published.said)
    open_everything(reader, published)
    assert not reader.leaks, told(reader.leaks)
    assert not reader.own, published.said.named(reader.own)
