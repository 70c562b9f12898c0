"""Pages of the application as PDF: what is no official form but is printed and handed round all the same."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from networks.models import Network
from networks.models.identity import HOUSE_INK
from reports import looks, pdf
from reports.context import canonical_json
from reports.pdf_process import shared_process
from reports.rendering import DATA_ABOUT, TIME_LIMIT_SECONDS

SAFE = re.compile(r"[^a-z0-9-]+")


def page_pdf(
    template: str, context: dict[str, Any], *, stem: str, data: dict[str, Any], network: Network | None = None
) -> bytes:
    """Print a template that extends `reports/pdf/base_page.html`, with its data attached. Raises `pdf.PdfError`.

    `context` gives `title`, `subtitle` and `network`; the template finds its `identity` beside them: that of
    `network` where the context holds only what was frozen of it. `data` is JSON-ready.
    """
    network = network or context["network"]
    identity = looks.identity_of(network) if isinstance(network, Network) else {"ink": HOUSE_INK}
    html = looks.ready(render_to_string(template, {**context, "identity": identity}), identity["ink"])
    content = canonical_json(data)
    name = f"{SAFE.sub('-', stem.lower())}-{sha256(content).hexdigest()[:8]}.json"
    job = pdf.PdfJob(html=html, data_name=name, data=content, data_about=_(DATA_ABOUT))
    return shared_process.render(job, time_limit=TIME_LIMIT_SECONDS)
