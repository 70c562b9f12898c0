"""Which language a person wants."""

from __future__ import annotations

from django.db import transaction

from networks.models import User


@transaction.atomic
def language_choose(*, user: User, language: str) -> None:
    """Raises ValidationError for a language that is not one of ours."""
    user.language = language
    user.clean_fields(exclude=[f.name for f in User._meta.fields if f.name != "language"])
    user.save(update_fields=["language"])
