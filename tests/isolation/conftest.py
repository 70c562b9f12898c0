"""Both networks are made once for the tests of a file, and nothing of them is left behind."""

from __future__ import annotations

import logging

import pytest
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Where files go while a file of tests runs; the settings of tests/conftest.py, kept for longer."""
    folder = tmp_path_factory.mktemp("aislamiento")
    manager = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with override_settings(
        VAR_DIR=folder,
        MEDIA_ROOT=folder / "media",
        WHITENOISE_AUTOREFRESH=True,
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": manager},
        },
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(folder)}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    ):
        logging.disable(logging.WARNING)
        yield folder
        logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def private_settings(places) -> None:
    """Instead of those of each test."""


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, places):
    """The database, in a transaction that ends with the file; that of each test lies inside."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
