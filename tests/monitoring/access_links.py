"""Who may open the pages of one-click links, and what a link opens for anybody who has it."""

from monitoring.models import ComplianceEntry, Evidence, Period, ReportLink, ReviewState
from monitoring.services.report_links import link_token
from networks.models import Role, User
from tests.access import SECRETARIAT, Row
from tests.factories import give_role, make_entry, make_period, make_user


def _period(world):
    return {"code": world.period.code}


def _link(world) -> ReportLink:
    """Of somebody who reports for the member, for a period in which she has sent nothing."""
    user = User.objects.filter(username="enlazada").first()
    if user is None:
        user = make_user("enlazada")
        give_role(user, world.network, Role.TECHNICIAN, world.member)
    period = Period.objects.filter(network=world.network, code="2024-T2").first()
    period = period or make_period(world.network, "2024-T2")
    known = {"period": period, "member": world.member, "user": user, "revoked_at": None}
    return ReportLink.objects.filter(**known).first() or ReportLink.objects.create(**known, created_by=user)


def _token(world):
    return {"token": link_token(_link(world))}


def _entry(world):
    return {**_token(world), "lineage": world.activity.lineage}


def _evidence(world):
    link = _link(world)
    entry = ComplianceEntry.objects.filter(period=link.period).first()
    entry = entry or make_entry(world.activity, link.period, world.member, review_state=ReviewState.DRAFT)
    rows = Evidence.objects.filter(entry=entry)
    evidence = rows.first() or Evidence.objects.create(entry=entry, url="https://example.org/acta")
    return {**_entry(world), "pk": evidence.pk}


ROWS = [
    Row("monitoring:link_list", SECRETARIAT, kwargs=_period),
    Row("monitoring:link_send", SECRETARIAT, kwargs=_period, method="post", data={"all": "1"}),
    Row(
        "monitoring:link_revoke",
        SECRETARIAT,
        kwargs=lambda world: {"code": "2024-T2", "pk": _link(world).pk},
        method="post",
    ),
    Row("monitoring:link_inbox", kwargs=_token, public=True),
    Row("monitoring:link_edit", kwargs=_entry, public=True),
    Row("monitoring:link_autosave", kwargs=_entry, method="post", data={"revision": 0}, public=True),
    Row("monitoring:link_submit", kwargs=_entry, public=True),
    Row("monitoring:link_evidence_create", kwargs=_entry, public=True),
    Row("monitoring:link_evidence_delete", kwargs=_evidence, public=True),
]
