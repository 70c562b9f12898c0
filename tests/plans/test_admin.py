"""The admin's table of activities: what goes out comes back, and only into drafts."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tablib import Dataset

from plans.models import Activity, Objective, VersionStatus
from plans.resources import ActivityResource
from tests.factories import make_activity, make_plan, make_user

pytestmark = pytest.mark.django_db
COLUMNS = ["network", "plan", "version", "eje", "code", "parent", "objective", "title", "weight", "deadline_text"]


@pytest.fixture
def root(login):
    return login(make_user("root", is_superuser=True, is_staff=True))


@pytest.fixture
def draft(network):
    version = make_plan(network, (40, None), status=VersionStatus.DRAFT)
    eje = version.ejes.get()
    Objective.objects.create(eje=eje, code="O1", title="Objetivo")
    make_activity(eje, "1.2.1", title="=1+1", parent=eje.activities.get(code="1.2"))
    return version


@pytest.mark.parametrize(
    "model", ["plan", "planversion", "eje", "objective", "activity", "deliverable", "party", "indicator"]
)
def test_lists_and_forms_open(root, draft, model):
    assert root.get(f"/admin/plans/{model}/").status_code == 200
    assert root.get(f"/admin/plans/{model}/add/").status_code == 200


def test_a_row_and_its_history_open(draft):
    """With a plain client: the history's own page of that package has inline styles."""
    root = Client()
    root.force_login(make_user("root", is_superuser=True, is_staff=True))
    pk = Activity.objects.get(code="1.1").pk
    assert root.get(f"/admin/plans/activity/{pk}/change/").status_code == 200
    assert root.get(f"/admin/plans/activity/{pk}/history/").status_code == 200


def export(root, number: int) -> bytes:
    chosen = {f"activityresource_{name}": "on" for name in (*COLUMNS, "concerns", "notes")}
    return root.post("/admin/plans/activity/export/", {"format": number, "resource": "0", **chosen}).content


def test_numbers_go_out_as_numbers_and_formulas_as_text(root, draft):
    rows = list(load_workbook(BytesIO(export(root, 0))).active.values)
    assert list(rows[0][:5]) == COLUMNS[:5]
    by_code = {row[4]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert by_code["1.1"]["weight"] == 40
    assert by_code["1.2"]["weight"] is None
    assert by_code["1.2.1"]["title"] == "'=1+1"
    assert by_code["1.2.1"]["parent"] == "1.2"
    assert b"'=1+1" in export(root, 1)


def test_what_went_out_comes_back_unchanged(root, draft):
    before = list(Activity.objects.order_by("pk").values("code", "title", "weight", "parent", "objective"))
    dataset = Dataset().load(export(root, 1).decode(), format="csv")
    result = ActivityResource().import_data(dataset, raise_errors=True)
    assert result.totals["new"] == 0
    assert list(Activity.objects.order_by("pk").values("code", "title", "weight", "parent", "objective")) == before


def test_a_new_row_goes_through_the_editors_service(draft):
    row = ["alfa", "2024", "1", "1", "1.3", "", "O1", "Nueva", "12.50", "Agosto"]
    result = ActivityResource().import_data(Dataset(row, headers=COLUMNS), raise_errors=True)
    assert result.totals["new"] == 1
    activity = Activity.objects.get(code="1.3")
    assert (activity.weight, activity.objective.code) == (Decimal("12.50"), "O1")
    assert str(activity.deadline_end_on) == "2024-08-31"


def test_nothing_comes_into_what_was_agreed(network):
    make_plan(network)
    row = ["alfa", "2024", "1", "1", "1.1", "", "", "Otra", "10", ""]
    result = ActivityResource().import_data(Dataset(row, headers=COLUMNS))
    assert "no es un borrador" in str(result.invalid_rows[0].error if result.invalid_rows else result.row_errors())
    assert Activity.objects.get(code="1.1").title == "Actividad 1.1"
