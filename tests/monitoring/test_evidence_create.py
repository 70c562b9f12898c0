"""The boxes of an entry's form: each slot of the plan is filled with files and links, and several with one."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring import services
from monitoring.models import ComplianceEntry, Evidence, ReviewState, Sensitivity
from monitoring.selectors import entry_for
from monitoring.selectors.evidence import empty_slots
from monitoring.services import Attachment, EntryDraft, EntryKey, EvidenceChange
from plans.models import Deliverable, Verification, VersionStatus
from tests.factories import give_role, make_activity, make_eje, make_entry, make_user, make_version
from tests.monitoring.evidence_samples import PDF, PNG, docx, make_slot, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots(reporting):
    product = Deliverable.objects.create(activity=reporting.first, title="Manual de ruta")
    return make_slot(reporting.first, "Acta firmada"), make_slot(reporting.first, "Lista de asistencia", product)


def name(slot: Verification, part: str) -> str:
    return f"slot-{slot.lineage}-{part}"


def boxes(page: str) -> list[str]:
    """Each box as its words: what it asks and what fills it."""
    found = re.findall(r'<fieldset class="slot.*?</legend>.*?<label', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", box + ">").split()) for box in found]


# -- adding ---------------------------------------------------------------------------------------------------


def test_each_slot_is_a_box(url_of, slots, technician, login):
    first, second, other = boxes(login(technician).get(url_of("entry_edit")).content.decode())
    assert "Falta: Acta firmada" in first
    assert "Lista de asistencia Manual de ruta" in second
    assert "Otra evidencia" in other


def test_a_box_takes_several_files_and_a_link_with_details_of_their_own(url_of, slots, technician, login):
    first, second = slots
    data = {
        "revision": 0,
        "narrative": "Mi texto",
        name(first, "files"): [upload("uno.pdf"), upload("dos.png", PNG)],
        name(first, "title"): "Acta de marzo",
        name(first, "dated_on"): "2024-03-12",
        name(first, "sensitivity"): "restricted",
        name(second, "link"): "example.org/lista",
        name(second, "title"): "Lista",
        "files": [upload("foto.docx", docx())],
        "box": f"slot-{second.lineage}-box",
    }
    response = login(technician).post(url_of("evidence_create"), data)
    assert response.url == url_of("entry_edit") + f"#slot-{second.lineage}-box"
    assert ComplianceEntry.objects.get().narrative == "Mi texto"
    found = {each.original_name or each.url: each for each in Evidence.objects.all()}
    assert set(found) == {"uno.pdf", "dos.png", "https://example.org/lista", "foto.docx"}
    one, link, loose = found["uno.pdf"], found["https://example.org/lista"], found["foto.docx"]
    assert (one.title, one.dated_on, one.sensitivity) == (
        "Acta de marzo",
        datetime.date(2024, 3, 12),
        Sensitivity.RESTRICTED,
    )
    assert (link.title, link.dated_on, link.sensitivity) == ("Lista", None, Sensitivity.NETWORK)
    assert list(one.verifications.all()) == list(found["dos.png"].verifications.all()) == [first]
    assert list(link.verifications.all()) == [second]
    assert not loose.verifications.exists()


def test_with_scripts_each_file_of_a_box_has_its_own_details(url_of, slots, technician, login):
    first = slots[0]
    data = {
        "revision": 0,
        name(first, "files"): [upload("uno.pdf"), upload("malo.exe", b"MZ"), upload("tres.pdf")],
        name(first, "title"): "",
        name(first, "file-0-title"): "Primera",
        name(first, "file-1-title"): "Segunda",
        name(first, "file-2-title"): "Tercera",
        name(first, "file-2-sensitivity"): "public",
    }
    login(technician).post(url_of("evidence_create"), data)
    rows = Evidence.objects.order_by("pk").values_list("original_name", "title", "sensitivity")
    assert list(rows) == [("uno.pdf", "Primera", "network"), ("tres.pdf", "Tercera", "public")]


def test_a_file_fills_several_slots(url_of, slots, technician, login):
    first, second = slots
    client = login(technician)
    data = {"revision": 0, name(first, "files"): upload(), name(first, "others"): [str(second.lineage)]}
    client.post(url_of("entry_edit"), data)
    assert set(Evidence.objects.get().verifications.all()) == {first, second}
    for words in boxes(client.get(url_of("entry_edit")).content.decode())[:2]:
        assert "Ya tiene:" in words
        assert "acta.pdf" in words


def test_nothing_chosen_is_told_in_its_box(url_of, slots, technician, login):
    data = {"revision": 0, "narrative": "Mi texto", "box": f"slot-{slots[0].lineage}-box"}
    page = login(technician).post(url_of("evidence_create"), data).content.decode()
    assert "Elija un archivo o escriba un enlace" in page
    assert f'href="#id_slot-{slots[0].lineage}-files"' in page
    assert "Mi texto" in page


# -- refusals -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["evidence_create", "entry_edit", "entry_submit"])
def test_a_refused_file_costs_neither_the_text_nor_the_other_files(url_of, slots, technician, login, to):
    data = {
        "revision": 0,
        "status": "cumplido",
        "narrative": "Mi texto",
        name(slots[0], "files"): [upload("bueno.pdf"), upload("malo.pdf", b"MZ\x90")],
        "files": [upload("lista.exe", b"MZ\x90")],
    }
    page = login(technician).post(url_of(to), data, follow=True).content.decode()
    assert "El contenido de «malo.pdf» no corresponde a su extensión" in page
    assert "«lista.exe»: se admiten" in page
    assert "Lo demás quedó guardado en borrador" in page
    entry = ComplianceEntry.objects.get()
    assert (entry.narrative, entry.review_state) == ("Mi texto", ReviewState.DRAFT)
    assert entry.evidence.get().original_name == "bueno.pdf"


def test_a_file_of_21_mb_is_refused_with_a_sentence(url_of, technician, login):
    data = {"revision": 0, "files": [upload("video.pdf", PDF + b"0" * 21 * 1024**2), upload("acta.pdf")]}
    page = login(technician).post(url_of("evidence_create"), data, follow=True).content.decode()
    assert "«video.pdf» pesa 22 MB y el máximo es de 20 MB" in page
    assert Evidence.objects.get().original_name == "acta.pdf"


def test_the_eleventh_file_waits_for_its_turn(url_of, slots, technician, login):
    data = {
        "revision": 0,
        name(slots[0], "files"): [upload(f"a{n}.pdf") for n in range(7)],
        "files": [upload(f"b{n}.pdf") for n in range(4)],
    }
    page = login(technician).post(url_of("evidence_create"), data, follow=True).content.decode()
    assert "«b3.pdf» no se agregó: son a lo sumo 10 archivos a la vez" in page
    assert Evidence.objects.count() == 10


def test_what_was_chosen_is_named_when_something_else_is_wrong(url_of, slots, technician, login):
    data = {"revision": 0, "progress": "mucho", name(slots[0], "files"): [upload("acta ñ.pdf")]}
    page = login(technician).post(url_of("entry_edit"), data).content.decode()
    assert "Vuelva a elegirlos" in page
    assert "acta ñ.pdf" in page
    assert not Evidence.objects.exists()


def test_what_may_not_be_sent_yet_keeps_its_files(url_of, slots, technician, login):
    """Five photographs on a weak line are not asked for twice because no state was chosen."""
    data = {
        "revision": 0,
        "narrative": "Mi texto",
        name(slots[0], "files"): [upload("acta ñ.pdf")],
        name(slots[1], "link"): "https://example.org/lista",
    }
    client = login(technician)
    page = client.post(url_of("entry_submit"), data).content.decode()
    assert "Elija el cumplimiento antes de enviar." in page
    assert "sí quedaron agregados al borrador" in page
    assert "Ya tiene: Acta firmada acta ñ.pdf" in boxes(page)[0]
    assert 'value="https://example.org/lista"' not in page
    assert 'name="revision" value="1"' in page
    entry = ComplianceEntry.objects.get()
    assert (entry.narrative, entry.review_state, entry.evidence.count()) == ("Mi texto", ReviewState.DRAFT, 2)
    again = {"revision": 1, "status": "cumplido", "narrative": "Mi texto"}
    assert client.post(url_of("entry_submit"), again).status_code == 302
    assert Evidence.objects.count() == 2


def test_a_plan_with_many_fields_fits_in_one_request(url_of, reporting, technician, login):
    """Django's own limit of a thousand fields is less than an indicator by locality and age may ask."""
    data = {"revision": 0, "narrative": "Mi texto", **{f"relleno-{n}": "" for n in range(3000)}}
    assert login(technician).post(url_of("entry_edit"), data).status_code == 302


# -- versions -------------------------------------------------------------------------------------------------


@pytest.fixture
def second_version(reporting, slots):
    """Version 2 in force: the first slot stays, with other words; the second is gone; a third is new."""
    version = make_version(reporting.network, number=2, status=VersionStatus.DRAFT)
    eje = make_eje(version, lineage=reporting.eje.lineage)
    activity = make_activity(eje, "1.1", lineage=reporting.first.lineage)
    slot = make_slot(activity, "Acta firmada y sellada", lineage=slots[0].lineage)
    new = make_slot(activity, "Registro fotográfico")

    def put_in_force():
        reporting.version.status = VersionStatus.SUPERSEDED
        reporting.version.save()
        version.status, version.in_force_from_on = VersionStatus.IN_FORCE, datetime.date(2024, 1, 1)
        version.save()
        return activity, slot, new

    return put_in_force


def test_evidence_of_an_older_version_still_fills_the_slot(url_of, slots, second_version, technician, login):
    client = login(technician)
    client.post(url_of("entry_edit"), {"revision": 0, name(slots[0], "files"): upload()})
    second_version()
    first, second, _other = boxes(client.get(url_of("entry_edit")).content.decode())
    assert "Ya tiene: Acta firmada y sellada acta.pdf" in first
    assert "Falta: Registro fotográfico" in second
    # Its details say the same: saving the page as it is loses nothing and adds no second row.
    evidence = Evidence.objects.get()
    data = {f"evidence-{evidence.pk}-title": "", f"evidence-{evidence.pk}-slots": [str(slots[0].lineage)]}
    client.post(url_of("entry_edit"), {"revision": 1, **data})
    assert list(evidence.verifications.all()) == [slots[0]]
    client.post(url_of("entry_edit"), {"revision": 2, f"evidence-{evidence.pk}-title": ""})
    assert not evidence.verifications.exists()


def test_a_form_written_before_the_version_changed_loses_no_file(url_of, slots, second_version, technician, login):
    _activity, slot, _new = second_version()
    data = {
        "revision": 0,
        name(slots[0], "files"): upload("uno.pdf"),
        name(slots[0], "others"): [str(slots[1].lineage)],
        name(slots[1], "files"): upload("dos.pdf"),
    }
    assert login(technician).post(url_of("entry_edit"), data).status_code == 302
    found = {each.original_name: list(each.verifications.all()) for each in Evidence.objects.all()}
    assert found == {"uno.pdf": [slot], "dos.pdf": []}


# -- changing what is there -----------------------------------------------------------------------------------


def test_details_and_slots_change_without_sending_the_file_again(url_of, slots, technician, login):
    first, second = slots
    client = login(technician)
    client.post(url_of("entry_edit"), {"revision": 0, name(first, "files"): upload()})
    evidence = Evidence.objects.get()
    page = client.get(url_of("entry_edit")).content.decode()
    assert f'name="evidence-{evidence.pk}-title"' in page
    data = {
        f"evidence-{evidence.pk}-title": "Acta de abril",
        f"evidence-{evidence.pk}-dated_on": "2024-04-02",
        f"evidence-{evidence.pk}-sensitivity": "public",
        f"evidence-{evidence.pk}-slots": [str(second.lineage)],
    }
    client.post(url_of("entry_edit"), {"revision": 1, **data})
    sha256, stored = evidence.sha256, evidence.file.name
    evidence.refresh_from_db()
    assert (evidence.title, evidence.dated_on, evidence.sensitivity) == (
        "Acta de abril",
        datetime.date(2024, 4, 2),
        "public",
    )
    assert list(evidence.verifications.all()) == [second]
    assert (evidence.sha256, evidence.file.name) == (sha256, stored)


def test_evidence_of_another_entry_is_not_changed(reporting, slots, technician):
    other = make_entry(reporting.first, reporting.period, reporting.other, "", ReviewState.DRAFT)
    theirs = Evidence.objects.create(entry=other, url="https://example.org/suya", title="Suya")
    key = EntryKey(
        period=reporting.period,
        version=reporting.version,
        activity_lineage=reporting.first.lineage,
        member=reporting.member,
    )
    change = EvidenceChange(pk=theirs.pk, title="Mía", verifications=frozenset({slots[0].lineage}))
    services.entry_save_draft(key=key, draft=EntryDraft(), revision=0, user=technician, changes=[change])
    theirs.refresh_from_db()
    assert theirs.title == "Suya"
    assert not theirs.verifications.exists()


def test_what_is_restricted_is_changed_by_her_who_added_it_and_the_secretariat(
    url_of, reporting, slots, technician, secretariat, login
):
    colleague = make_user()
    give_role(colleague, reporting.network, "technician", reporting.member)
    data = {"revision": 0, name(slots[0], "files"): upload(), name(slots[0], "sensitivity"): "restricted"}
    login(technician).post(url_of("entry_edit"), data)
    evidence = Evidence.objects.get()
    opened = {f"evidence-{evidence.pk}-title": "Abierta", f"evidence-{evidence.pk}-sensitivity": "network"}
    page = login(colleague).get(url_of("entry_edit")).content.decode()
    assert "acta.pdf" not in page
    assert f"evidence-{evidence.pk}-title" not in page
    refused = login(colleague).post(url_of("entry_edit"), {"revision": 1, **opened}).content.decode()
    assert "solo la cambia quien la agregó o la secretaría técnica" in refused
    evidence.refresh_from_db()
    assert evidence.sensitivity == "restricted"
    assert login(technician).post(url_of("entry_edit"), {"revision": 1, **opened}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.sensitivity == "network"


def test_taking_evidence_away_keeps_what_was_being_written(url_of, slots, technician, login):
    client = login(technician)
    client.post(url_of("evidence_create"), {"revision": 0, "link": "https://example.org/acta"})
    evidence = Evidence.objects.get()
    data = {"revision": 1, "narrative": "A medias", name(slots[0], "files"): upload("nueva.pdf")}
    client.post(url_of("evidence_delete", pk=evidence.pk), data)
    assert Evidence.objects.get().original_name == "nueva.pdf"
    assert ComplianceEntry.objects.get().narrative == "A medias"


# -- what is empty --------------------------------------------------------------------------------------------


def test_done_with_an_empty_slot_is_sent_and_flagged(url_of, reporting, slots, technician, login):
    data = {"revision": 0, "status": "cumplido", name(slots[0], "files"): upload()}
    page = login(technician).post(url_of("entry_submit"), data, follow=True).content.decode()
    assert ComplianceEntry.objects.get().review_state == ReviewState.SUBMITTED
    assert "Dice «cumplido» y un medio de verificación del plan está sin evidencia" in page
    entry = entry_for(reporting.period, reporting.first.lineage, reporting.member)
    assert empty_slots(entry, reporting.first) == [slots[1]]
    assert empty_slots(None, reporting.first) == list(slots)


def test_full_slots_and_other_states_are_not_flagged(url_of, slots, technician, login):
    client = login(technician)
    page = client.post(url_of("entry_submit"), {"revision": 0, "status": "pendiente"}, follow=True)
    assert "Dice «cumplido»" not in page.content.decode()
    assert "Sin evidencia todavía." in page.content.decode()


# -- how much is asked ----------------------------------------------------------------------------------------


def test_queries_are_the_same_with_many_slots_and_files(url_of, reporting, technician, secretariat, login):
    client = login(technician)
    entry = make_entry(reporting.first, reporting.period, reporting.member, "", ReviewState.DRAFT)

    def fill(number):
        for each in range(number):
            slot = make_slot(reporting.first, f"Prueba {number}-{each}")
            attachment = Attachment(file=upload(f"{number}-{each}.pdf"), verifications=(slot.pk,))
            evidence = services.evidence_add(entry=entry, attachment=attachment, user=technician)
            services.evidence_open(evidence=evidence, user=secretariat)

    def asked(of, user):
        client.force_login(user, backend="networks.backends.AccountBackend")
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert client.get(url_of(of)).status_code == 200
        return len(context)

    pages = [(of, user) for of in ("entry_edit", "entry_detail") for user in (technician, secretariat)]
    fill(1)
    few = [asked(*page) for page in pages]
    fill(12)
    assert [asked(*page) for page in pages] == few


def test_writing_details_as_they_are_costs_the_same_with_many(
    reporting, technician, django_assert_max_num_queries
):
    entry = make_entry(reporting.first, reporting.period, reporting.member, "", ReviewState.DRAFT)
    key = EntryKey(
        period=reporting.period,
        version=reporting.version,
        activity_lineage=reporting.first.lineage,
        member=reporting.member,
    )
    rows = [Evidence.objects.create(entry=entry, url=f"https://example.org/{n}") for n in range(12)]
    changes = [EvidenceChange(pk=row.pk) for row in rows]
    with django_assert_max_num_queries(16):
        services.entry_save_draft(key=key, draft=EntryDraft(), revision=1, user=technician, changes=changes)
