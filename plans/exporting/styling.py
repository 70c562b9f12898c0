"""How an exported matrix looks, in Word and in Excel alike: colours and widths of its columns."""

from __future__ import annotations

HEAD, BAND, INK, MUTED, RULE = "43194E", "F6F1F7", "241B27", "6B5F70", "C9BBCB"

# In characters of Excel; Word shares the page in the same proportions.
_WIDTHS = {
    "eje_code": 9,
    "eje": 24,
    "eje_weight": 11,
    "eje_goal": 28,
    "eje_theme": 18,
    "eje_functions": 12,
    "objective_code": 10,
    "objective": 28,
    "code": 9,
    "activity": 44,
    "sub_activity": 34,
    "weight": 12,
    "deliverable": 32,
    "deadline": 22,
    "deadline_start": 12,
    "deadline_end": 12,
    "deadline_precision": 11,
    "deadline_by_member": 12,
    "member_deadlines": 26,
    "verification": 32,
    "concerns": 20,
    "months": 20,
    "months_sample": 12,
    "indicator": 34,
    "themes": 16,
    "notes": 36,
}
_OTHER = 28


def width_of(role: str) -> int:
    return _WIDTHS.get(role, _OTHER)
