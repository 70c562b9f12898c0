"""Writes plans and versions: created, drafted anew, put in force, deleted."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.consistency import reasons
from plans.models import Plan, PlanVersion, VersionStatus
from plans.selectors import version_tree
from plans.services.base import draft_lock
from plans.services.copying import tree_copy


@transaction.atomic
def plan_create(*, plan: Plan) -> PlanVersion:
    """Create the plan with an empty draft, which is returned."""
    plan.full_clean()
    plan.save()
    version = PlanVersion(plan=plan, number=1)
    version.full_clean()
    version.save()
    return version


@transaction.atomic
def plan_save(*, plan: Plan, revision: int) -> Plan:
    """Change title, years or objective. ConflictError if somebody saved the plan since `revision` was read."""
    plan.claim(revision)
    plan.full_clean()
    plan.save()
    return plan


@transaction.atomic
def version_draft(*, plan: Plan) -> PlanVersion:
    """Draft the next version: a copy, with the same lineages, of the one put in force last, else an empty one.

    ValidationError if the plan already has a draft.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.versions.drafts().exists():
        raise ValidationError(_("El plan ya tiene un borrador: siga con ese o elimínelo."))
    number = (plan.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    source = plan.versions.filter(status=VersionStatus.IN_FORCE).first()
    version = PlanVersion(plan=plan, number=number)
    version.full_clean()
    version.save()
    if source:
        tree_copy(source=source, target=version)
    return version


@transaction.atomic
def version_delete(*, version: PlanVersion) -> None:
    """Delete a draft with all its tree."""
    draft_lock(version.pk).delete()


@transaction.atomic
def version_enforce(
    *,
    version: PlanVersion,
    in_force_from_on: datetime.date | None,
    agreed_on: datetime.date | None = None,
    reason: str = "",
    title: str = "",
    today: datetime.date | None = None,
) -> PlanVersion:
    """Put a draft in force; the version in force until now is superseded.

    ValidationError with every reason to refuse, not only the first: weights that do not add, an empty plan, dates
    out of order, a replacement without its reason.
    """
    version = draft_lock(version.pk)
    messages = [finding.message for finding in reasons(version_tree(version), version.plan.network)]
    messages += _order_reasons(version)
    messages += _date_reasons(version, in_force_from_on, agreed_on, today or timezone.localdate())
    previous = version.plan.versions.filter(status=VersionStatus.IN_FORCE).first()
    if version.plan.versions.agreed().exists() and not reason.strip():
        messages.append(_("Reemplaza a otra versión: escriba el motivo del cambio."))
    if messages:
        raise ValidationError(messages)
    if previous:
        previous.status = VersionStatus.SUPERSEDED
        previous.save()
    version.status = VersionStatus.IN_FORCE
    version.in_force_from_on, version.agreed_on = in_force_from_on, agreed_on
    version.reason, version.title = reason.strip(), title.strip() or version.title
    version.full_clean()
    version.save()
    version.steps.all().delete()
    return version


def _order_reasons(version: PlanVersion) -> list[str]:
    """A file may bring several drafts: they are put in force in their order."""
    before = version.plan.versions.drafts().filter(number__lt=version.number).order_by("number").first()
    if before is None:
        return []
    message = _("La versión %(number)s, que va antes, sigue en borrador: póngala en vigor o elimínela primero.")
    return [message % {"number": before.number}]


def _date_reasons(
    version: PlanVersion, since: datetime.date | None, agreed_on: datetime.date | None, today: datetime.date
) -> list[str]:
    """Reasons about its dates alone."""
    found = []
    latest = version.plan.versions.agreed().order_by("-in_force_from_on").first()
    if since is None:
        found.append(_("Diga desde qué día está vigente."))
    elif latest and since < latest.in_force_from_on:
        found.append(
            _("La versión %(number)s rige desde el %(since)s: esta no puede regir desde antes.")
            % {"number": latest.number, "since": f"{latest.in_force_from_on:%d/%m/%Y}"}
        )
    if since and since.year > version.plan.last_year:
        found.append(
            _("El plan termina en %(year)s: una versión vigente desde el %(since)s no regiría ningún día de él.")
            % {"year": version.plan.last_year, "since": f"{since:%d/%m/%Y}"}
        )
    if agreed_on and agreed_on > today:
        found.append(_("La fecha del acuerdo todavía no ha llegado."))
    return found
