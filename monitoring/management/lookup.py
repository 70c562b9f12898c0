"""What a command names (also a network and a day, as in `networks`), or a sentence that tells which there are."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from monitoring.models import Period
from monitoring.selectors import period_for
from networks.management.lookup import day_named, network_named
from networks.models import Member, Network, User
from networks.models.directory import THE_NETWORK

__all__ = ["day_named", "member_named", "network_named", "period_named", "user_named"]


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
