"""Files that must not be read are refused in a sentence, before any parser, in little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plans.importing import limits, safety
from plans.importing.cells import RefusedFileError
from plans.importing.reading import read_document
from plans.importing.safety import check
from tests.documents import csv_file, ods, replaced, saved, word, workbook
from tests.documents.hostile import HOSTILE, far_cell, ods_with, sheet_with, swollen

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_in_a_sentence(name, tmp_path):
    make, named = HOSTILE[name]
    path = saved(tmp_path, name, make())
    with pytest.raises(RefusedFileError) as refusal:
        read_document(path, name)
    sentence = str(refusal.value)
    assert named in sentence
    assert sentence == (refusal.value.text % refusal.value.values if refusal.value.values else refusal.value.text)
    assert all(isinstance(value, str) for value in refusal.value.values.values())


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_files_do_not_make_it_readable(name, tmp_path):
    """The kind is told by the name she gave; the one on disk says nothing."""
    make, _named = HOSTILE[name]
    path = saved(tmp_path, "upload.tmp", make())
    with pytest.raises(RefusedFileError):
        read_document(path, name.upper())


MEASURE = """
import json, re, sys
from pathlib import Path
from plans.importing.cells import RefusedFileError
from plans.importing.reading import read_document

def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

for plain in json.loads(sys.argv[2]):
    read_document(Path(plain), plain)
before = most()
for name in json.loads(sys.argv[1]):
    try:
        read_document(Path(name), name)
    except RefusedFileError:
        continue
    raise SystemExit(name)
print(most() - before)
"""


def test_refusing_takes_little_memory(tmp_path):
    hostile = [str(saved(tmp_path, name, make())) for name, (make, _named) in HOSTILE.items()]
    plain = {"a.docx": word([["a"]]), "a.xlsx": workbook({"H": [["a"]]}), "a.ods": ods({"H": [["a"]]})}
    paths = [str(saved(tmp_path, name, data)) for name, data in plain.items()]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, json.dumps(hostile), json.dumps(paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 50


@pytest.mark.parametrize("name", ["GR1", "A20000", "GR20000"])
def test_the_last_column_and_row_are_read(name, tmp_path):
    path = saved(tmp_path, "a.xlsx", far_cell(name))
    [table] = read_document(path, "a.xlsx").tables
    assert table.rows[-1][-1].text == "1"
    assert limits.cell_name(table.row_numbers[-1], table.width) == name


def test_far_cells_without_anything_in_them_are_harmless(tmp_path):
    """Excel and LibreOffice write them wherever a whole row or column was given a colour."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = saved(tmp_path, "a.xlsx", sheet_with(rows))
    [table] = read_document(path, "a.xlsx").tables
    assert [[cell.text for cell in row] for row in table.rows] == [["1"]]
    empty = '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    more = '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
    last = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
    path = saved(tmp_path, "a.ods", ods_with(empty + more + last))
    assert read_document(path, "a.ods").tables[0].row_numbers == [1]


def test_text_up_to_the_limit_is_read(tmp_path):
    for name, data in {
        "a.docx": word([["y" * 10_000]]),
        "a.xlsx": workbook({"H": [["y" * 10_000]]}),
        "a.ods": ods({"H": [["y" * 10_000]]}),
        "a.csv": csv_file([["y" * 10_000]]),
    }.items():
        [table] = read_document(saved(tmp_path, name, data), name).tables
        assert len(table.rows[0][0].text) == 10_000


def test_a_file_of_many_pictures_is_read_below_the_limit(tmp_path):
    path = saved(tmp_path, "a.docx", swollen(word("texto"), megabytes=40))
    assert read_document(path, "a.docx").paragraphs[0].text == "texto"


def test_links_and_embedded_files_are_left_alone(tmp_path):
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/externalLink" Target="https://example.org/x" TargetMode="External"/>'
        "</Relationships>"
    )
    data = replaced(
        workbook({"H": [["a"]]}),
        {"xl/worksheets/_rels/sheet1.xml.rels": relations, "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"},
    )
    assert check(saved(tmp_path, "a.xlsx", data), "a.xlsx").kind == "xlsx"


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [
        ("título;año\nuno;dos\n".encode("utf-8-sig"), "utf-8-sig", ";"),
        ("título,año\nuno,dos\n".encode(), "utf-8-sig", ","),
        ("título\taño\nuno\tdos\n".encode("cp1252"), "cp1252", "\t"),
        (b"a, b y c;d\ne, f;g\nh;i\n", "utf-8-sig", ";"),
        (b'"a;b",c\n"d;e;f",g\n', "utf-8-sig", ","),
        (b"solo\nuna\n", "utf-8-sig", ";"),
        (b"sep=,\na;b;c,d\n", "utf-8-sig", ","),
    ],
)
def test_csv_as_every_program_writes_it(data, encoding, delimiter, tmp_path):
    checked = safety.check_csv(saved(tmp_path, "a.csv", data))
    assert (checked.encoding, checked.delimiter) == (encoding, delimiter)


def test_an_empty_macro_library_is_no_macro(tmp_path):
    data = replaced(ods({"H": [["a"]]}), {"Basic/Standard/script-lb.xml": "<a/>", "Basic/script-lc.xml": "<a/>"})
    assert check(saved(tmp_path, "a.ods", data), "a.ods").kind == "ods"


def test_cells_are_named_as_in_a_sheet():
    assert [limits.cell_name(1, column) for column in (1, 26, 27, 200, 16_384)] == [
        "A1",
        "Z1",
        "AA1",
        "GR1",
        "XFD1",
    ]
