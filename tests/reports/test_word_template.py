"""The network's own Word template: what is refused and why, what is filled in, and where reports go."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.models import WordTemplate
from reports.word import to_bytes
from reports.word_template_checks import check_template
from reports.word_templates import template_for, word_template_remove, word_template_save
from reports.word_twin import starter_template
from tests.factories import make_period
from tests.reports.word_samples import converted, text_of, texts, twin

WORD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def template(*lines: str, change: Callable | None = None) -> bytes:
    document = Document()
    for line in lines or ("Oficio", "{{ informe }}", "Atentamente"):
        document.add_paragraph(line)
    if change:
        change(document)
    return to_bytes(document)


def repacked(parts: dict[str, bytes]) -> bytes:
    """A sound template with more parts."""
    out = BytesIO(template())
    with ZipFile(out, "a", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def relation(kind: str, target: str, *, external: bool = True) -> Callable[[bytes], bytes]:
    mode = ' TargetMode="External"' if external else ""
    added = f'<Relationship Id="rId99" Type="{WORD}/{kind}" Target="{target}"{mode}/></Relationships>'
    return lambda old: old.replace(b"</Relationships>", added.encode())


def refusal(content: bytes, name: str = "plantilla.docx") -> str:
    with pytest.raises(ValidationError) as refused:
        check_template(content, name)
    [message] = refused.value.messages
    return message


def _with(change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(template())) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, change(part) if name == "word/_rels/document.xml.rels" else part)
    return out.getvalue()


def with_field(*pieces: str) -> bytes:
    def add(document) -> None:
        for kind, words in [("begin", ""), *(("", piece) for piece in pieces), ("end", "")]:
            paragraph = document.add_paragraph()  # an instruction may be cut over paragraphs
            tag = OxmlElement("w:instrText" if words else "w:fldChar")
            if words:
                tag.text = words
            else:
                tag.set(qn("w:fldCharType"), kind)
            paragraph.add_run()._r.append(tag)

    return template(change=add)


def in_a_table(document) -> None:
    document.add_table(1, 1).cell(0, 0).text = "{{ informe }}"


def in_the_head(document) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ ciudad }}"


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7", "plantilla.docx", "por dentro es un PDF"),
        (b"hola", "plantilla.txt", "no es un documento de Word"),
        (b"", "plantilla.docx", "está vacío"),
        (b"x" * (5 * 1024 * 1024 + 1), "plantilla.docx", "pesa 6 MB y el máximo es de 5 MB"),
        (template(), "plantilla.docm", "tiene macros"),
        (repacked({"word/vbaProject.bin": b"x"}), "plantilla.docx", "tiene macros"),
        (repacked({"customXml/item9.xml": BOMB}), "plantilla.docx", "DOCTYPE|entidades|declara"),
        (template("Nada"), "plantilla.docx", "Falta {{ informe }}"),
        (template("{{ informe }}", "{{ informe }}"), "plantilla.docx", "está 2 veces"),
        (template("Va: {{ informe }}"), "plantilla.docx", "comparte su párrafo"),
        (template("x", change=in_a_table), "plantilla.docx", "dentro de un cuadro"),
        (template("{{ informe }}", "{{ ciudad }}"), "plantilla.docx", r"{{ ciudad }}, en el cuerpo, no existe"),
        (template(change=in_the_head), "plantilla.docx", r"{{ ciudad }}, en el encabezado, no existe"),
        (template("{{ informe }}", "{% for x in y %}"), "plantilla.docx", "no es un marcador completo"),
        (template("{{ informe }}", "{{ red"), "plantilla.docx", "no es un marcador completo"),
        (_with(relation("attachedTemplate", "file:///C:/x.dotm")), "plantilla.docx", "depende de otra"),
        (_with(relation("image", "http://x/a.png")), "plantilla.docx", "llama a un archivo de fuera"),
        (
            _with(relation("oleObject", "embeddings/a.bin", external=False)),
            "plantilla.docx",
            "un objeto o control",
        ),
        (_with(relation("hyperlink", "file://servidor/x")), "plantilla.docx", "llama a un archivo de fuera"),
        (_with(relation("frame", "http://x/")), "plantilla.docx", "llama a un archivo de fuera"),
        (with_field("INCLUDE", 'TEXT "c:/x"'), "plantilla.docx", "un campo «INCLUDETEXT»"),
        (with_field(" DDEAUTO c:\\\\x"), "plantilla.docx", "un campo «DDEAUTO»"),
    ],
)
def test_what_is_refused_is_named(content: bytes, name: str, sentence: str) -> None:
    said = refusal(content, name)
    assert re.search(sentence, said), said


def test_a_zip_bomb_is_refused() -> None:
    assert "MB" in refusal(repacked({"word/media/a.bin": b"\0" * (51 * 1024 * 1024)}))


def test_too_many_parts_are_refused() -> None:
    many = {f"word/p{number}": b"x" for number in range(401)}
    assert "demasiadas piezas" in refusal(repacked(many))


@pytest.mark.parametrize(
    "content",
    [
        template(),
        template("{{informe}}"),
        template("{{ Informe }}"),
        starter_template(),
        _with(relation("hyperlink", "https://ejemplo.org/link")),
        with_field('HYPERLINK "https://ejemplo.org/LINK"'),
        with_field(" PAGE "),
    ],
)
def test_what_is_sound_is_taken(content: bytes) -> None:
    check_template(content, "plantilla.docx")


def test_the_report_takes_the_place_of_its_marker() -> None:
    document = twin("<h1>Uno</h1><p>dos</p>", template=template())
    assert texts(document) == ["Oficio", "Uno", "dos", "Atentamente"]
    assert [child.tag for child in document.element] == [qn("w:body")]


def test_markers_are_filled_everywhere() -> None:
    def spread(document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ red }} — {{ periodo }}"
        document.sections[0].footer.paragraphs[0].text = "Folio {{folio}} del {{ fecha }}"
        document.add_table(1, 1).cell(0, 0).text = "{{ forma }}"
        cut = document.add_paragraph()
        for piece in ("Para {", "{ re", "d }", "}."):
            cut.add_run(piece)

    content = template("{{ informe }}", change=spread)
    check_template(content, "plantilla.docx")
    document = twin("<p>x</p>", template=content, folio="ALFA-1", issued_on="2024-05-02")
    assert document.sections[0].header.paragraphs[0].text == "Red de Prueba — Año 2007"
    assert document.sections[0].footer.paragraphs[0].text == "Folio ALFA-1 del 2 de mayo de 2024"
    assert document.tables[-1].cell(0, 0).text == "Informe de prueba"
    assert texts(document)[-1] == "Para Red de Prueba."


def test_what_people_wrote_is_never_a_marker() -> None:
    document = twin("<p>Escribió {{ red }} y {{ informe }}</p>", template=template(), network_name="{{ folio }}")
    assert "Escribió {{ red }} y {{ informe }}" in texts(document)
    filled = twin("<p>x</p>", template=template("{{ informe }}", "{{ red }}"), network_name="{{ folio }}")
    assert texts(filled)[-1] == "{{ folio }}"


def test_the_templates_own_styles_win() -> None:
    def restyle(document) -> None:
        document.styles["Heading 1"].font.name = "Arial"

    body = '<h2>Dos</h2><table class="grid"><tr><td>1</td></tr></table>'
    document = twin(body, template=template(change=restyle))
    assert document.styles["Heading 1"].font.name == "Arial"
    assert document.tables[0].style.name == "Cuadro"
    assert document.tables[0].cell(0, 0).paragraphs[0].style.name == "Texto de cuadro"


def test_a_bare_template_gets_the_styles_and_lists_it_lacks() -> None:
    def strip(document) -> None:
        styles = document.styles.element
        for style in list(styles.iter(qn("w:style"))):
            if style.get(qn("w:styleId")) != "Normal":
                styles.remove(style)
        for key, row in list(document.part.rels.items()):
            if row.reltype.endswith("/numbering"):
                del document.part.rels[key]

    content = template("{{ informe }}", change=strip)
    check_template(content, "plantilla.docx")
    document = twin("<h1>Uno</h1><h2>Dos</h2><ul><li>tres</li></ul>", template=content)
    assert [row.style.name for row in document.paragraphs if row.text] == ["Title", "Heading 1", "List Bullet"]
    assert "Dos" in text_of(converted(to_bytes(document)))


def test_a_wide_part_lies_down_in_the_templates_own_paper() -> None:
    def letter(document) -> None:
        section = document.sections[0]
        section.page_width, section.page_height = 7772400, 10058400
        section.header.paragraphs[0].text = "Membrete"

    content = template("Oficio", "{{ informe }}", "Atentamente", change=letter)
    document = twin('<p>a</p><section class="wide"><p>b</p></section>', template=content)
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert {section.page_width + section.page_height for section in document.sections} == {7772400 + 10058400}
    assert {section.header.paragraphs[0].text for section in document.sections} == {"Membrete"}


def test_tables_begin_at_the_margin_in_old_and_new_documents() -> None:
    body = '<table class="grid"><tr><td>1</td></tr></table>'
    for document, indent in ((twin(body, template=template()), "100"), (twin(body), None)):
        found = document.tables[0]._tbl.tblPr.find(qn("w:tblInd"))
        assert (found if found is None else found.get(qn("w:w"))) == indent


def test_a_draft_says_so_in_the_network_s_own_paper() -> None:
    document = twin("<p>a</p>", template=template(), draft=True)
    assert 'string="BORRADOR"' in document.sections[0].header._element.xml


# -- kept -----------------------------------------------------------------------------------------------------


def upload(content: bytes | None = None, name: str = "plantilla.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, template() if content is None else content)


def test_a_forms_own_comes_before_the_one_for_all(network, secretariat) -> None:
    assert template_for(network, "gestion") is None
    word_template_save(network=network, form="", file=upload(template("{{ informe }}", "todas")), by=secretariat)
    word_template_save(
        network=network, form="gestion", file=upload(template("{{ informe }}", "una")), by=secretariat
    )
    assert Document(BytesIO(template_for(network, "gestion"))).paragraphs[-1].text == "una"
    assert Document(BytesIO(template_for(network, "subdere"))).paragraphs[-1].text == "todas"


def test_a_new_one_replaces_and_deletes_the_old(network, secretariat, django_capture_on_commit_callbacks) -> None:
    first = word_template_save(network=network, form="", file=upload(), by=secretariat)
    storage, name = first.file.storage, first.file.name
    with django_capture_on_commit_callbacks(execute=True):
        second = word_template_save(network=network, form="", file=upload(), by=secretariat)
    assert list(WordTemplate.objects.all()) == [second]
    assert not storage.exists(name)
    assert len(second.sha256) == 64
    with django_capture_on_commit_callbacks(execute=True):
        word_template_remove(template=second)
    assert not storage.exists(second.file.name)


def test_a_refused_one_leaves_the_old_where_it_was(network, secretariat) -> None:
    kept = word_template_save(network=network, form="", file=upload(), by=secretariat)
    with pytest.raises(ValidationError):
        word_template_save(network=network, form="", file=upload(template("x")), by=secretariat)
    with pytest.raises(ValidationError, match="No hay una forma"):
        word_template_save(network=network, form="ninguna", file=upload(), by=secretariat)
    assert list(WordTemplate.objects.all()) == [kept]
    assert kept.file.storage.exists(kept.file.name)


def test_the_page_uploads_hands_out_and_removes(network, secretariat, login) -> None:
    client, url = login(secretariat), reverse("reports:word_template_list", args=[network.slug])
    assert "Todavía no hay plantillas" in client.get(url).content.decode()
    refused = client.post(url, {"form": "", "file": upload(b"%PDF")})
    assert "por dentro es un PDF" in refused.content.decode()
    assert client.post(url, {"form": "gestion", "file": upload()}).status_code == 302
    row = WordTemplate.objects.get()
    page = client.get(url).content.decode()
    assert "plantilla.docx" in page
    assert row.form == "gestion"
    got = client.get(reverse("reports:word_template_file", args=[network.slug, row.pk]))
    assert sha256(b"".join(got.streaming_content)).hexdigest() == row.sha256
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Disposition"].startswith("attachment")
    client.post(reverse("reports:word_template_delete", args=[network.slug, row.pk]))
    assert not WordTemplate.objects.exists()


def test_the_starter_is_itself_a_template(network, secretariat, login) -> None:
    got = login(secretariat).get(reverse("reports:word_template_starter", args=[network.slug]))
    check_template(got.content, "de-partida.docx")


def test_a_report_comes_in_the_networks_template(network, secretariat, login) -> None:
    make_period(network, "2024-T1")
    word_template_save(network=network, form="", file=upload(), by=secretariat)
    got = login(secretariat).get(reverse("reports:report_docx", args=[network.slug, "gestion", "2024-T1"]))
    said = texts(Document(BytesIO(got.content)))
    assert (said[0], said[-1]) == ("Oficio", "Atentamente")
    assert 'filename="alfa-2024-T1-gestion.docx"' in got["Content-Disposition"]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_report_too_large_is_refused_in_words(kind: str, network, secretariat, login, monkeypatch) -> None:
    make_period(network, "2024-T1")
    monkeypatch.setattr("reports.limits.MOST_IN_REPORT", 10)
    url = reverse(f"reports:report_{kind}", args=[network.slug, "gestion", "2024-T1"])
    page = login(secretariat).get(url, follow=True)
    assert "demasiado largo" in page.content.decode()


def test_another_networks_template_is_not_found(network, secretariat, outsider, login) -> None:
    row = word_template_save(network=network, form="", file=upload(), by=secretariat)
    theirs = reverse("reports:word_template_file", args=["ajena", row.pk])
    assert login(outsider).get(theirs).status_code == 404
