"""The pages of the reporting cycle of a network with records, by name."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring import services
from monitoring.models import Period, Question, ReviewState
from monitoring.roundtrip.building import form_of
from monitoring.roundtrip.export import form_workbook
from monitoring.roundtrip.files import form_upload
from monitoring.selectors import Obligation
from monitoring.selectors.indicators import indicators_in_force
from monitoring.services.report_links import link_send, link_token
from networks.models import Network, Role, User
from plans.models import Plan
from tests.factories import give_role, make_user


def cycle_pages(user: User, network: Network, period: Period, owed: Obligation) -> dict[str, str]:
    """`user` is of the secretariat; of `owed` nothing is written yet."""
    base, board = f"/redes/{network.slug}/", f"/redes/{network.slug}/periodos/{period.code}/"
    eje, activity = owed.eje.lineage, owed.activity.lineage
    waiting = period.entries.filter(review_state=ReviewState.SUBMITTED).first()
    return {
        "mi bandeja": "/mi-bandeja/",
        "mis avisos": "/mis-avisos/",
        "bandeja": f"{board}bandeja/",
        "matriz": f"{board}matriz/",
        "matriz, un eje": f"{board}matriz/?eje={eje}",
        "matriz, una actividad": f"{board}matriz/?actividad={activity}&columnas=periodos",
        "revisión": f"{board}revision/" + (f"?abierto={waiting.pk}" if waiting else ""),
        "cifras": f"{board}cifras/",
        "tendencia": f"{base}tendencia/",
        "comparación de integrantes": f"{board}comparacion/",
        "respuestas": f"{board}respuestas/",
        "enlaces": f"{board}enlaces/",
        "recordatorios": f"{base}recordatorios/",
        "correos": f"{base}correos/",
        **indicators(network, period, board),
        **questions(network, str(eje)),
        **forms(user, network, period, owed, board),
        **links(user, network, period, owed),
        **closed(user, network, period),
    }


def indicators(network: Network, period: Period, board: str) -> dict[str, str]:
    """All of them, and the one that is told apart the most."""
    found = {"indicadores": f"{board}indicadores/"}
    rows = indicators_in_force(network, period)
    if one := max(rows, key=lambda row: len(row.disaggregation), default=None):
        found["un indicador"] = f"{found['indicadores']}?indicador={one.lineage}"
    return found


def questions(network: Network, eje: str) -> dict[str, str]:
    plan = Plan.objects.get(network=network)
    of_plan = f"/redes/{network.slug}/planes/{plan.slug}/preguntas/"
    found = {
        "preguntas": of_plan,
        "pregunta nueva": f"{of_plan}nueva/{eje}/",
        "así se pregunta": f"{of_plan}ver/{eje}/",
    }
    if question := Question.objects.filter(plan=plan).first():
        found["pregunta"] = f"{of_plan}{question.lineage}/"
    return found


def forms(user: User, network: Network, period: Period, owed: Obligation, board: str) -> dict[str, str]:
    """The form in Excel, and one that came back."""
    content = form_workbook(form_of(network, period, owed.member))
    file = SimpleUploadedFile("formulario.xlsx", content)
    row = form_upload(period=period, user=user, file=file, reason="Lo envió por correo")
    return {"formulario": f"{board}formulario/", "formulario recibido": f"{board}formulario/{row.key}/"}


def links(user: User, network: Network, period: Period, owed: Obligation) -> dict[str, str]:
    reporter = make_user("enlazada")
    give_role(reporter, network, Role.TECHNICIAN, owed.member)
    token = link_token(link_send(period=period, member=owed.member, user=reporter, by=user))
    return {
        "por enlace": f"/informar/{token}/",
        "por enlace, un avance": f"/informar/{token}/{owed.activity.lineage}/",
    }


def closed(user: User, network: Network, period: Period) -> dict[str, str]:
    """The act of another period, which nobody reported."""
    other = Period.objects.filter(network=network).exclude(pk=period.pk).first()
    if other is None:
        return {}
    services.period_close(period=other, by=user)
    where = f"/redes/{network.slug}/periodos/{other.code}/"
    return {"acta de cierre": f"{where}cierre/", "reabrir": f"{where}reabrir/"}
