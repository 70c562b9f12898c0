"""The plan and the version that a command names, or a sentence that tells which there are."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from networks.models import Network
from plans.models import Plan, PlanVersion, VersionStatus


class VersionCommand(BaseCommand):
    """Takes `--network`, `--plan` and `--version`, which here is the plan's and not Django's."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, **{"conflict_handler": "resolve", **kwargs})

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", required=True, metavar="SLUG", help=_("La red, por su dirección."))
        parser.add_argument("--plan", required=True, metavar="SLUG", help=_("El plan, por su dirección."))
        parser.add_argument(
            "--version",
            dest="number",
            type=int,
            metavar="N",
            help=_("La versión, por su número; sin ella, la vigente o, si no hay, el borrador."),
        )


def version_named(options: dict[str, Any]) -> PlanVersion:
    """CommandError where the network, the plan or the version is none of those there are."""
    plan = plan_named(options["network"], options["plan"])
    versions = list(PlanVersion.objects.filter(plan=plan).select_related("plan__network").order_by("-number"))
    number = options["number"]
    chosen = [version for version in versions if version.number == number] if number is not None else versions
    if chosen:
        return min(chosen, key=_preference)
    known = ", ".join(str(version.number) for version in reversed(versions)) or _("ninguna")
    if number is None:
        raise CommandError(_("El plan «%(plan)s» no tiene ninguna versión.") % {"plan": plan.slug})
    said = {"plan": plan.slug, "number": number, "known": known}
    raise CommandError(_("El plan «%(plan)s» no tiene la versión %(number)s. Las que tiene: %(known)s.") % said)


def _preference(version: PlanVersion) -> int:
    """The one in force, else the draft, else the newest."""
    return [VersionStatus.IN_FORCE, VersionStatus.DRAFT, VersionStatus.SUPERSEDED].index(version.status)


def plan_named(network: str, slug: str) -> Plan:
    owner = Network.objects.filter(slug=network).first()
    if owner is None:
        known = ", ".join(Network.objects.values_list("slug", flat=True)) or _("ninguna")
        said = {"network": network, "known": known}
        raise CommandError(_("No hay una red «%(network)s». Las que hay: %(known)s.") % said)
    plan = Plan.objects.filter(network=owner, slug=slug).first()
    if plan is None:
        known = ", ".join(owner.plans.order_by("slug").values_list("slug", flat=True)) or _("ninguno")
        said = {"network": network, "plan": slug, "known": known}
        raise CommandError(_("La red «%(network)s» no tiene el plan «%(plan)s». Los que tiene: %(known)s.") % said)
    return plan
