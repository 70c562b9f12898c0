"""The evidence of an entry's form: a box for each verification slot of the plan and one for any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from monitoring.forms.entry_fields import plain
from monitoring.models import Evidence, Sensitivity
from monitoring.services import Attachment, EvidenceChange
from monitoring.uploads import ACCEPT, refuse
from networks.forms import DateInput
from networks.models.base import LineField
from plans.models import Deliverable, Verification

MOST_FILES = 10
DETAILS = ("title", "dated_on", "sensitivity")
KNOWN = re.compile(r"evidence-(\d{1,18})-title")
OF_SLOT = re.compile(r"slot-[0-9a-f-]{36}-files")
SHORT = 90


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files; what each may be is looked at with those of the other boxes."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list:
        return list(data) if isinstance(data, (list, tuple)) else [data] if data else []


class SlotsField(forms.MultipleChoiceField):
    """Slots by lineage; one that another version took away meanwhile is no mistake of hers, and left out later."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return True


class DetailsForm(forms.Form):
    """What is said of one piece of evidence: as its own form for each of several files of one box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(detail_fields())


def detail_fields(about: str = "") -> dict[str, forms.Field]:
    """`about` says of what where a label stands alone, in a list of errors; in its box `short_label` will do."""
    fields = {
        "title": LineField(label=_("Qué es"), required=False, max_length=200),
        "dated_on": forms.DateField(label=_("Fecha del documento"), required=False, widget=DateInput()),
        "sensitivity": forms.ChoiceField(
            label=_("Quién puede verla"),
            required=False,
            choices=[(value, capfirst(label)) for value, label in Sensitivity.choices],
            initial=Sensitivity.NETWORK,
        ),
    }
    for field in fields.values():
        field.short_label = field.label
        field.label = _about(field.label, about)
        plain(field)
    return fields


def _about(label: str, about: str) -> str:
    return f"{label} ({about})" if about else label


@dataclass(frozen=True)
class Box:
    """The fields that add to one slot; `slot` is None in the box of any other evidence."""

    slot: Verification | None
    deliverable: Deliverable | None
    files: forms.BoundField
    link: forms.BoundField
    details: tuple[forms.BoundField, ...]
    others: forms.BoundField | None

    @property
    def prefix(self) -> str:
        return box_prefix(self.slot)

    @property
    def is_open(self) -> bool:
        """Something of what is folded was written or has to be mended."""
        return any(field.errors or field.data for field in (self.link, *self.details[:2]))


@dataclass(frozen=True)
class ItemFields:
    """The fields of evidence that is there already; `slots` is None where the plan asks for none."""

    details: tuple[forms.BoundField, ...]
    slots: forms.BoundField | None


def box_prefix(slot: Verification | None) -> str:
    """By lineage: what is sent after another version was put in force still finds its slot."""
    return f"slot-{slot.lineage}-" if slot else "evidence_"


def adding_names(slot: Verification | None) -> tuple[str, str]:
    """Of the field of the files and of that of the link."""
    return (f"{box_prefix(slot)}files", f"{box_prefix(slot)}link") if slot else ("files", "link")


class EvidencePart:
    """Mixed into a form that has `activity` and `entry`; `add_evidence` gives it its fields.

    A file that may not be added makes no error: its sentence goes to `refused`, and the rest stays good.
    `are_files_kept`: what came with it was added, though the page shows the form again.
    """

    are_files_kept = False

    def add_evidence(self) -> None:
        self.slots = list(self.activity.verification_set.all())
        self.refused: list[str] = []
        for slot in [*self.slots, None]:
            self._add_box(slot)
        for pk, evidence in self._known():
            self._add_item(pk, evidence)

    def _add_box(self, slot: Verification | None) -> None:
        prefix, about = box_prefix(slot), Truncator(slot.text).chars(SHORT) if slot else ""
        files_name, link_name = adding_names(slot)
        files = FilesField(label=_about(_("Archivos"), about), required=False)
        files.widget.attrs["accept"] = ACCEPT
        self.fields[files_name] = plain(files)
        self.fields[link_name] = plain(
            forms.URLField(
                label=_about(_("Enlace"), about),
                required=False,
                max_length=500,
                assume_scheme="https",
                error_messages={"invalid": _("Escriba la dirección completa, por ejemplo https://…")},
            )
        )
        self.fields.update({f"{prefix}{name}": field for name, field in detail_fields(about).items()})
        if slot and len(self.slots) > 1:
            others = [one for one in self.slots if one != slot]
            self.fields[f"{prefix}others"] = self._slots_field(_about(_("También prueba"), about), others)

    def _known(self) -> Iterator[tuple[int, Evidence | None]]:
        """What is written says itself which evidence it speaks of."""
        if self.is_bound:
            found = (KNOWN.fullmatch(name) for name in self.data)
            yield from ((int(match[1]), None) for match in found if match)
        elif self.entry is not None:
            yield from ((evidence.pk, evidence) for evidence in self.entry.evidence.all())

    def _add_item(self, pk: int, evidence: Evidence | None) -> None:
        prefix, about = f"evidence-{pk}-", str(evidence or _("evidencia"))
        for name, field in detail_fields(about).items():
            self.fields[f"{prefix}{name}"] = field
            if evidence:
                self.initial[f"{prefix}{name}"] = getattr(evidence, name)
        if self.slots:
            self.fields[f"{prefix}slots"] = self._slots_field(_about(_("Qué prueba"), about), self.slots)
            if evidence:
                lineages = {row.lineage for row in evidence.verifications.all()}
                self.initial[f"{prefix}slots"] = [str(s.lineage) for s in self.slots if s.lineage in lineages]

    @staticmethod
    def _slots_field(label: str, slots: list[Verification]) -> SlotsField:
        choices = [(str(slot.lineage), Truncator(slot.text).chars(SHORT)) for slot in slots]
        return SlotsField(label=label, required=False, choices=choices)

    # -- what the template shows ------------------------------------------------------------------------------

    @property
    def most_bytes(self) -> int:
        return settings.EVIDENCE_MAX_BYTES

    def boxes(self) -> list[Box]:
        deliverables = {row.pk: row for row in self.activity.deliverables.all()}
        return [self._box(slot, deliverables.get(slot.deliverable_id)) for slot in self.slots]

    def other_box(self) -> Box:
        return self._box(None, None)

    def _box(self, slot: Verification | None, deliverable: Deliverable | None) -> Box:
        prefix = box_prefix(slot)
        details = tuple(self[f"{prefix}{name}"] for name in DETAILS)
        others = self[f"{prefix}others"] if f"{prefix}others" in self.fields else None
        files, link = (self[name] for name in adding_names(slot))
        return Box(slot, deliverable, files, link, details, others)

    def item_fields(self, pk: int) -> ItemFields | None:
        """None for what came after the page was written."""
        prefix = f"evidence-{pk}-"
        if f"{prefix}title" not in self.fields:
            return None
        slots = self[f"{prefix}slots"] if f"{prefix}slots" in self.fields else None
        return ItemFields(tuple(self[f"{prefix}{name}"] for name in DETAILS), slots)

    def chosen_files(self) -> list[str]:
        """The names of what was sent: a page that shows the form again cannot choose it again."""
        return [file.name for name in self.files for file in _all(self.files, name)]

    # -- what the services take -------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data = self.cleaned_data if data is None else data
        self._seen = 0
        self.added = [one for slot in [*self.slots, None] for one in self._added(slot, data)]
        # Of a slot that another version took away meanwhile the files still are evidence.
        strays = [name for name in self.files if OF_SLOT.fullmatch(name) and name not in self.fields]
        files = [file for name in strays for file in _all(self.files, name)]
        self.added += [Attachment(file=file) for file in files if self._takes(file)]
        return data

    def _added(self, slot: Verification | None, data: dict[str, Any]) -> Iterator[Attachment]:
        prefix = box_prefix(slot)
        fills = {str(slot.lineage), *data.get(f"{prefix}others", ())} if slot else set()
        given = {"verifications": tuple(one.pk for one in self.slots if str(one.lineage) in fills)}
        shared = {name: data.get(f"{prefix}{name}") for name in DETAILS}
        files, link = adding_names(slot)
        for place, file in enumerate(data.get(files, ())):
            details = self._details_of(f"{prefix}file-{place}", files, shared)
            if self._takes(file):
                yield Attachment(file=file, **_filled(details), **given)
        if data.get(link):
            yield Attachment(url=data[link], **_filled(shared), **given)

    def _details_of(self, prefix: str, files: str, shared: dict[str, Any]) -> dict[str, Any]:
        """A page with scripts asks them of each file; without, they are those of the box."""
        if f"{prefix}-title" not in self.data:
            return shared
        form = DetailsForm(self.data, prefix=prefix)
        for errors in form.errors.values():
            self.add_error(files, list(errors))
        return form.cleaned_data

    def _takes(self, file: Any) -> bool:
        self._seen += 1
        try:
            refuse(file)
        except ValidationError as error:
            self.refused += error.messages
            return False
        if self._seen > MOST_FILES:
            words = _("«%(name)s» no se agregó: son a lo sumo %(n)s archivos a la vez. Agréguelo ahora.")
            self.refused.append(words % {"name": file.name, "n": MOST_FILES})
            return False
        return True

    def attachments(self) -> list[Attachment]:
        return self.added

    def forget_added(self) -> None:
        """Show the boxes empty again: what came in them is there now. `data` is a copy that may be written."""
        self.are_files_kept = True
        for slot in [*self.slots, None]:
            _files, link = adding_names(slot)
            for name in (link, *(f"{box_prefix(slot)}{part}" for part in (*DETAILS, "others"))):
                self.data.pop(name, None)

    def evidence_changes(self) -> list[EvidenceChange]:
        found = []
        for pk, _evidence in self._known():
            prefix = f"evidence-{pk}-"
            details = _filled({name: self.cleaned_data[f"{prefix}{name}"] for name in DETAILS})
            chosen = set(self.cleaned_data.get(f"{prefix}slots", ()))
            lineages = frozenset(slot.lineage for slot in self.slots if str(slot.lineage) in chosen)
            found.append(EvidenceChange(pk=pk, verifications=lineages, **details))
        return found


def _all(files: Any, name: str) -> list:
    return files.getlist(name) if hasattr(files, "getlist") else [files[name]]


def _filled(details: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": details.get("title") or "",
        "dated_on": details.get("dated_on"),
        "sensitivity": details.get("sensitivity") or Sensitivity.NETWORK,
    }
