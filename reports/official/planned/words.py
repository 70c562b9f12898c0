"""A network's own words, as a frozen report keeps them."""

from __future__ import annotations

from networks.models import Network
from reports.official.planned.context import Words


def words_of(network: Network) -> Words:
    return Words(
        network=network.short_name,
        ejes=network.eje_word_plural,
        objective=network.objective_word,
        activity=network.activity_word,
        activities=network.activity_word_plural,
        member=network.member_word,
        members=network.member_word_plural,
    )
