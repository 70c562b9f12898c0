"""What is missing or does not agree before a report is issued, each with the page where it is mended.

`preflight` is the one door: what every form is asked, and then the form's own `checks`.
"""

from __future__ import annotations

from typing import Any

from reports.official.form import Finding, Form, Scope
from reports.preflight.agreement import agreement_findings
from reports.preflight.content import content_findings
from reports.preflight.records import record_findings

__all__ = ["preflight"]


def preflight(scope: Scope, form: Form, data: dict[str, Any]) -> list[Finding]:
    """In an order to read them in: the records first, then what the report lacks, then what does not agree.

    `data` is the form's JSON of `scope`. The same words of the same place are told once.
    """
    found = [
        *record_findings(scope, form, data),
        *content_findings(scope, form, data),
        *agreement_findings(scope, form, data),
        *form.checks(scope, data),
    ]
    return list({(one.kind, one.where, one.message): one for one in found}.values())
