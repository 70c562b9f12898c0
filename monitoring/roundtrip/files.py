"""Filled forms on their way in: whose they are, kept while she looks at them, and deleted afterwards."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path, PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.importing.files import file_delete
from monitoring.models import FormUpload, Period
from monitoring.roundtrip.applying import Applied, form_apply, may_fill, needs_reason
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.checking import Checked, check_form
from monitoring.roundtrip.reading import Filled, read_form
from monitoring.selectors import local_today
from monitoring.services import PeriodNotOpenError
from networks.models import Member, Network, User
from networks.models.directory import THE_NETWORK

MAX_BYTES = 5 * 1024 * 1024
ACCEPT = ".xlsx"


class AlreadyAppliedError(Exception):
    """It was saved before: a second click."""


def form_open(path: Path, name: str, user: User) -> Checked:
    """Read a filled form and compare it with what there is now, for whoever may write it.

    Raises ValidationError with the sentence that says why not.
    """
    filled = read_form(path, name)
    network = Network.objects.for_user(user).filter(slug=filled.network).first()
    if network is None:
        words = _("El formulario es de la red «%(network)s», en la que usted no informa.")
        raise ValidationError(words % {"network": filled.network})
    period = Period.objects.filter(network=network, code=filled.period).with_closed().first()
    if period is None:
        words = _("El formulario es del periodo «%(period)s», que la red no tiene.")
        raise ValidationError(words % {"period": filled.period})
    period.network = network
    return _checked(filled, period, _member(filled, period, user))


def _member(filled: Filled, period: Period, user: User) -> Member | None:
    member = None
    if filled.member != THE_NETWORK:
        member = Member.objects.filter(network=period.network, code=filled.member).first()
        if member is None:
            words = _("El formulario es de «%(member)s», que no es integrante de la red.")
            raise ValidationError(words % {"member": filled.member})
    if not may_fill(user, period.network, member):
        words = _("El formulario es de %(member)s, y usted no informa por ella.")
        raise ValidationError(words % {"member": member or period.network.short_name}, code="not_hers")
    return member


def _checked(filled: Filled, period: Period, member: Member | None) -> Checked:
    checked = check_form(form_of(period.network, period, member), filled)
    if local_today(period.network) < period.opens_on:
        checked.notices += PeriodNotOpenError(period).messages
    return checked


def form_upload(*, period: Period, user: User, file: UploadedFile, reason: str = "") -> FormUpload:
    """Keep a filled form of the period for who uploads it. Raises ValidationError; nothing of it is kept then."""
    if file.size > MAX_BYTES:
        words = _(
            "«%(name)s» pesa más de %(limit)s MB, y un formulario no llega a tanto: revise que sea el que quería."
        )
        raise ValidationError(words % {"name": file.name, "limit": MAX_BYTES // 1024**2}, code="size")
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        filled = read_form(Path(copy.name), file.name)
        _check_place(filled, period)
        member = _member(filled, period, user)
        if needs_reason(user, period, member) and not reason.strip():
            words = _("Diga por qué informa en nombre de %(member)s.") % {"member": member}
            raise ValidationError({"reason": words})
        row = FormUpload(
            network=period.network,
            period=period,
            member=member,
            uploaded_by=user,
            file_name=_short_name(file.name),
            size=file.size,
            sha256=digest.hexdigest(),
            options={"reason": reason.strip()},
        )
        return _keep(row, copy)


def _check_place(filled: Filled, period: Period) -> None:
    if filled.network != period.network.slug:
        words = _("El formulario es de otra red («%(network)s»): súbalo en ella.")
        raise ValidationError(words % {"network": filled.network}, code="other_network")
    if filled.period != period.code:
        words = _("El formulario es del periodo %(period)s, y esta página es de %(here)s: súbalo en el suyo.")
        raise ValidationError(words % {"period": filled.period, "here": period.code}, code="other_period")


def _short_name(name: str) -> str:
    longest = FormUpload._meta.get_field("file_name").max_length
    suffix = PurePath(name).suffix
    return name if len(name) <= longest else name[: longest - len(suffix)] + suffix


def _keep(row: FormUpload, content: IO[bytes]) -> FormUpload:
    content.seek(0)
    row.full_clean(exclude={"network", "period", "member", "uploaded_by", "file"})
    row.file.save(row.file_name, File(content), save=False)
    try:
        row.save()
    except BaseException:
        row.file.storage.delete(row.file.name)
        raise
    return row


def path_of(row: FormUpload) -> Path:
    if not row.file or not row.file.storage.exists(row.file.name):
        raise ValidationError(_("El archivo de este formulario ya no está: vuelva a subirlo."))
    return Path(row.file.path)


def upload_check(row: FormUpload) -> Checked:
    """The uploaded form against what there is now. `row.period.network` is at hand. Raises ValidationError."""
    return _checked(read_form(path_of(row), row.file_name), row.period, row.member)


@transaction.atomic
def upload_apply(*, row: FormUpload, checked: Checked, choices: dict[str, str], submit: bool) -> Applied:
    """Write what was checked, once: of two clicks the second finds it done. The file is deleted afterwards.

    Raises AlreadyAppliedError, and what `form_apply` raises.
    """
    rows = FormUpload.objects.filter(pk=row.pk, applied_at__isnull=True)
    if not rows.update(applied_at=timezone.now(), file=""):
        raise AlreadyAppliedError
    applied = form_apply(
        checked=checked,
        user=row.uploaded_by,
        choices=choices,
        reason=row.options.get("reason", ""),
        submit=submit,
    )
    file_delete(row)
    return applied


@transaction.atomic
def upload_delete(*, row: FormUpload) -> None:
    """Forget a form that was not saved, with its file."""
    FormUpload.objects.filter(pk=row.pk, applied_at__isnull=True).delete()
    file_delete(row)
