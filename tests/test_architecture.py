"""networks ← plans ← monitoring ← reports: relations, migrations and templates point leftwards only.

import-linter holds the same for imports.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ORDER = ("networks", "plans", "monitoring", "reports")
TEMPLATES = Path(settings.BASE_DIR) / "templates"
URL_NAME = re.compile(r"""["'](networks|plans|monitoring|reports):\w*""")
LIMITS = {"*.py": 400, "*.html": 200}


def is_right_of(other: str, own: str) -> bool:
    return other in ORDER and ORDER.index(other) > ORDER.index(own)


def test_relations_point_leftwards() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for label in ORDER
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if is_right_of(field.related_model._meta.app_label, label)
    ]
    assert not wrong


def test_migrations_depend_leftwards() -> None:
    wrong = [
        f"{key} → {parent}"
        for key, migration in MigrationLoader(None).disk_migrations.items()
        for parent in migration.dependencies
        if key[0] in ORDER and is_right_of(parent[0], key[0])
    ]
    assert not wrong


@pytest.mark.parametrize("own", ORDER)
def test_templates_and_code_name_urls_leftwards(own: str) -> None:
    files = [*(TEMPLATES / own).rglob("*.html"), *(Path(settings.BASE_DIR) / own).rglob("*.py")]
    wrong = [
        f"{path.name}: {found[0]}"
        for path in files
        for found in URL_NAME.finditer(path.read_text(encoding="utf-8"))
        if is_right_of(found[1], own)
    ]
    assert not wrong


def test_files_stay_readable() -> None:
    """Budgets to feel: a file that outgrows them hides where to look."""
    base = Path(settings.BASE_DIR)
    long = [
        f"{path.relative_to(base)}: {lines}"
        for folder in (*ORDER, "config", "templates", "tests")
        for pattern, limit in LIMITS.items()
        for path in (base / folder).rglob(pattern)
        if "migrations" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    ]
    assert not long
