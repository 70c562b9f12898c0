"""Writes to networks and people."""

from networks.services.records import (
    assignment_give,
    assignment_withdraw,
    network_update,
    record_delete,
    record_save,
)

__all__ = ["assignment_give", "assignment_withdraw", "network_update", "record_delete", "record_save"]
