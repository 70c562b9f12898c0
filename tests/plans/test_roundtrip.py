"""What is exported and imported again is the same plan, in Word and in Excel, and is told the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from plans import services
from plans.consistency import findings, options_for
from plans.drafting import roles_of
from plans.exporting import Heading, to_docx, to_xlsx
from plans.exports import file_name, version_export
from plans.importing.building import read_plan
from plans.importing.columns import recognise
from plans.importing.draft import Discrepancy, Draft, DraftActivity, DraftEje, DraftVersion, Options
from plans.importing.reading import read_document
from plans.importing.reconcile import check
from plans.models import Plan
from plans.selectors import version_tree
from tests.plans.drafts import full_draft, furnish, stored, told
from tests.plans.random_plans import DIRECTORY, FIRST_YEAR, TITLE, versions

WRITERS = {"xlsx": to_xlsx, "docx": to_docx}
HEADING = Heading(TITLE, "Red alfa · 2024 · versión 1, borrador", FIRST_YEAR)
TOO_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
OPTIONS = Options(first_year=FIRST_YEAR, last_year=FIRST_YEAR)


def brought_back(version: DraftVersion, ending: str, heading: Heading = HEADING) -> Draft:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"plan.{ending}"
        path.write_bytes(WRITERS[ending](version, heading))
        document = read_document(path, path.name)
    return read_plan(document, recognise(document), OPTIONS, DIRECTORY)


def same(version: DraftVersion, ending: str) -> None:
    """The same plan, and told the same of it; nothing that only a file can have."""
    draft = brought_back(version, ending)
    (back,) = draft.versions
    assert told(back) == told(version)
    version.roles = roles_of(version.ejes)
    assert sorted(sayings(draft.discrepancies)) == sorted(sayings(check(version, OPTIONS)))


def sayings(found: list[Discrepancy]) -> list[tuple[str, str, str]]:
    return [(row.kind, row.declared, row.text % row.values) for row in found]


@given(versions())
@settings(max_examples=50, suppress_health_check=TOO_SLOW)
def test_excel_and_back_is_the_identity(version):
    same(version, "xlsx")


@given(versions())
@settings(max_examples=25, suppress_health_check=TOO_SLOW)
def test_word_and_back_is_the_identity(version):
    same(version, "docx")


@pytest.mark.parametrize("ending", WRITERS)
def test_a_plan_with_everything(ending):
    same(full_draft(), ending)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("name", ["", TITLE, "n" * 200, "Agenda · 2024"])
@pytest.mark.parametrize("title", [TITLE, "Título muy largo " * 17])
def test_the_versions_name_comes_back(ending, name, title):
    draft = DraftVersion(name, ejes=[DraftEje("1", "Redes", activities=[DraftActivity("1.1", "Foro")])])
    back = brought_back(draft, ending, Heading(title.strip(), "Red alfa · versión 1", FIRST_YEAR))
    assert back.versions[0].title == name
    assert back.discrepancies == []


@pytest.mark.parametrize("ending", WRITERS)
def test_spaces_that_stand_double_are_not_kept(ending):
    activity = DraftActivity("1.1", "Foro  de \nla red ")
    draft = DraftVersion("", ejes=[DraftEje("1", " Redes  de\u00a0apoyo ", activities=[activity])])
    (eje,) = brought_back(draft, ending).versions[0].ejes
    assert (eje.title, eje.activities[0].title) == ("Redes de apoyo", "Foro de\nla red")


@pytest.mark.django_db
@pytest.mark.parametrize("ending", WRITERS)
def test_from_the_database_and_back_into_it(network, ending):
    (version,) = services.drafts_write(network=furnish(network), plan=plan("2024"), drafts=[full_draft()])
    with TemporaryDirectory() as folder:
        path = Path(folder) / file_name(version, ending)
        path.write_bytes(version_export(version, ending))
        document = read_document(path, path.name)
    draft = read_plan(document, recognise(document), options_for(version.plan, network), DIRECTORY)
    (again,) = services.drafts_write(network=network, plan=plan("otro"), drafts=draft.versions)
    assert told(stored(again)) == told(stored(version))
    tree, other = version_tree(version), version_tree(again)
    assert [row.message for row in findings(other, network)] == [row.message for row in findings(tree, network)]


def plan(slug: str) -> Plan:
    return Plan(slug=slug, title=TITLE, first_year=FIRST_YEAR, last_year=FIRST_YEAR)
