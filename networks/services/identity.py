"""Writes to how a network presents itself on paper."""

from __future__ import annotations

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from networks.logos import CONTRAST, contrast_to_white
from networks.models import ConflictError, Network, NetworkIdentity, SignatureBlock
from networks.services.ordering import move_row, next_order

MOST_BLOCKS = 12


@transaction.atomic
def identity_save(
    *, identity: NetworkIdentity, revision: int, logo: tuple[bytes, str] | None = None, removes_logo: bool = False
) -> NetworkIdentity:
    """Save the colour and the logo's words; with `logo` (a picture and its ending), that one instead of the old.

    `revision` is 0 for one that was not there when it was read. Raises ConflictError when somebody saved since,
    and ValidationError for a colour too pale for white paper, or a logo without words.
    """
    Network.objects.select_for_update().get(pk=identity.network_id)
    before = NetworkIdentity.objects.filter(network=identity.network_id).first()
    if (before.revision if before else 0) != revision:
        raise ConflictError(before)
    old = before.logo.name if before and before.logo else ""
    identity.logo = "" if removes_logo else old
    check_ink(identity.ink)
    if (logo or identity.logo) and not identity.logo_alt.strip():
        words = _("Diga en pocas palabras qué muestra el logotipo: así lo oye quien no lo ve.")
        raise ValidationError({"logo_alt": words})
    if before:
        identity.pk = before.pk
        identity.claim(revision)
    identity.full_clean()
    if logo:
        content, ending = logo
        name = f"{identity.network.slug}-{sha256(content).hexdigest()[:16]}.{ending}"
        identity.logo.save(name, ContentFile(content), save=False)
    identity.save()
    if old and identity.logo.name != old:
        storage = identity.logo.storage
        transaction.on_commit(lambda: storage.delete(old))
    return identity


def check_ink(ink: str) -> None:
    """Raises ValidationError for a colour in which words on white paper cannot be read well."""
    try:
        contrast = contrast_to_white(ink)
    except ValueError:
        return  # the field's own validator tells what a colour looks like
    if contrast < CONTRAST:
        words = _(
            "El color %(ink)s es demasiado claro sobre el papel blanco: su contraste es de %(found)s a 1 y debe "
            "ser al menos de 4,5 a 1. Elija uno más oscuro."
        )
        raise ValidationError({"ink": words % {"ink": ink, "found": number_format(contrast, 1)}})


@transaction.atomic
def signature_save(*, block: SignatureBlock) -> SignatureBlock:
    """A new one goes after the others."""
    Network.objects.select_for_update().get(pk=block.network_id)
    others = SignatureBlock.objects.filter(network=block.network_id)
    if block.pk is None:
        if others.count() >= MOST_BLOCKS:
            raise ValidationError(_("Una red puede tener hasta 12 firmas: quite antes una."))
        block.order = next_order(others)
    block.full_clean()
    block.save()
    return block


@transaction.atomic
def signature_remove(*, block: SignatureBlock) -> None:
    block.delete()


@transaction.atomic
def signature_move(*, block: SignatureBlock, step: int) -> None:
    """A step up (-1) or down (1)."""
    Network.objects.select_for_update().get(pk=block.network_id)
    move_row(SignatureBlock.objects.filter(network=block.network_id).order_by("order", "pk"), block, step)
