"""What a report speaks of, as an address or a command names it: a period, and maybe a plan, an eje or a member."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from monitoring.models import Period
from monitoring.selectors import period_for
from networks.models import Member, Network
from plans.models import Eje, Plan
from reports.official.form import Form, Scope

# As they stand in an address: ?plan=2012&eje=B&integrante=asuncion
QUERY = {"plan": "plan", "eje": "eje", "member": "integrante"}


def scope_of(
    network: Network, form: Form, code: str | None, *, plan: str = "", eje: str = "", member: str = ""
) -> Scope:
    """What is named, found. Raises ValidationError with a sentence for what the network does not have."""
    found_plan = _plan(network, plan) if plan else None
    period = _period(network, code) if code else _period_of_plan(network, form, found_plan)
    if eje:
        _check_eje(network, found_plan, eje)
    return Scope(
        network=network,
        period=period,
        plan=found_plan,
        eje=eje or None,
        member=_member(network, member) if member else None,
    )


def scope_from(network: Network, form: Form, code: str, query: Mapping[str, str]) -> Scope:
    """The same from an address."""
    return scope_of(network, form, code, **{name: query.get(key, "")[:200] for name, key in QUERY.items()})


def scope_query(scope: dict[str, Any]) -> dict[str, str]:
    """`Scope.as_data` as the query of an address."""
    return {QUERY[name]: value for name, value in scope.items() if value}


def plan_period_code(plan: Plan) -> str:
    """The years of a plan, as the code of a period or of a run of them."""
    first, last = plan.first_year, plan.last_year
    return str(first) if first == last else f"{first}_{last}"


def _period(network: Network, code: str) -> Period:
    period = period_for(network, code)
    if period is None:
        known = ", ".join(
            Period.objects.filter(network=network).order_by("start_on").values_list("code", flat=True)
        )
        raise ValidationError(
            _("La red «%(network)s» no tiene el periodo «%(period)s». Los que tiene: %(known)s.")
            % {"network": network.slug, "period": code, "known": known or _("ninguno")}
        )
    period.network = network
    return period


def _period_of_plan(network: Network, form: Form, plan: Plan | None) -> Period:
    if not form.by_plan:
        raise ValidationError(_("Diga de qué periodo es el informe."))
    plan = plan or Plan.objects.filter(network=network).order_by("-last_year", "-first_year", "slug").first()
    if plan is None:
        raise ValidationError(_("La red «%(network)s» todavía no tiene un plan.") % {"network": network.slug})
    return _period(network, plan_period_code(plan))


def _plan(network: Network, slug: str) -> Plan:
    plan = Plan.objects.filter(network=network, slug=slug).first()
    if plan is None:
        raise ValidationError(
            _("La red «%(network)s» no tiene el plan «%(plan)s».") % {"network": network.slug, "plan": slug}
        )
    return plan


def _check_eje(network: Network, plan: Plan | None, code: str) -> None:
    rows = Eje.objects.filter(version__plan__network=network, code=code)
    if not (rows.filter(version__plan=plan) if plan else rows).exists():
        raise ValidationError(
            _("Ningún plan de la red «%(network)s» tiene %(eje)s «%(code)s».")
            % {"network": network.slug, "eje": network.eje_word, "code": code}
        )


def _member(network: Network, code: str) -> Member:
    member = Member.objects.filter(network=network, code=code).first()
    if member is None:
        raise ValidationError(
            _("La red «%(network)s» no tiene la integrante «%(member)s».")
            % {"network": network.slug, "member": code}
        )
    return member
