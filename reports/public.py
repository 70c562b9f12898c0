"""The public pages: what a network published, for whoever wants to read it.

No session, no cookie and no person are looked at: the address alone makes the answer, which anybody may keep.
Whoever has it already is told so before anything is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.generic import View

from networks.languages import language_of_network
from networks.models import Language, Network
from reports.caching import kept, language_asked, latest, prints_of, tag_of
from reports.models import PublishedSnapshot, SnapshotKind
from reports.public_pages import PAGES, period_words
from reports.publishing.selectors import contents, headings, public_network, public_networks

LINES_PER_PAGE = 100
FACTS = (
    *("name", "short_name", "mandate", "regulation", "regulation_on", "norms", "secretariat", "public_about"),
    *("data_licence", "time_zone", "languages"),
)
Headings = list[PublishedSnapshot]


@cache
def looks() -> str:
    """Changes with whatever decides how the pages look, so that a new version is not taken for the old one."""
    base = Path(settings.BASE_DIR)
    files = [*base.glob("templates/public/*.html"), *base.glob("locale/*/LC_MESSAGES/*.mo")]
    files += [base / "static" / "css" / "public.css", *base.glob("reports/public*.py")]
    return sha256(b"".join(file.read_bytes() for file in sorted(files) if file.is_file())).hexdigest()


class PublicView(View):
    """Answers GET and HEAD. `template` is drawn with what `context` returns, in the language of the address."""

    http_method_names = ["get", "head", "options"]
    template = ""
    language = str(Language.SPANISH)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is not there, and what is not public, is the same page for everybody."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            with translation.override(language_asked(request)):
                page = render_to_string("public/404.html", self.around(language_asked(request)))
            return HttpResponse(page, status=404, headers={"Content-Language": self.language})

    def around(self, language: str) -> dict[str, Any]:
        """What the page around the content needs."""
        self.language = language
        query = {name: value for name, value in self.request.GET.items() if name == "pagina"}
        path = self.request.path
        return {
            "language": language,
            "languages": [
                (code, label, f"{path}?{urlencode({**query, 'idioma': code})}") for code, label in Language.choices
            ],
            "canonical": settings.SITE_URL + quote(path),
            "site_url": settings.SITE_URL,
            "idioma": self.request.GET.get("idioma") and f"?idioma={language}",
        }

    def page(self, language: str, context: dict[str, Any]) -> HttpResponse:
        content = render_to_string(self.template, {**self.around(language), **context})
        return HttpResponse(content, headers={"Content-Language": language})

    def paginated(self, lines: Sequence[Any], name: str = "pagina") -> Page:
        return Paginator(lines, LINES_PER_PAGE).get_page(self.request.GET.get(name))


class PublicListView(PublicView):
    """The networks that publish something."""

    template = "public/list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        networks = list(public_networks())
        language = language_asked(request)
        counted = [(one.published_count, one.published_at) for one in networks]
        facts = [counted, [(one.slug, one.name, one.secretariat, one.mandate) for one in networks]]
        tag = tag_of("list", looks(), language, request.GET.get("pagina"), facts)
        newest = max((one.published_at for one in networks), default=None)

        def make() -> HttpResponse:
            with translation.override(language):
                return self.page(language, {"page_obj": self.paginated(networks)})

        return kept(request, tag, make, newest)


class PublicNetworkView(PublicView):
    """What a network is, and all that it published at a glance."""

    template = "public/network.html"
    network: Network
    headings: Headings

    def get(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        network = public_network(slug)
        if network is None:
            raise Http404
        self.network, self.headings = network, headings(network)
        wanted = self.wanted()
        language = language_asked(request, language_of_network(network))
        facts = [str(getattr(network, name)) for name in FACTS]
        tag = tag_of(request.path, request.GET.dict(), looks(), language, facts, prints_of(self.headings))

        def make() -> HttpResponse:
            # The day it was published is the network's own.
            with translation.override(language), timezone.override(network.time_zone):
                return self.page(language, {**self.of_network(), **self.context(pages_of(wanted))})

        return kept(request, tag, make, latest(wanted or self.headings))

    # -- what of it -------------------------------------------------------------------------------------------

    def of(self, kind: str, key: str | None = None) -> Headings:
        return [row for row in self.headings if row.kind == kind and key in (None, row.key)]

    def wanted(self) -> Headings:
        """What this page reads; Http404 where there is none of it."""
        first = [next(iter(sorted(self.of(kind), key=by_key, reverse=True)), None) for kind in LATEST]
        newest = [row for row in first if row is not None]
        return [*self.of(SnapshotKind.PLAN), *newest, *self.of(SnapshotKind.REPORT)[:LINES_PER_PAGE]]

    def needed(self, *found: Headings) -> Headings:
        rows = [row for each in found for row in each]
        if not rows:
            raise Http404
        return rows

    def context(self, pages: Pages) -> dict[str, Any]:
        return {
            "is_home": True,
            "plans": pages.of(SnapshotKind.PLAN),
            "progress": pages.first(SnapshotKind.PROGRESS),
            "meetings": pages.first(SnapshotKind.MEETINGS),
            "decisions": pages.first(SnapshotKind.DECISIONS),
            "documents": pages.first(SnapshotKind.DOCUMENTS),
            "reports": pages.of(SnapshotKind.REPORT),
        }

    def of_network(self) -> dict[str, Any]:
        return {
            "network": self.network,
            "headings": self.headings,
            "menu": self.menu(),
            "content_language": language_of_network(self.network),
        }

    def menu(self) -> list[tuple[str, str, bool]]:
        """The pages there are, each with its address and whether it is this one."""
        slug, path = self.network.slug, self.request.path
        found = [(_("Resumen"), reverse("reports:public_network", args=[slug]))]
        found += [(self._plan_word(row), page_url(row)) for row in self.of(SnapshotKind.PLAN)]
        progress = sorted(self.of(SnapshotKind.PROGRESS), key=by_key)
        found += [(_("Avance"), page_url(row)) for row in progress[-1:]]
        years = sorted([*self.of(SnapshotKind.MEETINGS), *self.of(SnapshotKind.DECISIONS)], key=by_key)
        found += [(_("Sesiones y decisiones"), page_url(row)) for row in years[-1:]]
        if self.of(SnapshotKind.DOCUMENTS) or self.of(SnapshotKind.REPORT):
            found.append((_("Informes y documentos"), reverse("reports:public_documents", args=[slug])))
        return [(word, url, is_current(url, path)) for word, url in found]

    def _plan_word(self, row: PublishedSnapshot) -> str:
        return _("Plan") if len(self.of(SnapshotKind.PLAN)) == 1 else _("Plan %(plan)s") % {"plan": row.key}


LATEST = (SnapshotKind.PROGRESS, SnapshotKind.MEETINGS, SnapshotKind.DECISIONS, SnapshotKind.DOCUMENTS)


def by_key(row: PublishedSnapshot) -> str:
    """Years and periods in their order, whatever the plan."""
    return row.key.rpartition("/")[2]


def is_current(url: str, path: str) -> bool:
    """Of the pages of a kind one stands in the menu for all."""
    kind = re.compile(r"(/transparencia/[^/]+/(?:avance|sesiones)/).+")
    return kind.sub(r"\1", url) == kind.sub(r"\1", path)


def page_url(row: PublishedSnapshot) -> str:
    """Where what was published is read."""
    slug = row.network.slug
    if row.kind == SnapshotKind.REPORT:
        return reverse("reports:public_report", args=[slug, row.key])
    if row.kind == SnapshotKind.DOCUMENTS:
        return reverse("reports:public_documents", args=[slug])
    name = {SnapshotKind.PLAN: "plan", SnapshotKind.PROGRESS: "progress"}.get(row.kind, "meetings")
    return reverse(f"reports:public_{name}", args=[slug, by_key(row)])


class Pages:
    """Publications with what they say, by kind."""

    def __init__(self, found: Iterable[tuple[PublishedSnapshot, Any]]) -> None:
        self.found = list(found)

    def of(self, kind: str) -> list[Any]:
        make = PAGES.get(kind, dict)
        return [
            make(data=data, published=row) for row, data in self.found if row.kind == kind and data is not None
        ]

    def first(self, kind: str) -> Any:
        return next(iter(self.of(kind)), None)


def pages_of(rows: Headings) -> Pages:
    said = contents(rows)
    return Pages((row, said.get(row.pk)) for row in rows)


class PublicPlanView(PublicNetworkView):
    """A plan in force: its ejes, activities, products and cronograma."""

    template = "public/plan.html"

    def wanted(self) -> Headings:
        return self.needed(self.of(SnapshotKind.PLAN, self.kwargs["plan"]))

    def context(self, pages: Pages) -> dict[str, Any]:
        plan = pages.first(SnapshotKind.PLAN)
        page = self.paginated(plan.data.activities)
        return {"plan": plan, "page_obj": page, "ejes": plan.of_ejes(page.object_list)}


class PublicProgressView(PublicNetworkView):
    """The progress of a period, in each plan that ruled in it."""

    template = "public/progress.html"

    def wanted(self) -> Headings:
        code = self.kwargs["code"]
        return self.needed([row for row in self.of(SnapshotKind.PROGRESS) if by_key(row) == code])

    def context(self, pages: Pages) -> dict[str, Any]:
        found = pages.of(SnapshotKind.PROGRESS)
        lines = [(one, line) for one in found for line in one.data.activities]
        page = self.paginated(lines)
        shown = [(one, one.of_ejes(line for own, line in page.object_list if own is one)) for one in found]
        codes = sorted({by_key(row) for row in self.of(SnapshotKind.PROGRESS)}, reverse=True)
        return {
            "label": found[0].label,
            "plans": shown,
            "page_obj": page,
            "others": [(code, period_words(code, code)) for code in codes],
            "code": self.kwargs["code"],
        }


class PublicMeetingsView(PublicNetworkView):
    """The sessions of a year, the functions they addressed, and what they decided."""

    template = "public/meetings.html"

    def wanted(self) -> Headings:
        year = self.kwargs["year"]
        return self.needed(self.of(SnapshotKind.MEETINGS, year), self.of(SnapshotKind.DECISIONS, year))

    def context(self, pages: Pages) -> dict[str, Any]:
        meetings, decisions = pages.first(SnapshotKind.MEETINGS), pages.first(SnapshotKind.DECISIONS)
        page = self.paginated(decisions.data.decisions if decisions else ())
        rows = [*self.of(SnapshotKind.MEETINGS), *self.of(SnapshotKind.DECISIONS)]
        return {
            "year": self.kwargs["year"],
            "years": sorted({row.key for row in rows}, reverse=True),
            "meetings": meetings,
            "decisions": decisions,
            "decided": decisions.rows(page.object_list) if decisions else [],
            "page_obj": page,
        }


class PublicDocumentsView(PublicNetworkView):
    """The issued reports with their fingerprints, and the documents of the publication checklist."""

    template = "public/documents.html"

    def wanted(self) -> Headings:
        rows = self.needed(self.of(SnapshotKind.DOCUMENTS), self.of(SnapshotKind.REPORT))
        self.reports = self.paginated([row for row in rows if row.kind == SnapshotKind.REPORT])
        return [*self.of(SnapshotKind.DOCUMENTS), *self.reports.object_list]

    def context(self, pages: Pages) -> dict[str, Any]:
        return {
            "documents": pages.first(SnapshotKind.DOCUMENTS),
            "reports": pages.of(SnapshotKind.REPORT),
            "page_obj": self.reports,
        }
