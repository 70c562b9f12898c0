"""The publication checklist: what nobody recorded is unknown; its lines are the network's own."""

from __future__ import annotations

import datetime
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from monitoring.models import PublicationCheck, PublicationItem
from monitoring.selectors.publications import publication_checklist
from monitoring.services.publications import (
    publication_delete,
    publication_move,
    publication_save,
    publications_save,
)
from tests.factories import give_role, make_network, make_user


def test_a_document_without_a_row_is_unknown(network) -> None:
    assert [(item.document, item.published) for item in publication_checklist(network)] == [
        ("norms", "unknown"),
        ("regulation", "unknown"),
        ("actas", "unknown"),
        ("report", "unknown"),
    ]


def test_the_checklist_is_saved_whole(network, secretariat, login) -> None:
    data = {f"{item.document}-published": "unknown" for item in publication_checklist(network)}
    data |= {
        "norms-published": "yes",
        "norms-url": "https://example.org/normas",
        "norms-published_on": "2024-05-01",
    }
    data |= {"report-published": "no"}
    client = login(secretariat)
    path = reverse("monitoring:publication_edit", kwargs={"slug": "alfa"})
    assert client.post(path, data).status_code == 302
    assert client.post(path, data).status_code == 302
    states = dict(PublicationItem.objects.filter(network=network).values_list("document", "published"))
    assert states == {"norms": "yes", "regulation": "unknown", "actas": "unknown", "report": "no"}
    page = client.get(reverse("monitoring:meeting_list", kwargs={"slug": "alfa"})).content.decode()
    assert 'href="https://example.org/normas"' in page


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "ftp://example.org/x", "data:text/html,x", "no es", "h\0"])
def test_only_web_addresses(network, secretariat, login, bad) -> None:
    data = {f"{item.document}-published": "unknown" for item in publication_checklist(network)}
    data |= {"norms-published": "yes", "norms-url": bad}
    answer = login(secretariat).post(reverse("monitoring:publication_edit", kwargs={"slug": "alfa"}), data)
    assert answer.context["forms"][0].errors["url"]
    assert not PublicationItem.objects.exists()
    if "://" in bad:
        item = PublicationItem(network=network, document="norms", published="yes", url=bad)
        with pytest.raises(ValidationError, match="https://"):
            publications_save(network=network, items=[item])


def test_no_address_with_a_password_in_it(network, secretariat, login) -> None:
    address = "https://usuaria:clave@example.org/x"
    data = {"document": "norms", "published": "yes", "url": address}
    answer = login(secretariat).post(url("publication_create"), data)
    assert "usuario o una contraseña" in answer.context["form"].errors["url"][0]
    item = PublicationItem(network=network, document="norms", published="yes", url=address)
    with pytest.raises(ValidationError, match="contraseña"):
        publications_save(network=network, items=[item])
    assert not PublicationItem.objects.filter(url__contains="clave").exists()


def test_an_address_belongs_to_what_is_published(network, secretariat, login) -> None:
    data = {f"{item.document}-published": "unknown" for item in publication_checklist(network)}
    data |= {"actas-published": "no", "actas-url": "https://example.org/actas"}
    answer = login(secretariat).post(reverse("monitoring:publication_edit", kwargs={"slug": "alfa"}), data)
    assert "«Actas con sus anexos» no figura como publicado" in answer.content.decode()
    assert not PublicationItem.objects.exists()


# -- lines of its own -----------------------------------------------------------------------------------------


def url(name, item=None, slug="alfa"):
    return reverse(f"monitoring:{name}", kwargs={"slug": slug, **({"pk": item.pk} if item else {})})


def pdf(content=b"%PDF-1.4 x", name="reglamento.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def line(network, title="Guia", **fields):
    return PublicationItem.objects.create(network=network, document="other", title=title, **fields)


def names(network):
    return [item.name for item in publication_checklist(network)]


def test_a_new_line_stands_after_the_usual_ones(network, secretariat, login) -> None:
    data = {"document": "other", "title": "Política pública", "published": "yes", "url": "https://example.org/p"}
    assert login(secretariat).post(url("publication_create"), data).status_code == 302
    assert names(network)[3:] == ["Informe de gestión", "Política pública"]
    item = PublicationItem.objects.get(title="Política pública")
    assert item.added_by == secretariat
    assert timezone.now() - item.added_at < datetime.timedelta(minutes=1)
    # The usual ones say nothing new, so nobody recorded them.
    assert PublicationItem.objects.filter(added_at__isnull=True).count() == 4


def test_lines_are_renamed_moved_and_removed(network, secretariat, login) -> None:
    items = [line(network, title, order=order) for order, title in enumerate("ABC")]
    client = login(secretariat)
    client.post(url("publication_update", items[0]), {"document": "actas", "title": "", "published": "unknown"})
    assert names(network) == ["Actas con sus anexos", "B", "C"]
    client.post(url("publication_move", items[2]), {"paso": "subir"})
    assert names(network) == ["Actas con sus anexos", "C", "B"]
    assert client.get(url("publication_delete", items[1])).status_code == 200
    client.post(url("publication_delete", items[1]))
    client.post(url("publication_delete", items[2]))
    assert names(network) == ["Actas con sus anexos"]
    answer = client.post(url("publication_delete", items[0]), follow=True)
    assert "Es la única línea" in answer.content.decode()
    assert names(network) == ["Actas con sus anexos"]


def test_lines_in_any_order_are_moved(network) -> None:
    """Lines of before all stand at zero."""
    items = [line(network, title) for title in "ABC"]
    publication_move(item=items[0], step=1)
    assert names(network) == ["B", "A", "C"]


def test_two_lines_of_one_name_are_refused_in_words(network, secretariat, login) -> None:
    line(network, "Guia")
    client = login(secretariat)
    again = client.post(url("publication_create"), {"document": "other", "title": "Guia", "published": "no"})
    assert "ya está en la lista" in again.content.decode()
    unnamed = client.post(url("publication_create"), {"document": "other", "title": "", "published": "no"})
    assert "Dé el nombre del documento" in unnamed.content.decode()
    assert PublicationItem.objects.count() == 1


def test_a_document_is_kept_here_and_handed_out(network, secretariat, observer, login) -> None:
    data = {"document": "regulation", "published": "yes", "upload": pdf()}
    client = login(secretariat)
    PublicationItem.objects.create(network=network, document="norms")
    assert client.post(url("publication_create"), data).status_code == 302
    item = PublicationItem.objects.get(document="regulation")
    assert (item.original_name, item.size) == ("reglamento.pdf", 10)
    assert item.sha256 == hashlib.sha256(b"%PDF-1.4 x").hexdigest()
    answer = login(observer).get(url("publication_download", item))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]
    assert "private" in answer["Cache-Control"]


def test_a_file_or_an_address_never_both(network, secretariat, login) -> None:
    data = {"document": "other", "title": "Guia", "published": "yes", "url": "https://example.org/guia"}
    client = login(secretariat)
    answer = client.post(url("publication_create"), {**data, "upload": pdf()})
    assert "deje solo uno" in answer.context["form"].errors["url"][0]
    item = line(network)
    publication_save(item=item, user=secretariat, file=pdf())
    stored = item.file.name
    refused = client.post(url("publication_update", item), data)
    assert "deje solo uno" in refused.context["form"].errors["url"][0]
    item.refresh_from_db()
    assert item.file.storage.exists(stored)


@pytest.mark.django_db(transaction=True)
def test_an_address_takes_the_place_of_a_file_that_goes_with_it(client) -> None:
    network, user = make_network("alfa"), make_user()
    give_role(user, network, "secretariat")
    client.force_login(user, backend="networks.backends.AccountBackend")
    item = line(network)
    publication_save(item=item, user=user, file=pdf())
    stored, storage = item.file.name, item.file.storage
    data = {"document": "other", "title": "Guia", "published": "yes", "url": "https://example.org/guia"}
    client.post(url("publication_update", item), {**data, "without_file": "on"})
    item.refresh_from_db()
    assert (item.url, item.file.name, item.sha256) == ("https://example.org/guia", "", "")
    assert not storage.exists(stored)


def test_what_may_not_be_uploaded_is_refused_and_nothing_stays(network, secretariat, login, settings) -> None:
    data = {"document": "other", "title": "Guia", "published": "yes"}
    bad = SimpleUploadedFile("pagina.html", b"<html>", "text/html")
    answer = login(secretariat).post(url("publication_create"), {**data, "upload": bad})
    assert "pagina.html" in answer.content.decode()
    assert not PublicationItem.objects.filter(title="Guia").exists()
    # A line that is refused for something else keeps no file either.
    line(network, "Guia")
    login(secretariat).post(url("publication_create"), {**data, "upload": pdf()})
    assert not list(settings.MEDIA_ROOT.rglob("*.pdf"))


# -- down, and recorded again ---------------------------------------------------------------------------------


@pytest.fixture
def fallen(network):
    now = timezone.now()
    item = line(
        network,
        published="yes",
        url="https://example.org/guia",
        reopened_at=now,
        check_state="dead",
        checked_at=now,
    )
    PublicationCheck.objects.create(
        item=item, url=item.url, state="dead", detail="gone", http_status=404, checked_at=now
    )
    return item


def test_a_fallen_link_is_said_on_every_page(fallen, secretariat, login) -> None:
    client = login(secretariat)
    day = timezone.localtime(fallen.reopened_at).strftime("%d/%m/%Y")
    for name in ("publication_list", "meeting_list", "network_detail"):
        page = client.get(url(name)).content.decode()
        assert f"Enlace caído desde el {day}" in page
    assert "el sitio respondió 404" in client.get(url("publication_list")).content.decode()
    assert "el sitio respondió 404" in client.get(url("publication_checks", fallen)).content.decode()


def test_recording_it_again_closes_it_but_renaming_does_not(fallen, secretariat, login) -> None:
    client = login(secretariat)
    data = {"document": "other", "title": "Otra", "published": "yes", "url": fallen.url}
    client.post(url("publication_update", fallen), data)
    fallen.refresh_from_db()
    assert (fallen.title, bool(fallen.reopened_at)) == ("Otra", True)
    client.post(url("publication_update", fallen), data)
    fallen.refresh_from_db()
    assert (fallen.reopened_at, fallen.check_state, fallen.added_by) == (None, "", secretariat)


def test_saving_the_whole_list_leaves_untouched_lines_as_they_are(network, fallen, secretariat, login) -> None:
    other = line(network, "Otra", order=1)
    data = {
        f"linea-{fallen.pk}-published": "yes",
        f"linea-{fallen.pk}-url": fallen.url,
        f"linea-{other.pk}-published": "no",
    }
    login(secretariat).post(url("publication_edit"), data)
    fallen.refresh_from_db()
    other.refresh_from_db()
    assert fallen.reopened_at
    assert (other.published, other.added_by) == ("no", secretariat)


def test_a_line_kept_here_takes_no_address_in_the_whole_list(network, secretariat, login) -> None:
    item = line(network, published="yes")
    publication_save(item=item, user=secretariat, file=pdf())
    data = {f"linea-{item.pk}-published": "yes", f"linea-{item.pk}-url": "https://example.org/guia"}
    answer = login(secretariat).post(url("publication_edit"), data)
    assert "deje solo uno de los dos" in answer.content.decode()
    item.refresh_from_db()
    assert item.url == ""


def test_what_became_of_a_line_since_it_was_read_stays(network, secretariat) -> None:
    item = line(network, published="yes")
    read, again = (PublicationItem.objects.get(pk=item.pk) for _ in range(2))
    publication_save(item=item, user=secretariat, file=pdf())
    PublicationItem.objects.filter(pk=item.pk).update(reopened_at=timezone.now(), order=7)
    read.title = "Otro nombre"
    publication_save(item=read, user=secretariat)
    kept = PublicationItem.objects.get(pk=item.pk)
    assert (kept.title, kept.order, bool(kept.file), bool(kept.reopened_at)) == ("Otro nombre", 7, True, True)
    again.published_on = datetime.date(2024, 3, 1)
    publications_save(network=network, items=[again], user=secretariat)
    kept.refresh_from_db()
    assert (kept.published_on, kept.order, bool(kept.file)) == (again.published_on, 7, True)


def test_a_line_taken_away_meanwhile_does_not_come_back(network, secretariat) -> None:
    item = line(network)
    line(network, "Otra", order=1)
    read = PublicationItem.objects.get(pk=item.pk)
    publication_delete(item=item)
    for save in (
        lambda: publication_save(item=read, user=secretariat),
        lambda: publications_save(network=network, items=[read], user=secretariat),
    ):
        with pytest.raises(ValidationError, match="Otra persona quitó"):
            save()
    assert PublicationItem.objects.count() == 1


def test_lines_of_another_network_are_not_there(fallen, secretariat, login) -> None:
    strange = line(make_network("beta"))
    client = login(secretariat)
    for name in ("publication_update", "publication_delete", "publication_download", "publication_checks"):
        assert client.get(url(name, strange)).status_code == 404
    assert client.post(url("publication_move", strange), {"paso": "subir"}).status_code == 404


def test_the_list_costs_the_same_for_one_line_and_for_many(
    network, secretariat, login, django_assert_max_num_queries
) -> None:
    client = login(secretariat)

    def add(number):
        item = line(network, f"L{number}", published="yes", url="https://example.org/", added_by=secretariat,
                    added_at=timezone.now(), checked_at=timezone.now())  # fmt: skip
        for _ in range(3):
            PublicationCheck.objects.create(item=item, state="alive", checked_at=timezone.now())

    def queries():
        with django_assert_max_num_queries(60) as captured:
            assert client.get(url("publication_list")).status_code == 200
        return len(captured)

    add(0)
    few = queries()
    for number in range(1, 15):
        add(number)
    assert queries() == few
