"""The Word templates of a network: kept, replaced, removed, and found for a report."""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from monitoring.services.kept_files import forget_files, keep_file, storing_files
from networks.models import Network, User
from reports.models import WordTemplate
from reports.official import FORMS
from reports.word_template_checks import MAX_BYTES, check_template


def word_template_save(*, network: Network, form: str, file: UploadedFile, by: User) -> WordTemplate:
    """Keep it for a form, or for all (empty), in the place of the one there was. Raises ValidationError."""
    if form and form not in FORMS:
        raise ValidationError({"form": _("No hay una forma «%(form)s».") % {"form": form}})
    try:
        check_template(file.read(MAX_BYTES + 1), file.name)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    finally:
        file.seek(0)
    with storing_files() as stored:
        # Two at once would both find none to replace.
        Network.objects.select_for_update().only("pk").get(pk=network.pk)
        old = WordTemplate.objects.filter(network=network, form=form)
        forget_files(old)
        old.delete()
        row = WordTemplate(network=network, form=form, added_by=by)
        keep_file(row=row, file=file, stored=stored)
        row.full_clean()
        row.save()
    return row


def word_template_remove(*, template: WordTemplate) -> None:
    with storing_files():
        forget_files([template])
        template.delete()


def template_for(network: Network, form: str) -> bytes | None:
    """The form's own, else the one for all forms; None where there is none or its file is gone."""
    found = {row.form: row for row in WordTemplate.objects.filter(network=network, form__in=["", form])}
    row = found.get(form) or found.get("")
    if row is None:
        return None
    content = BytesIO()
    try:
        with row.file.open("rb") as file:
            content.write(file.read())
    except OSError:
        return None
    return content.getvalue()
