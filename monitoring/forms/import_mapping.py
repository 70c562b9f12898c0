"""Forms of the import wizard: what each table, each column and each level of the text means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from monitoring.importing.roles import KINDS, level_choices, repeated, role_choices, role_labels
from networks.languages import lazily
from networks.models import Network
from plans.discrepancies import column_name
from plans.importing.cells import Document, Table
from plans.importing.mapping import IGNORED, Mapping, TableMapping

EXAMPLES = 3
SHOWN_ROWS = 6
MOST_VERSIONS = 9


class TableColumn:
    """One column of a table as the page shows it: its heading, examples, and the select of its role."""

    def __init__(self, letter: str, heading: str, examples: Sequence[str], field: forms.BoundField) -> None:
        self.letter, self.heading, self.examples, self.field = letter, heading, examples, field


class TableForm(forms.Form):
    """What one table is, where its heading is, and what each of its columns means."""

    kind = forms.ChoiceField(label=gettext_lazy("Qué es esta tabla"), choices=KINDS)
    version = forms.TypedChoiceField(
        label=gettext_lazy("De qué versión"),
        coerce=int,
        choices=[(n, lazily(gettext_noop("Versión %(n)s"), n=n)) for n in range(1, MOST_VERSIONS + 1)],
    )
    first = forms.IntegerField(label=gettext_lazy("Encabezado desde la fila"), required=False, min_value=1)
    last = forms.IntegerField(
        label=gettext_lazy("hasta la fila"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Vacías si no tiene encabezado."),
    )

    def __init__(self, data: Any, *, table: Table, mapping: TableMapping, network: Network) -> None:
        super().__init__(data, prefix=f"t{table.number}")
        self.table, self.mapping = table, mapping
        self.labels = role_labels(network)
        choices = role_choices(network)
        own = {"kind": mapping.kind, "version": mapping.version}
        if mapping.header[0] >= 0:
            own |= {"first": table.row_numbers[mapping.header[0]], "last": table.row_numbers[mapping.header[1]]}
        self.initial = own
        for name in ("first", "last"):
            self.fields[name].widget.attrs["class"] = "form-control"
        for index in range(table.width):
            label = _("Qué es la columna %(letter)s") % {"letter": column_name(index + 1)}
            self.fields[f"c{index}"] = forms.ChoiceField(
                label=label, choices=choices, initial=mapping.roles.get(index, "ignore")
            )
            self.fields[f"c{index}"].widget.attrs |= {"class": "form-select", "aria-label": label}

    @property
    def columns(self) -> list[TableColumn]:
        body = self.table.rows[self.mapping.header[1] + 1 :]
        return [
            TableColumn(
                column_name(index + 1),
                self.mapping.headings.get(index, ""),
                _examples(body, index),
                self[f"c{index}"],
            )
            for index in range(self.table.width)
        ]

    @property
    def first_rows(self) -> list[tuple[int, bool, list[Any]]]:
        """The first rows as they stand in the file: number, whether it is heading, and its cells."""
        start, end = self.mapping.header
        upto = max(SHOWN_ROWS, end + 1 + EXAMPLES)
        return [
            (self.table.row_numbers[index], start <= index <= end, row)
            for index, row in enumerate(self.table.rows[:upto])
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and not last:
            last = data["last"] = first
        if (last and not first) or (first and last < first):
            self.add_error("last", _("El encabezado termina antes de empezar: revise las dos filas."))
        for name, row in (("first", first), ("last", last)):
            if row and row not in self.table.row_numbers and name not in self.errors:
                self.add_error(name, _("La tabla no tiene la fila %(row)s.") % {"row": row})
        if data.get("kind") != IGNORED and not self.errors:
            self._check_roles()
        return data

    def _check_roles(self) -> None:
        for role in repeated(self.result()):
            columns = ", ".join(
                column_name(index + 1)
                for index in range(self.table.width)
                if self.cleaned_data[f"c{index}"] == role
            )
            self.add_error(
                None,
                _("Las columnas %(columns)s dicen ser «%(role)s»: solo una puede serlo. Cambie las demás.")
                % {"columns": columns, "role": self.labels[role]},
            )

    def result(self) -> TableMapping:
        data = self.cleaned_data
        header = (-1, -1)
        if data.get("first"):
            header = tuple(self.table.row_numbers.index(data[name]) for name in ("first", "last"))
        roles = {index: data[f"c{index}"] for index in range(self.table.width)}
        headings = self.mapping.headings
        if header != self.mapping.header:
            headings = _headings(self.table, header)
        return TableMapping(
            number=self.table.number,
            kind=data["kind"],
            header=header,
            roles={index: role for index, role in roles.items() if role != "ignore"},
            headings=headings,
            version=data["version"],
        )


def _examples(rows: Sequence[Sequence[Any]], index: int) -> list[str]:
    found: dict[str, None] = {}
    for row in rows[:400]:
        if text := row[index].text.strip():
            found.setdefault(text)
        if len(found) == EXAMPLES:
            break
    return list(found)


def _headings(table: Table, header: tuple[int, int]) -> dict[int, str]:
    """The words of other heading rows than those recognised, from top to bottom."""
    if header[0] < 0:
        return {}
    found = {}
    for index in range(table.width):
        words = " ".join(row[index].text for row in table.rows[header[0] : header[1] + 1] if row[index])
        if words.strip():
            found[index] = " ".join(words.split())
    return found


class OutlineForm(forms.Form):
    """Whether the running text is the plan, and what its levels are."""

    outline = forms.BooleanField(
        label=gettext_lazy("El plan está en el texto, como lista numerada"), required=False
    )

    def __init__(self, data: Any, *, mapping: Mapping, network: Network) -> None:
        super().__init__(data, prefix="texto")
        self.initial = {"outline": mapping.outline}
        for place in range(3):
            self.fields[f"level{place}"] = forms.ChoiceField(
                label=_("Nivel %(n)s") % {"n": place + 1},
                choices=level_choices(network),
                required=False,
                initial=mapping.levels[place] if place < len(mapping.levels) else "",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        levels = self.levels()
        if data.get("outline") and not levels:
            self.add_error("level0", _("Diga qué es al menos el primer nivel del texto."))
        if len(set(levels)) < len(levels):
            self.add_error(None, _("Dos niveles del texto no pueden ser lo mismo."))
        return data

    def levels(self) -> list[str]:
        return [level for place in range(3) if (level := self.cleaned_data.get(f"level{place}"))]


class MappingForm:
    """The forms of all the tables of a document, and of its text, as one."""

    def __init__(self, data: Any, *, document: Document, mapping: Mapping, network: Network) -> None:
        self.document = document
        self.tables = [
            TableForm(
                data,
                table=table,
                mapping=mapping.table(table.number) or TableMapping(table.number),
                network=network,
            )
            for table in document.tables
        ]
        self.outline = OutlineForm(data, mapping=mapping, network=network) if document.paragraphs else None
        self.mapping = mapping

    def is_valid(self) -> bool:
        forms_ = [*self.tables, *([self.outline] if self.outline else [])]
        valid = [form.is_valid() for form in forms_]
        return all(valid)

    def result(self) -> Mapping:
        outline, levels = self.mapping.outline, self.mapping.levels
        if self.outline:
            outline = self.outline.cleaned_data["outline"]
            levels = self.outline.levels() or levels
        return Mapping(tables=[form.result() for form in self.tables], outline=outline, levels=levels)
