"""Proposes the code that follows those already given: 1.3 → 1.4, B → C, b.5.1 → b.5.2, IV → V."""

import re
from collections.abc import Sequence

_LAST = re.compile(r"^(.*?)(\d+|[A-Za-z])$")
_ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]


def next_code(codes: Sequence[str], first: str) -> str:
    """The code after the last of `codes`, skipping any already given; `first` where there is none to follow.

    >>> next_code(["1.1", "1.2"], "1.1"), next_code([], "2.1"), next_code(["I", "II"], "1")
    ('1.3', '2.1', 'III')
    """
    code = first
    if codes:
        code = _following(codes[-1])
    while code in codes:
        following = _following(code)
        if following == code:
            return ""
        code = following
    return code


def _following(code: str) -> str:
    if code in _ROMAN[1:-1]:
        return _ROMAN[_ROMAN.index(code) + 1]
    match = _LAST.match(code)
    if not match:
        return code
    head, last = match.groups()
    if last.isdigit():
        return f"{head}{int(last) + 1:0{len(last)}d}"
    return code if last in "zZ" else f"{head}{chr(ord(last) + 1)}"
