"""Who may what: the only place where roles are compared.

Every rule takes a user and a network, or anything with a `network_id`. The user's roles are read once a request
(`User.roles`), so a check costs no query. Views answer 404 to whoever has no role (`for_user`) and 403 to whoever
has one that does not suffice.
"""

from __future__ import annotations

from typing import Any

import rules

from networks.models.accounts import Role, User
from networks.models.network import MemberComparison, Network


def roles_of(user: User, obj: Any) -> dict[str, frozenset[int | None]]:
    """`{role: member ids}` of the user in the network of `obj`; empty for the nameless and for outsiders."""
    if not user.is_authenticated:
        return {}
    return user.roles.get(obj.network_id, {})


@rules.predicate
def is_coordinator(user: User, obj: Any) -> bool:
    return Role.COORDINATOR in roles_of(user, obj)


@rules.predicate
def is_technician(user: User, obj: Any) -> bool:
    return Role.TECHNICIAN in roles_of(user, obj)


@rules.predicate
def is_secretariat(user: User, obj: Any) -> bool:
    return Role.SECRETARIAT in roles_of(user, obj)


@rules.predicate
def is_anyone(user: User, obj: Any) -> bool:
    return bool(roles_of(user, obj))


def members_of(user: User, obj: Any) -> frozenset[int | None]:
    """The members a técnica reports for in the network of `obj`; None among them is the network itself."""
    return roles_of(user, obj).get(Role.TECHNICIAN, frozenset())


def is_only_technician(user: User, obj: Any) -> bool:
    """Whether lists of hers are narrowed to her own members: she has no other role there."""
    return set(roles_of(user, obj)) == {Role.TECHNICIAN}


can_view_network = is_anyone
can_edit_plan = is_coordinator | is_secretariat
can_enforce_plan = is_secretariat
can_close_period = is_secretariat
can_manage_network = is_secretariat
can_manage_meeting = is_secretariat
can_manage_report = is_secretariat
can_review_entry = is_coordinator | is_secretariat
can_report_on_behalf = is_secretariat
can_report = is_technician | is_secretariat
can_open_restricted = is_secretariat
can_manage_people = is_secretariat
can_export_people = is_secretariat
can_publish = is_secretariat
can_observe_acta = is_technician | is_coordinator | is_secretariat


def can_write_entry(user: User, obj: Any, member_id: int | None) -> bool:
    """A técnica writes for her own members, the secretariat for any (on behalf, named)."""
    return is_secretariat(user, obj) or member_id in members_of(user, obj)


def can_close_follow_up(user: User, obj: Any, member_id: int | None) -> bool:
    """Whoever owes it: a member's técnica, or the secretariat, which answers for the network and for all."""
    return is_secretariat(user, obj) or (member_id is not None and member_id in members_of(user, obj))


def can_discuss_entry(user: User, obj: Any, member_id: int | None) -> bool:
    """Whoever writes an entry and whoever reviews it talk about it; the rest of the network reads."""
    return can_write_entry(user, obj, member_id) or can_review_entry(user, obj)


def can_list_comparison(user: User, network: Network) -> bool:
    """Members' figures side by side, by name: for all where the network says so, else for the secretariat."""
    return is_anyone(user, network) and (
        network.member_comparison == MemberComparison.EVERYONE or is_secretariat(user, network)
    )


def can_compare_member(user: User, network: Network, member_id: int | None) -> bool:
    """Where a member stands among the others: for who reports for her, and for who reviews them all."""
    return (
        member_id in members_of(user, network)
        or can_review_entry(user, network)
        or can_list_comparison(user, network)
    )
