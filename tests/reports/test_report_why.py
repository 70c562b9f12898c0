"""Each computed figure of a preview leads to what it is made of; on paper nothing changes."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.urls import reverse

from reports.rendering import render_html
from tests.factories import make_entry, make_period, make_plan
from tests.reports.report_samples import gestion_context, plain, subdere_context

EXPLAIN = "/redes/alfa/periodos/2024-T1/cifras/"


@pytest.mark.parametrize("context", [subdere_context, gestion_context])
def test_without_links_there_are_none(context):
    assert 'class="why"' not in render_html(plain(context()))


def test_links_change_no_word():
    data = plain(subdere_context())
    linked = render_html(data, links={"back": "/", "explain": EXPLAIN})
    assert 'class="why"' in linked
    assert words(linked) == words(render_html(data))


def test_a_share_of_a_target_leads_to_the_indicators():
    data = plain(gestion_context())
    linked = render_html(data, links={"back": "/", "indicators": "/redes/alfa/periodos/2024-T1/indicadores/"})
    assert 'href="/redes/alfa/periodos/2024-T1/indicadores/"' in linked
    assert words(linked) == words(render_html(data))


def words(html: str) -> str:
    main = html5lib.parse(html, namespaceHTMLElements=False).find("body/main")
    return re.sub(r"\s+", " ", " ".join(main.itertext()))


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["subdere", "gestion"])
def test_the_links_of_a_preview_open(network, member, login, observer, form):
    version = make_plan(network, (40, 60))
    period = make_period(network)
    make_entry(version.ejes.get().activities.first(), period, member)
    client = login(observer)
    html = client.get(reverse("reports:report_preview", args=[network.slug, form, period.code])).content.decode()
    found = set(re.findall(r'<a class="why" href="([^"]+)"', html))
    assert found
    for address in found:
        assert address.startswith(EXPLAIN)
        assert client.get(address.replace("&amp;", "&")).status_code == 200
