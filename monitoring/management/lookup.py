"""The network, the period, the member and the person that a command names, or a sentence that tells which there
are."""

from __future__ import annotations

import datetime

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from monitoring.models import Period
from monitoring.selectors import period_for
from networks.models import Member, Network, User
from networks.models.directory import THE_NETWORK


def network_named(slug: str) -> Network:
    network = Network.objects.filter(slug=slug).first()
    if network is None:
        known = ", ".join(Network.objects.order_by("slug").values_list("slug", flat=True)) or _("ninguna")
        said = {"network": slug, "known": known}
        raise CommandError(_("No hay una red «%(network)s». Las que hay: %(known)s.") % said)
    return network


def period_named(network: str | Network, code: str, *, spans: bool = True) -> Period:
    """With its network and `closed`. With `spans`, also a year that spans shorter periods, which has no row."""
    owner = network_named(network) if isinstance(network, str) else network
    period = period_for(owner, code)
    if period is None or (period.pk is None and not spans):
        rows = Period.objects.filter(network=owner).order_by("start_on", "end_on")
        known = ", ".join(rows.values_list("code", flat=True)) or _("ninguno")
        said = {"network": owner.slug, "period": code, "known": known}
        raise CommandError(
            _("La red «%(network)s» no tiene el periodo «%(period)s». Los que tiene: %(known)s.") % said
        )
    period.network = owner
    return period


def member_named(network: Network, code: str) -> Member | None:
    """None for «red», the network itself."""
    if code == THE_NETWORK:
        return None
    member = Member.objects.filter(network=network, code=code).first()
    if member is None:
        known = ", ".join(Member.objects.filter(network=network).values_list("code", flat=True)) or _("ninguna")
        said = {"network": network.slug, "member": code, "known": known}
        raise CommandError(
            _("La red «%(network)s» no tiene la integrante «%(member)s». Las que tiene: %(known)s.") % said
        )
    return member


def user_named(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(_("No hay una cuenta activa «%(user)s». Revise el nombre.") % {"user": username})
    return user


def day_named(text: str) -> datetime.date:
    """For `type=` of an argument."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        said = {"text": text}
        raise CommandError(
            _("«%(text)s» no es una fecha: escríbala como año-mes-día, por ejemplo 2024-09-20.") % said
        ) from error
