"""How a sample network presents itself on paper: its mark, its colour, who signs."""

from __future__ import annotations

from networks.models import Network, NetworkIdentity, SignatureBlock
from networks.services.identity import identity_save, signature_save
from reports.demo.marks import mark_png
from reports.demo.rows import Row


def load_identity(network: Network, fixture: Row) -> None:
    """What is there already stays as it is."""
    row = fixture.get("identity")
    if row and not NetworkIdentity.objects.filter(network=network).exists():
        identity = NetworkIdentity(network=network, ink=row["ink"], logo_alt=row["logo_alt"])
        identity_save(identity=identity, revision=0, logo=(mark_png(row["mark"], row["ink"]), "png"))
    if not SignatureBlock.objects.filter(network=network).exists():
        for block in fixture.get("signatures", []):
            signature_save(block=SignatureBlock(network=network, **block))
