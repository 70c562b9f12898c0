"""What anybody may download, and what is written for the machines that gather pages."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from reports.caching import kept, tag_of
from reports.models import IssuedReport, PublishedSnapshot, SnapshotKind
from reports.public import PublicView, page_url
from reports.publishing.selectors import public_file, public_network

logger = logging.getLogger("trama.public")


class PublicFileView(PublicView):
    """A document as it was when it was published; its fingerprint is its tag."""

    def get(self, request: HttpRequest, slug: str, pk: Any, name: str) -> HttpResponseBase:
        network = public_network(slug)
        row = public_file(network, pk, name) if network else None
        if row is None:
            raise Http404
        return kept(request, tag_of(row.sha256, name), lambda: download(row.file, name, row.content_type))


class PublicReportView(PublicView):
    """The PDF of an issued report that was published: the very bytes that were issued."""

    def get(self, request: HttpRequest, slug: str, folio: str) -> HttpResponseBase:
        network = public_network(slug)
        published = PublishedSnapshot.objects.in_force().filter(network=network, kind=SnapshotKind.REPORT)
        found = network and published.filter(key=folio).values_list("issued_report", flat=True).first()
        row = IssuedReport.objects.filter(pk=found).first() if found else None
        if row is None:
            raise Http404
        return kept(request, tag_of(row.pdf_sha256), lambda: download(row.pdf, f"{folio}.pdf", "application/pdf"))


def download(file: Any, name: str, content_type: str) -> HttpResponse:
    """Never shown inside our own pages, whatever it is. Http404, and a line in the log, where it was lost."""
    try:
        with file.open("rb") as kept_file:
            response = HttpResponse(kept_file.read(), content_type=content_type)
    except OSError as error:
        logger.exception("published file %s cannot be read", file.name)
        raise Http404 from error
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# -- for machines ---------------------------------------------------------------------------------------------


class SitemapView(PublicView):
    """Every public page with the day it last changed."""

    LIMIT = 50_000

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = PublishedSnapshot.objects.public().defer("data").select_related("network")
        pages: dict[str, Any] = {}
        for row in rows.order_by("published_at")[: self.LIMIT]:
            # An issued report is a file; the page that lists it changed.
            own = "public_documents" if row.kind == SnapshotKind.REPORT else ""
            slug = row.network.slug
            pages[reverse(f"reports:{own}", args=[slug]) if own else page_url(row)] = row.published_at
            for name in ("public_network", "open_data"):
                pages[reverse(f"reports:{name}", args=[slug])] = row.published_at
        pages[reverse("reports:public_list")] = max(pages.values(), default=None)
        tag = tag_of("sitemap", settings.SITE_URL, sorted(pages.items()))

        def make() -> HttpResponse:
            found = [(settings.SITE_URL + quote(url), changed) for url, changed in sorted(pages.items())]
            content = render_to_string("public/sitemap.xml", {"pages": found[: self.LIMIT]})
            return HttpResponse(content, content_type="application/xml")

        return kept(request, tag, make)


class RobotsView(PublicView):
    """Only what is public is for those who gather pages; the style sheet so that they see what people see."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        lines = [
            "User-agent: *",
            "Allow: /transparencia/",
            f"Allow: {settings.STATIC_URL}",
            "Disallow: /",
            "",
            f"Sitemap: {settings.SITE_URL}{reverse('reports:sitemap')}",
            "",
        ]
        content = "\n".join(lines)
        return kept(request, tag_of(content), lambda: HttpResponse(content, content_type="text/plain"))
