"""The open data of a network: a page that lists them, each table as CSV and JSON, what they mean, all in a zip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property

from networks.languages import language_of_network
from networks.models import Network
from reports.caching import kept, language_asked, latest, prints_of, tag_of
from reports.models import PublishedSnapshot
from reports.open_data import BY_SLUG, Table, csv_lines
from reports.open_data_files import (
    DICTIONARY_COLUMNS,
    OpenData,
    dictionary_rows,
    json_parts,
    licence_of,
    package_json,
    zip_file,
)
from reports.public import FACTS, Pages, PublicNetworkView, PublicView
from reports.publishing.reading import names_in_force, public_network

PIECE = 32_768
CSV, JSON = "text/csv; charset=utf-8", "application/json"


class OpenDataMixin(PublicView):
    """What all of them share: the network or the same 404, tag, licence, a language by the address."""

    kind = ""

    @cached_property
    def network(self) -> Network:
        network = public_network(self.kwargs["slug"])
        if network is None:
            raise Http404
        return network

    @cached_property
    def names(self) -> list[PublishedSnapshot]:
        return names_in_force(self.network, self.kind)

    @cached_property
    def data(self) -> OpenData:
        address = reverse("reports:open_data", args=[self.network.slug])
        return OpenData(self.network, self.names, self.request.build_absolute_uri(address))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_asked(request, language_of_network(self.network))
        with translation.override(language):
            parts = (type(self).__name__, request.build_absolute_uri(), language, self.facts())
            response = kept(request, tag_of(*parts, *prints_of(self.names)), self.make, latest(self.names))
        response["Content-Language"] = language
        return self.licensed(response)

    def facts(self) -> list[str]:
        """What of the network goes into its files."""
        return [str(getattr(self.network, name)) for name in FACTS]

    def licensed(self, response: HttpResponseBase) -> HttpResponseBase:
        links = [(licence_of(self.network).url, "license"), (self.data.package_url, "describedby")]
        response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for url, rel in links)
        # Data of everybody: any page may read them.
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def make(self) -> HttpResponseBase:
        raise NotImplementedError


class OpenDataView(PublicNetworkView):
    """What data there are, in which files, what each column means and under which licence."""

    template = "public/open_data.html"

    def get(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        response = super().get(request, slug, **kwargs)
        response["Link"] = f'<{licence_of(self.network).url}>; rel="license"'
        return response

    def wanted(self) -> list[PublishedSnapshot]:
        """Nothing whole: its rows are only counted."""
        self.needed(self.headings)
        return []

    def context(self, pages: Pages) -> dict[str, Any]:
        address = self.request.build_absolute_uri(self.request.path)
        data = OpenData(self.network, self.headings, address)
        return {
            "is_open_data": True,
            "licence": licence_of(self.network),
            "tables": list(data.counted()),
            "modified": latest(self.headings),
            "api": self.request.build_absolute_uri(reverse("api:network", args=[self.network.slug])),
        }


def _attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _streamed(parts: Iterator[str], content_type: str) -> StreamingHttpResponse:
    """In pieces worth sending: a row each would cost more than it carries."""

    def pieces() -> Iterator[bytes]:
        held: list[str] = []
        size = 0
        for part in parts:
            held.append(part)
            size += len(part)
            if size > PIECE:
                yield "".join(held).encode()
                held, size = [], 0
        yield "".join(held).encode()

    return StreamingHttpResponse(pieces(), content_type=content_type)


class OpenDataTableMixin(OpenDataMixin):
    @cached_property
    def table(self) -> Table:
        table = BY_SLUG.get(self.kwargs["table"])
        if table is None:
            raise Http404
        return table

    @cached_property
    def kind(self) -> str:
        return self.table.kind

    def named(self, ending: str) -> str:
        return f"{self.network.slug}-{self.table.slug}.{ending}"


class OpenDataCsvView(OpenDataTableMixin):
    def make(self) -> HttpResponseBase:
        lines = csv_lines(self.table.columns, self.data.rows(self.table))
        return _attached(_streamed(lines, CSV), self.named("csv"))


class OpenDataJsonView(OpenDataTableMixin):
    """Shown by the browser, which shows JSON well."""

    def make(self) -> HttpResponseBase:
        return _streamed(json_parts(self.data, self.table), JSON)


class OpenDataDictionaryView(OpenDataMixin):
    def make(self) -> HttpResponseBase:
        # Whole, while the language is the one asked for.
        lines = "".join(csv_lines(DICTIONARY_COLUMNS, dictionary_rows()))
        return _attached(HttpResponse(lines, content_type=CSV), f"{self.network.slug}-diccionario.csv")


class OpenDataPackageView(OpenDataMixin):
    def make(self) -> HttpResponseBase:
        return HttpResponse(package_json(self.data), content_type=JSON)


class OpenDataZipView(OpenDataMixin):
    def make(self) -> HttpResponseBase:
        name = f"{self.network.slug}-datos.zip"
        return FileResponse(zip_file(self.data), as_attachment=True, filename=name, content_type="application/zip")
