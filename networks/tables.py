"""Tables as files, in the admin: what a spreadsheet would run as a formula stays text, numbers stay numbers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from import_export import widgets
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SafeCells:
    """Keeps numbers and dates what they are, and turns text that a spreadsheet would run into plain text."""

    def _escape_formulae(self, dataset: Dataset) -> None:
        rows = [tuple(safe(cell) for cell in row) for row in dataset]
        del dataset[:]
        dataset.extend(rows)


def safe(cell: Any) -> Any:
    """«=1+1» → «'=1+1»; anything that is no text stays."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


class SafeXLSX(SafeCells, XLSX):
    pass


class SafeCSV(SafeCells, CSV):
    pass


class TextWidget(widgets.CharWidget):
    """Takes off the apostrophe that kept a text from being run."""

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> str:
        text = super().clean(value, row, **kwargs) or ""
        return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


class TableAdmin(ImportExportModelAdmin):
    """Imports and exports by `resource_classes`, as .xlsx and .csv."""

    formats = [SafeXLSX, SafeCSV]

    def get_export_formats(self) -> list[type]:
        return self.formats

    def get_import_formats(self) -> list[type]:
        return self.formats

    def get_data_for_export(self, request: HttpRequest, queryset: QuerySet, **kwargs: Any) -> Dataset:
        """Numbers go out as numbers, whatever the file."""
        return super().get_data_for_export(request, queryset, **{**kwargs, "force_native_type": True})
