"""What a network taught about the headings of its tables."""

from __future__ import annotations

from collections import defaultdict

from monitoring.models import ColumnMemory
from networks.models import Network
from plans.importing.headings import normalised
from plans.importing.mapping import IGNORED, Mapping

LONGEST = ColumnMemory._meta.get_field("heading").max_length


def remembered(network: Network) -> dict[str, str]:
    """The role of each heading she confirmed, by its words as `normalised` leaves them."""
    return dict(ColumnMemory.objects.filter(network=network).values_list("heading", "role"))


def mapping_remember(*, network: Network, mapping: Mapping) -> None:
    """Keep the roles of a mapping that she confirmed. A heading that means two things in it teaches nothing."""
    said: dict[str, set[str]] = defaultdict(set)
    for table in mapping.tables:
        if table.kind != IGNORED:
            for column, words in table.headings.items():
                said[normalised(words)].add(table.roles.get(column, "ignore"))
    roles = {
        heading: next(iter(of_it))
        for heading, of_it in said.items()
        if len(of_it) == 1 and 0 < len(heading) <= LONGEST
    }
    ColumnMemory.objects.bulk_create(
        [ColumnMemory(network=network, heading=heading, role=role) for heading, role in roles.items()],
        update_conflicts=True,
        unique_fields=["network", "heading"],
        update_fields=["role", "used_at"],
    )
