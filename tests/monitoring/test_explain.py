"""The page behind a percentage: its rule, its sum, its parts and people, and its two exports."""

from __future__ import annotations

import datetime
import json
import re
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from monitoring.models import DeclaredTotal
from monitoring.services import period_close
from networks.models import EarnedRule
from plans.models import Concern
from tests.factories import make_activity, make_eje, make_entry, make_member, make_period, make_plan, make_version
from tests.monitoring.test_across import pair  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2024, 4, 2, 15, 0, tzinfo=ZoneInfo("America/Bogota"))


@pytest.fixture
def group_six(network, secretariat):
    """Group 6 of the SUBDERE form, reported by the network; 6.2 is rescheduled, though 17 were declared."""
    network.earned_rule = EarnedRule.ALL_OR_NOTHING
    network.save()
    version = make_version(network)
    eje = make_eje(version, "6", title="VIF")
    period = make_period(network)
    for number, weight in enumerate((16, 16, 17, 17, 17, 17), 1):
        activity = make_activity(eje, f"6.{number}", weight=weight, concerns=Concern.NETWORK)
        status = "reprogramado" if number == 2 else "cumplido"
        declared = 17 if number == 2 else None
        make_entry(
            activity,
            period,
            status=status,
            submitted_by=secretariat,
            submitted_at=AT,
            declared_earned=declared,
        )
    DeclaredTotal.objects.create(period=period, eje_lineage=eje.lineage, value=100, reason="Impreso")
    return network, period


def page(client, network, period, name="explain", **about):
    return client.get(reverse(f"monitoring:{name}", args=[network.slug, period.code]), about)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_plan_page_tells_rule_sum_and_state(group_six, login, observer):
    told = text(page(login(observer), *group_six))
    assert "¿Por qué 84,00 %?" in told
    assert "Todo o nada" in told
    assert "84,00 ÷ 1 = 84,00" in told
    assert "Provisional" in told


def test_an_eje_writes_its_sum_and_names_who_reported(group_six, login, technician):
    response = page(login(technician), *group_six, eje="6")
    told = text(response)
    assert "16,00 × 1 + 16,00 × 0 + 17,00 × 1" in told
    assert "= 84,00" in told
    assert "Un documento declaró 100,00; lo calculado es 84,00" in told
    assert "Declarado: 17,00" in told
    assert "Informó secretariat el 02/04/2024" in told
    entry = reverse(
        "monitoring:entry_detail", args=[*_where(group_six), _activity(group_six, "6.2").lineage, "red"]
    )
    assert f'href="{entry}"' in response.content.decode()


def _where(made):
    return made[0].slug, made[1].code


def _activity(made, code):
    return made[0].plans.get().versions.get().ejes.get().activities.get(code=code)


def test_an_activity_by_its_code_or_its_lineage(group_six, login, observer):
    client = login(observer)
    by_code = page(client, *group_six, eje="6", actividad="6.2")
    by_lineage = page(client, *group_six, actividad=str(_activity(group_six, "6.2").lineage))
    assert "¿Por qué 0,00 de 16,00?" in text(by_code)
    assert by_code.context["explanation"].subject == by_lineage.context["explanation"].subject


@pytest.mark.parametrize("about", [{"plan": "nada"}, {"eje": "9"}, {"actividad": "9.9"}, {"integrante": "nadie"}])
def test_what_is_not_there_is_404(group_six, login, observer, about):
    assert page(login(observer), *group_six, **about).status_code == 404


def test_silence_and_what_drops_out_are_told(network, member, login, observer):
    """Two members, one silent; an activity that applies to nobody; one that is not due."""
    make_member(network, "dos")
    eje = make_eje(make_version(network))
    told, out = make_activity(eje, "1.1"), make_activity(eje, "1.2")
    make_activity(eje, "1.3", schedule_months=["2024-12"])
    period = make_period(network)
    make_entry(told, period, member, "en_avance", progress=50)
    for who in (member, network.members.get(code="dos")):
        make_entry(out, period, who, "no_aplica")
    shown = text(page(login(observer), network, period, eje="1"))
    assert "¿Por qué 25,00 %?" in shown
    assert "No aplica a nadie: sale de la suma" in shown
    assert "No toca en el periodo: sale de la suma" in shown
    assert "Falta 1 informe: todavía no suma, pero tampoco es un incumplimiento" in shown
    own = text(page(login(observer), network, period, integrante="uno"))
    assert "¿Por qué 50,00 %?" in own
    assert "¿Por qué no hay cifra?" in text(page(login(observer), network, period, integrante="dos"))


def test_a_closed_period_says_whether_it_still_adds_up(group_six, login, observer, secretariat):
    network, period = group_six
    period_close(period=period, by=secretariat)
    client = login(observer)
    assert "da exactamente lo que se fijó al cerrar" in text(page(client, network, period))
    entry = period.entries.get(activity_lineage=_activity(group_six, "6.1").lineage)
    entry.status = "no_cumplido"
    entry.save()
    changed = text(page(client, network, period))
    assert "Al cerrar se fijó en 84,00; recalculada hoy da 68,00" in changed
    assert "Al cerrar se fijó en 84,00; recalculada hoy da 68,00" in text(page(client, network, period, eje="6"))


def test_a_period_without_a_plan(network, login, observer):
    assert "Ningún plan rige" in text(page(login(observer), network, make_period(network, "2030-T1")))


def test_a_year_that_spans_its_quarters(group_six, login, observer):
    network, _ = group_six
    assert login(observer).get(f"/redes/{network.slug}/periodos/2024/cifras/").status_code == 200


def test_queries_are_constant(network, member, login, observer, django_assert_max_num_queries):
    eje = make_eje(make_version(network))
    period = make_period(network)
    client = login(observer)
    counts = []
    for size in (1, 20):
        for number in range(size):
            who = make_member(network, f"m{size}-{number}")
            make_entry(make_activity(eje, f"1.{size}.{number}"), period, who)
        for about in ({}, {"eje": "1"}, {"actividad": "1.1.0"}, {"integrante": "uno"}):
            with django_assert_max_num_queries(30) as queries:
                assert page(client, network, period, **about).status_code == 200
            counts.append(len(queries))
    assert counts[:4] == counts[4:]


def test_large_periods_explain_the_same(group_six, login, observer, monkeypatch):
    network, period = group_six
    make_entry(
        make_activity(_activity(group_six, "6.1").eje.version.ejes.get(), "6.7", weight=0),
        period,
        None,
        "cumplido",
    )
    client = login(observer)
    abouts = ({}, {"eje": "6"}, {"actividad": "6.3"}, {"integrante": "red"})
    before = [page(client, network, period, **about).context["found"].earned for about in abouts]
    monkeypatch.setattr("monitoring.selectors.summing.LARGE", 0)
    large = [page(client, network, period, **about) for about in abouts]
    assert large[0].context["rolled"].is_large
    assert [response.context["found"].earned for response in large] == before
    assert page(client, network, period, "explain_xlsx").status_code == 200


# -- exports --------------------------------------------------------------------------------------------------


def recompute(sheet) -> dict[str, float]:
    """What a spreadsheet makes of the formulas: the figure printed, weight × share, and the rounded parts."""
    rows = list(sheet.iter_rows(min_row=14))
    total = printed = 0.0
    for row in rows:
        number = row[0].row
        assert row[8].value == f"=IF(G{number}=0,0,F{number}*H{number}/G{number})"
        assert row[10].value == f"=I{number}*J{number}"
        weight = row[5].value
        weight = eval(weight[1:]) if isinstance(weight, str) else weight
        part = weight * row[7].value / row[6].value if row[6].value else 0
        total += part * (row[9].value or 0)
        printed += row[11].value or 0
    last = rows[-1][0].row
    assert sheet["C5"].value == f"=ROUND(SUMPRODUCT(I14:I{last},J14:J{last})+0.0000001,2)"
    return {"printed": sheet["C4"].value, "again": round(total + 1e-7, 2), "parts": round(printed, 2)}


@pytest.mark.parametrize("about", [{}, {"eje": "2"}, {"actividad": "2.1"}, {"integrante": "uno"}])
def test_the_workbook_recomputes_to_the_figure(network, member, login, observer, about):
    others = [make_member(network, f"m{n}") for n in range(2)]
    version = make_version(network)
    first, second = make_eje(version, "1", title="=1+1"), make_eje(version, "2")
    period = make_period(network)
    for eje in (first, second):
        for number in range(3):
            activity = make_activity(eje, f"{eje.code}.{number}", title="=HYPERLINK(1)")
            for place, who in enumerate((member, *others)):
                status = ("en_avance", "cumplido", "no_aplica")[(number + place) % 3]
                make_entry(activity, period, who, status, progress="33.33")
    response = page(login(observer), network, period, "explain_xlsx", **about)
    assert response["Content-Disposition"].startswith('attachment; filename="cifra-alfa-2024-T1')
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    found = recompute(sheet)
    assert found["printed"] == found["again"] == found["parts"]
    assert found["printed"] > 0
    assert {row[2].data_type for row in sheet.iter_rows(min_row=14)} == {"s"}


def test_the_data_are_the_commands(group_six, login, observer, capsys):
    network, period = group_six
    response = page(login(observer), network, period, "explain_json")
    call_command("rollup", network=network.slug, period=period.code, json=True)
    assert json.loads(capsys.readouterr().out) == response.json()


# -- on every page --------------------------------------------------------------------------------------------


def test_percentages_open_their_explanation(network, member, login, secretariat):
    version = make_plan(network, (40, 60))
    period = make_period(network)
    make_entry(version.ejes.get().activities.first(), period, member)
    client = login(secretariat)
    base = reverse("monitoring:explain", args=[network.slug, period.code])
    board = client.get(reverse("monitoring:period_detail", args=[network.slug, period.code])).content.decode()
    for query in ("plan=2024", "plan=2024&amp;eje=1", "plan=2024&amp;eje=1&amp;actividad=1.1"):
        assert f'<a class="why" href="{base}?{query}">' in board
    for address in ("/", f"/redes/{network.slug}/", f"/redes/{network.slug}/periodos/"):
        html = client.get(address).content.decode()
        assert (
            f'<a class="why" href="{base}?plan=2024"><span class="visually-hidden">¿por qué </span>40,00 %' in html
        )


def test_a_themes_avance_names_its_activities(pair, login):  # noqa: F811
    """The mean across networks opens into the activities that it is the mean of."""
    user, alfa, _beta = pair
    html = login(user).get("/entre-redes/", {"anio": 2024}).content.decode()
    link = reverse("monitoring:explain", args=[alfa.slug, "2024-T1"]) + "?plan=2024&amp;eje=1&amp;actividad=1.1"
    assert html.count(f'<a class="why" href="{link}">') == 2
