"""From an address to what is published there. All of it is `PublishedSnapshot.objects.public()`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from networks.models import Network
from reports.api.answering import answer, page, part
from reports.api.schemas import Listed, Paging
from reports.caching import latest, prints_of
from reports.models import PublishedSnapshot
from reports.open_data import listed
from reports.publishing.reading import contents, names_in_force, public_network
from reports.publishing.shapes import SHAPES, Shape

Named = list[PublishedSnapshot]
Addresses = dict[str, str]


def network_or_404(slug: str) -> Network:
    network = public_network(slug)
    if network is None:
        raise Http404
    return network


def published(slug: str, kind: str, key: str = "") -> tuple[Network, Named]:
    """Raises Http404 where nothing of that key is published; a kind without any is an empty list."""
    network = network_or_404(slug)
    names = names_in_force(network, kind, key)
    if key and not names:
        raise Http404
    return network, names


def rows_answer(
    request: HttpRequest, slug: str, kind: str, field: str, asked: Paging, key: str = ""
) -> HttpResponseBase:
    """A page of the rows of a list, of one publication or of all of a kind, as they stand in them."""
    network, names = published(slug, kind, key)
    return _listed(request, network, names, field, asked)


def year_answer(
    request: HttpRequest, slug: str, kind: str, field: str, asked: Paging, year: int | None
) -> HttpResponseBase:
    """The same of the publications of each year; a year without any is an empty list."""
    network = network_or_404(slug)
    return _listed(request, network, names_in_force(network, kind, str(year or "")), field, asked)


def _listed(request: HttpRequest, network: Network, names: Named, field: str, asked: Paging) -> HttpResponseBase:
    kind = names[0].kind if names else ""
    shape = listed(SHAPES[kind])[field] if kind else Shape

    def make():
        rows = [row for _name, data in contents(names) for row in data.get(field, ())]
        found = [shape.model_validate(row, extra="ignore") for row in part(rows, asked)]
        return page(shape, request, asked, found, len(rows))

    return answer(request, make, *prints_of(names), modified=latest(names), network=network)


def header_answer(
    request: HttpRequest,
    slug: str,
    kind: str,
    key: str,
    shape: type[Shape],
    addresses: Callable[[PublishedSnapshot], Addresses],
) -> HttpResponseBase:
    """What one publication says of itself, with its lists' counts and where they are."""
    network, names = published(slug, kind, key)

    def make():
        return next(_headers(request, names, shape, addresses))

    return answer(request, make, *prints_of(names), modified=latest(names), network=network)


def headers_answer(
    request: HttpRequest,
    slug: str,
    kind: str,
    asked: Paging,
    shape: type[Shape],
    addresses: Callable[[PublishedSnapshot], Addresses],
    wanted: Callable[[PublishedSnapshot], bool] = lambda _name: True,
) -> HttpResponseBase:
    """A page of them; only the content of those on it is read."""
    network, names = published(slug, kind)
    names = [name for name in names if wanted(name)]

    def make():
        found = list(_headers(request, part(names, asked), shape, addresses))
        return page(shape, request, asked, found, len(names))

    return answer(request, make, *prints_of(names), modified=latest(names), network=network)


def _headers(
    request: HttpRequest, names: Named, shape: type[Shape], addresses: Callable[[PublishedSnapshot], Addresses]
) -> Iterator[Shape]:
    for name, data in contents(names):
        found: dict[str, Any] = {field: data[field] for field in shape.model_fields if field in data}
        for field, path in addresses(name).items():
            url = request.build_absolute_uri(path)
            is_list = shape.model_fields[field].annotation is Listed
            found[field] = Listed(count=len(data.get(field, ())), url=url) if is_list else url
        yield shape.model_validate(found)


def to(name: str, **kwargs: Any) -> str:
    return reverse(f"api:{name}", kwargs=kwargs)
