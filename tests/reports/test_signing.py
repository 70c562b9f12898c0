"""A signed report: the same document with a signature in its place, for readers of PDF and for whoever listens."""

from __future__ import annotations

import datetime
import re
import subprocess
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from reports.signing import sign_pdf, sign_report, signer_from_file, signer_of_system
from tests.reports.signing_samples import (
    HOLDER,
    NOW,
    OTHER,
    PASSWORD,
    YEAR,
    authority,
    holder,
    make_pair,
    network,
    p12,
    report_pdf,
    signed,
    signed_once,
    signed_twice,
    signer,
)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def run(command: list[str], pdf: bytes, tmp_path) -> subprocess.CompletedProcess:
    file = tmp_path / "firmado.pdf"
    file.write_bytes(pdf)
    return subprocess.run([*command, str(file)], capture_output=True, text=True, check=False, timeout=60)


def text_of(pdf: bytes, tmp_path) -> str:
    file = tmp_path / "texto.pdf"
    file.write_bytes(pdf)
    command = ["pdftotext", "-layout", str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_signature_is_appended_and_the_rest_stays() -> None:
    before, after = report_pdf(), signed_once()
    assert after.startswith(before)
    with opened(before) as old, opened(after) as new:
        assert bytes(new.Root.Metadata.read_bytes()) == bytes(old.Root.Metadata.read_bytes())
        assert dict(new.docinfo) == dict(old.docinfo)
        assert new.Root.Names.EmbeddedFiles == old.Root.Names.EmbeddedFiles
        assert [page.Contents.read_bytes() for page in new.pages] == [
            page.Contents.read_bytes() for page in old.pages
        ]


def test_other_programs_find_it_valid(tmp_path) -> None:
    told = run(["pdfsig", "-nocert"], signed_once(), tmp_path).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert f"Common Name: {HOLDER}" in told
    checked = run(["qpdf", "--check"], signed_once(), tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_flipped_byte_is_found_by_other_programs(tmp_path) -> None:
    broken = bytearray(signed_once())
    broken[len(report_pdf()) // 2] ^= 1
    told = run(["pdfsig", "-nocert"], bytes(broken), tmp_path).stdout
    assert "Digest Mismatch" in told
    assert "Signature is Valid" not in told


def test_field_stands_where_one_signs_and_is_tagged() -> None:
    with opened(signed_once()) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == ["firma-1", "firma-2"]
        assert ["/V" in field for field in fields] == [True, False]
        for field in fields:
            assert int(field.F) & 4, "se imprime"
            assert not int(field.F) & (1 | 2 | 32), "ni invisible, ni oculta, ni sin ver"
            assert str(field.TU).startswith("Firma digital")
            assert field.AP.N.Subtype == "/Form"
            page = field.P
            assert page.Tabs == "/S"
            assert any(annotation.objgen == field.objgen for annotation in page.Annots)
            element = _parent_of(pdf, int(field.StructParent))
            assert (element.S, element.K.Type, element.K.Obj.objgen) == ("/Form", "/OBJR", field.objgen)
            assert any(kid.objgen == element.objgen for kid in element.P.K)
        assert pdf.Root.AcroForm.SigFlags == 3
        assert "/NeedAppearances" not in pdf.Root.AcroForm


def _parent_of(pdf: pikepdf.Pdf, number: int) -> pikepdf.Object:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys))
    return numbers[1::2][keys.index(number)]


def test_field_lies_within_the_area_kept_for_it() -> None:
    """22 × 80 mm above the line, told by the renderer as a destination with its rectangle."""
    with opened(signed_once()) as pdf:
        names = list(pdf.Root.Names.Dests.Names)
        places = {str(name): target for name, target in zip(names[::2], names[1::2], strict=True)}
        for field in pdf.Root.AcroForm.Fields:
            page, kind, left, bottom, right, top = places[str(field.T)]
            assert kind == "/FitR"
            assert page.objgen == field.P.objgen
            x1, y1, x2, y2 = (float(each) for each in field.Rect)
            assert float(left) - 0.01 <= x1 < x2 <= float(right) + 0.01
            assert float(bottom) < y1 < y2 <= float(top) + 0.01
            assert x2 - x1 == pytest.approx(226.77, abs=0.1)
            assert 55 < y2 - y1 < 62.4


def test_block_tells_who_when_and_why(tmp_path) -> None:
    at = datetime.datetime(2026, 11, 20, 23, 5, 7, tzinfo=datetime.UTC)
    since, until = at - YEAR, at + YEAR
    pair = make_pair(HOLDER, authority(), since=since, until=until)
    text = text_of(signed(report_pdf(), pair, at), tmp_path)
    assert "Firmado digitalmente" in text
    assert HOLDER in text
    assert "20 de noviembre de 2026, 18:05:07 (UTC−05:00)" in text
    assert "Emisión del informe PRUEBA-2024-T3-0001" in text


def test_block_has_its_fonts_within_and_no_sign_without_glyph(tmp_path) -> None:
    told = run(["pdffonts"], signed_twice(), tmp_path).stdout.splitlines()[2:]
    assert told
    assert all(re.search(r" yes yes yes ", line) for line in told), told
    with opened(signed_twice()) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            look = field.AP.N
            assert "/Group" not in look
            assert set(look.Resources.keys()) <= {"/Font", "/ExtGState", "/ProcSet"}
            for state in look.Resources.ExtGState.values():
                assert {key: float(value) for key, value in state.items()} == {"/ca": 1}
            shown = re.findall(rb"<((?:[0-9a-f]{4})+)>", look.read_bytes())
            assert shown
            assert not any(re.search(rb"^(?:....)*0000", glyphs) for glyphs in shown), ".notdef"


def test_signature_says_in_the_file_who_when_where_and_why() -> None:
    with opened(signed_once()) as pdf:
        found = pdf.Root.AcroForm.Fields[0].V
        assert found.SubFilter == "/ETSI.CAdES.detached"
        assert str(found.Name) == HOLDER
        assert str(found.Location) == "Secretaría de prueba"
        assert str(found.Reason) == "Emisión del informe PRUEBA-2024-T3-0001"
        moment = f"{NOW.astimezone(ZoneInfo('America/Bogota')):%Y%m%d%H%M%S}"
        assert str(found.M).startswith(f"D:{moment}-05")


def test_first_signature_certifies_and_allows_others() -> None:
    with opened(signed_twice()) as pdf:
        first, second = (field.V for field in pdf.Root.AcroForm.Fields)
        assert pdf.Root.Perms.DocMDP.objgen == first.objgen
        (rule,) = first.Reference
        assert (rule.TransformMethod, int(rule.TransformParams.P)) == ("/DocMDP", 2)
        # PDF/A forbids them beside DocMDP.
        assert not {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(rule.keys())
        assert "/Reference" not in second


def test_second_signature_keeps_the_first(tmp_path) -> None:
    assert signed_twice().startswith(signed_once())
    told = run(["pdfsig", "-nocert"], signed_twice(), tmp_path).stdout
    assert told.count("Signature is Valid") == 2
    assert f"Common Name: {OTHER}" in told
    text = text_of(signed_twice(), tmp_path)
    assert HOLDER in text
    assert OTHER in text


def test_second_signature_is_no_change_for_a_strict_reader() -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.fields import MDPPerm

    first = PdfFileReader(BytesIO(signed_twice())).embedded_regular_signatures[0]
    first.compute_integrity_info()
    assert first.diff_result.modification_level <= ModificationLevel.FORM_FILLING
    assert first.docmdp_level == MDPPerm.FILL_FORMS


def test_no_more_signatures_than_places() -> None:
    with pytest.raises(ValidationError, match="todas las firmas que caben"):
        signed(signed_twice(), make_pair("Tercera", authority()))


def test_without_a_named_place_it_goes_to_the_foot_of_the_last_page(tmp_path) -> None:
    from reports import pdf

    job = pdf.PdfJob(html="<html lang='en'><title>x</title><h1>Title</h1>", data_name="x.json", data=b"{}")
    made = signed(pdf.render(job), holder())
    with opened(made) as found:
        field = found.Root.AcroForm.Fields[0]
        assert field.P.objgen == found.pages[-1].objgen
        assert float(field.Rect[3]) < 20 * 72 / 25.4, "bajo el texto, que acaba a 20 mm"
    with translation.override("en"):
        in_its_language = translation.gettext("Firmado digitalmente")
    assert in_its_language in text_of(made, tmp_path)
    twice = signed(made, make_pair(OTHER, authority()))
    with opened(twice) as found:
        first, second = found.Root.AcroForm.Fields
        assert float(first.Rect[2]) < float(second.Rect[0]), "una al lado de la otra"


def test_a_chosen_place() -> None:
    made = sign_pdf(report_pdf(), signer(holder()), place=(0, 100, 200, 150, 60), at=NOW, in_process=True)
    with opened(made) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert field.P.objgen == pdf.pages[0].objgen
        assert [float(each) for each in field.Rect] == [100, 200, 250, 260]


def test_long_names_stay_within_the_block(tmp_path) -> None:
    made = sign_pdf(
        report_pdf(),
        signer(holder()),
        name="Titular de prueba de nombre muy largo " * 5,
        reason="Por una razón que se cuenta con todo detalle " * 9,
        at=NOW,
        in_process=True,
    )
    file = tmp_path / "largo.pdf"
    file.write_bytes(made)
    with opened(made) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        page = next(n for n, page in enumerate(pdf.pages, 1) if page.objgen == field.P.objgen)
        low, high = (
            float(pdf.pages[page - 1].MediaBox[3]) - float(field.Rect[3]),
            float(field.Rect[3]) - float(field.Rect[1]),
        )
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(file), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    inside = [
        float(bottom)
        for top, bottom in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', told)
        if low <= float(top) < low + high
    ]
    assert max(inside) <= low + high + 1


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (NOW - 2 * YEAR, NOW - datetime.timedelta(days=1), "venció"),
        (NOW + datetime.timedelta(days=1), NOW + YEAR, "todavía no vale"),
    ],
)
def test_certificate_out_of_its_time_signs_nothing(since, until, told) -> None:
    with pytest.raises(ValidationError, match=told):
        signed(report_pdf(), make_pair("Fuera de tiempo", authority(), since=since, until=until))


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(ValidationError, match="No se pudo firmar el PDF"):
        sign_report(b"nada", signer=signer(holder()), folio="F", network=network(), at=NOW, in_process=True)


def test_signer_of_a_file_and_of_the_system(settings, tmp_path) -> None:
    file = tmp_path / "sistema.p12"
    file.write_bytes(p12(holder(), authority()))
    found = signer_from_file(file, PASSWORD)
    assert (found.name, found.is_self_signed, len(found.chain)) == (HOLDER, False, 1)
    assert "key=" not in repr(found)
    with pytest.raises(ValidationError, match="no tiene un certificado propio"):
        signer_of_system()
    settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD = str(file), PASSWORD
    assert signer_of_system().sha256 == found.sha256
    with pytest.raises(ValidationError, match="No se pudo leer el certificado"):
        signer_from_file(tmp_path / "falta.p12", PASSWORD)
