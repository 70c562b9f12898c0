"""A table checked row by row before anything is written, and written whole or not at all."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import resources
from simple_history.utils import bulk_create_with_history, bulk_update_with_history
from tablib import Dataset

from networks.exchange.columns import Column
from networks.exchange.reading import LINE
from networks.models import Network, User

NEW, CHANGED, EQUAL, WRONG = "nueva", "cambia", "igual", "mal"
STATES = {
    NEW: gettext_lazy("nueva"),
    CHANGED: gettext_lazy("cambia"),
    EQUAL: gettext_lazy("igual"),
    WRONG: gettext_lazy("con error"),
}
BATCH = 500


@dataclass(frozen=True)
class Outcome:
    """What a row of the file does: `state` is one of STATES, `lines` say what changes or what is wrong."""

    line: int
    who: str
    state: str
    lines: list[str] = field(default_factory=list)

    @property
    def state_word(self) -> str:
        return str(STATES[self.state])


@dataclass
class Checked:
    """A whole file: its rows, and how many are in each state."""

    rows: list[Outcome]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.state for row in self.rows)

    @property
    def is_good(self) -> bool:
        return not self.counts[WRONG]

    @property
    def changes(self) -> int:
        return self.counts[NEW] + self.counts[CHANGED]

    @property
    def fingerprint(self) -> str:
        """Of what was shown: what is confirmed is that and nothing else."""
        words = json.dumps([asdict(row) for row in self.rows], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()


class TableResource(resources.ModelResource):
    """Rows of one network, never of another: the network is not a column.

    Everything a row is looked up in is read once, in `load`; checks are the models' own without their queries.
    """

    columns: Sequence[Column] = ()

    def __init__(self, *, network: Network, user: User) -> None:
        super().__init__()
        self.network, self.user = network, user
        self.outcomes: list[Outcome] = []
        self.present: set[str] = set()
        self.seen: dict[int | tuple, int] = {}
        self.load()

    def load(self) -> None:
        """Read once what rows are looked up in."""

    @property
    def heads(self) -> dict[str, str]:
        """The heading on the sheet of each attribute of the model."""
        by_column = {column.name: str(column.head) for column in self.columns}
        found = {field.attribute: by_column.get(field.column_name, "") for field in self.fields.values()}
        return {name: head for name, head in found.items() if head}

    def who(self, instance: models.Model) -> str:
        return str(instance)

    def is_known(self, instance: models.Model) -> bool:
        """Whether enough of it was read to name it."""
        return bool(str(instance))

    # -- checking ---------------------------------------------------------------------------------------------

    def check(self, table: Dataset) -> Checked:
        """Nothing is written."""
        return self._run(table, dry_run=True)

    def write(self, table: Dataset) -> Checked:
        """Inside the caller's transaction. Whoever calls looks at what `check` says first."""
        return self._run(table, dry_run=False)

    def _run(self, table: Dataset, *, dry_run: bool) -> Checked:
        self.outcomes, self.seen = [], {}
        self.present = set(table.headers)
        result = self.import_data(table, dry_run=dry_run, use_transactions=False)
        if result.base_errors:
            raise result.base_errors[0].error
        return Checked(self.outcomes)

    def get_import_fields(self) -> list[Any]:
        """Only the columns that the file has: an absent one changes nothing."""
        return [self.fields[name] for name in self.fields if self.fields[name].column_name in self.present]

    def _check_import_id_fields(self, headers: Any) -> None:
        """Rows are known by what `get_instance` says."""

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> Any:
        self.changed_lines: list[str] = []
        self.current: models.Model | None = None
        result = super().import_row(row, instance_loader, **kwargs)
        self.outcomes.append(self._outcome(row, result))
        return result

    def _outcome(self, row: dict[str, Any], result: Any) -> Outcome:
        known = self.current is not None and self.is_known(self.current)
        who = (
            self.who(self.current)
            if known
            else " ".join(str(row.get(c.name) or "") for c in self.columns if c.is_key)
        )
        if result.errors:
            raise result.errors[0].error
        if result.validation_error:
            return Outcome(row[LINE], who, WRONG, self._sentences(result.validation_error))
        if result.import_type == result.IMPORT_TYPE_NEW:
            return Outcome(row[LINE], who, NEW)
        return Outcome(row[LINE], who, CHANGED if self.changed_lines else EQUAL, self.changed_lines)

    def _sentences(self, error: ValidationError) -> list[str]:
        if not hasattr(error, "error_dict"):
            return list(error.messages)
        said, heads = [], self.heads
        for name, messages in error.message_dict.items():
            said += [f"{heads[name]}: {message}" if name in heads else message for message in messages]
        return said

    def after_init_instance(self, instance: models.Model, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Before the row is read into it: what it says now is what the row is compared with."""
        self.current = instance
        self.is_new = new
        self.before = {
            field.attribute: self._value(instance, field.attribute) for field in self.get_import_fields()
        }

    def skip_row(
        self, instance: models.Model, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if import_validation_errors:
            return False
        key = self.key_of(instance)
        if key in self.seen:
            words = _("Es la misma que la fila %(line)s: deje una de las dos.")
            raise ValidationError(words % {"line": self.seen[key]})
        self.seen[key] = row[LINE]
        if self.is_new:
            return False
        self.changed_lines = self._compare(instance)
        return not self.changed_lines

    def key_of(self, instance: models.Model) -> Any:
        return instance.pk or id(instance)

    def _value(self, instance: models.Model, name: str) -> Any:
        # A row that has none yet says so by an AttributeError.
        return getattr(instance, name, None)

    def _compare(self, instance: models.Model) -> list[str]:
        lines = []
        for name, before in self.before.items():
            now = self._value(instance, name)
            if now != before:
                said = {
                    "what": self.heads[name],
                    "before": self._words(name, before),
                    "after": self._words(name, now),
                }
                lines.append(_("%(what)s: de «%(before)s» a «%(after)s»") % said)
        return lines

    def _words(self, name: str, value: Any) -> str:
        if value in (None, "", ()):
            return _("vacío")
        if isinstance(value, bool):
            return _("sí") if value else _("no")
        if isinstance(value, datetime.date):
            return date_format(value, "SHORT_DATE_FORMAT")
        if isinstance(value, tuple):
            return "; ".join(value)
        choices = dict(self._meta.model._meta.get_field(name).flatchoices)
        return str(choices.get(value, value))

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True):
        """Lengths, choices, forms of address, order of days: no query a row."""
        errors = dict(import_validation_errors or {})
        related = {field.name for field in instance._meta.concrete_fields if field.is_relation}
        try:
            instance.clean_fields(exclude=related | set(errors))
            if not errors:
                self.rules(instance)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def rules(self, instance: models.Model) -> None:
        first, last = instance.valid_from_on, instance.valid_to_on
        if first and last and first > last:
            raise ValidationError({"valid_to_on": _("«Hasta» es anterior a «desde».")})

    # -- writing ----------------------------------------------------------------------------------------------

    def bulk_create(self, using_transactions: Any, dry_run: bool, raise_errors: Any, batch_size=None, result=None):
        if self.create_instances and not dry_run:
            model = self._meta.model
            made = bulk_create_with_history(self.create_instances, model, batch_size=BATCH, default_user=self.user)
            self.written(made)
        self.create_instances.clear()

    def bulk_update(self, using_transactions: Any, dry_run: bool, raise_errors: Any, batch_size=None, result=None):
        if self.update_instances and not dry_run:
            fields = sorted(self.fields_written())
            bulk_update_with_history(
                self.update_instances, self._meta.model, fields, batch_size=BATCH, default_user=self.user
            )
            self.written(self.update_instances)
        self.update_instances.clear()

    def fields_written(self) -> set[str]:
        return {field.attribute for field in self.get_import_fields()}

    def written(self, rows: Sequence[models.Model]) -> None:
        """For what does not stand in the row itself."""
