"""The headings of a plan's columns: those an exported plan carries, and how people write them elsewhere.

An exported plan has one row for each eje that has no activities, for each objective that has none, for each
activity, each sub-activity and each deliverable, in reading order, and every role has one column. It repeats the
eje's and the objective's columns in each row of an activity; an activity under no objective says `NONE` there. The
row of an activity (`activity` filled) or of a sub-activity (`sub_activity` filled, `activity` empty) carries what
is its own and no deliverable. Each deliverable comes beneath in a row of its own, with `code`, `activity` and
`sub_activity` empty, and its deadline, verification and parties beside it. `fields` writes and reads the cells.

A table is read as exported when it has all of `EXPORTED`: nothing is guessed in it, no codes are split off titles,
no totals looked for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from plans.deadline_words import MONTHS

CANONICAL = {
    "eje_code": "Código del eje",
    "eje": "Eje",
    "eje_weight": "Ponderación del eje (%)",
    "eje_goal": "Meta del eje",
    "eje_theme": "Tema del eje",
    "eje_functions": "Funciones de la norma",
    "objective_code": "Código del objetivo",
    "objective": "Objetivo específico",
    "code": "Código",
    "activity": "Actividad",
    "sub_activity": "Sub-actividad",
    "weight": "Ponderación (%)",
    "deliverable": "Producto",
    "deadline": "Plazo",
    "deadline_start": "Plazo: desde",
    "deadline_end": "Plazo: hasta",
    "deadline_precision": "Plazo: precisión",
    "deadline_by_member": "Cada integrante fija su plazo",
    "member_deadlines": "Plazos por integrante",
    "verification": "Medio de verificación",
    "responsible": "Responsable",
    "support": "Apoyo",
    "funding": "Financiamiento",
    "concerns": "A quién concierne",
    "months": "Meses del cronograma",
    "months_sample": "Cronograma de muestra",
    "indicator": "Indicadores",
    "themes": "Temas",
    "notes": "Notas",
    "status": "Estado",
    "progress": "Avance (%)",
    "earned": "Ponderación ganada (%)",
    "narrative": "Narrativa",
    "obstacles": "Obstáculos",
}
EXPORTED = frozenset({"eje_code", "code", "activity", "deadline_precision"})
NONE = "—"

# Written in full words: `key` takes away case, accents, punctuation, little words and plurals.
SYNONYMS = {
    "eje_code": "código de eje; n° de eje; cód. eje; código do eixo",
    "eje": "eje; eje estratégico; eje temático; eje de trabajo; eje de acción; línea; línea estratégica; "
    "línea de acción; línea de trabajo; área; área temática; área de trabajo; área estratégica; componente; "
    "función; grupo; dimensión; ámbito; pilar; programa; lineamiento; "
    "objetivo operativo; objetivo estratégico; objetivo general; producto estratégico; proceso; eixo; "
    "eixo estratégico; eixo temático; linha de ação; linha; função; funções; objetivo operacional; "
    "objetivo estrategico; objetivo geral; eje objetivo; eje u objetivo; dimensão",
    "eje_weight": "ponderación eje; peso eje; % eje; ponderación objetivo operativo; peso eixo; "
    "ponderación objetivo; ponderación línea; ponderación área; ponderación componente",
    "eje_goal": "meta eje; meta objetivo; meta del objetivo operativo; meta del plan; meta general; meta do eixo",
    "eje_theme": "tema eje; tema do eixo",
    "eje_functions": "funciones norma; número de función; función del decreto",
    "objective_code": "código de objetivo; n° objetivo; cód. objetivo",
    "objective": "objetivo específico; objetivo particular; sub-objetivo; objetivo inmediato; "
    "estrategia; meta específica; resultado estratégico",
    "code": "código; cód.; código de actividad; n°; no.; nro.; núm.; número; item; ítem; #; id; "
    "código da atividade; n° actividad; número de actividad; numeral; correlativo; n° de orden",
    "activity": "actividad; acción; acción estratégica; actividad a realizar; actividad principal; "
    "actividad programada; actividad planificada; acción a desarrollar; acción a realizar; medida; tarea; "
    "descripción de actividad; nombre de la actividad; atividade; ação; ações; atividade prevista; medidas; "
    "actividades y acciones; descrição da atividade; iniciativa; compromiso",
    "sub_activity": "sub-actividad; subactividad; sub actividades; sub-acción; subtarea; tarea específica; "
    "sub-atividade; subatividade; etapa; paso",
    "weight": "ponderación; pond.; ponderador; peso; %; ponderación actividad; pond. actividad; peso actividad; "
    "peso de la actividad; porcentaje; ponderación %; peso %; % ponderación; peso relativo; ponderação; "
    "peso da atividade; ponderación de la actividad %; valor ponderado; peso ponderado; % de peso",
    "deliverable": "producto; entregable; producto esperado; producto o entregable; resultado esperado; "
    "resultado; bien o servicio; producto intermedio; produto; entregas; entrega; produto esperado; entregável; "
    "entregáveis; producto comprometido; producto/entregable",
    "deadline": "plazo; fecha; fecha límite; fecha de cumplimiento; plazo de ejecución; "
    "calendario; cronograma; periodo; período; periodo de ejecución; tiempo; tiempos; temporalidad; cuándo; "
    "fecha de ejecución; fecha programada; fecha tope; fecha de entrega; vencimiento; plazo previsto; prazo; "
    "data; data limite; prazo de execução; quando; fecha compromiso; fecha estimada; fechas de realización",
    "deadline_start": "plazo desde; desde; inicio; fecha de inicio; fecha inicial; início; data de início",
    "deadline_end": "plazo hasta; hasta; fin; término; fecha de fin; fecha final; fecha fin; fecha término; "
    "data final; data de término; fim",
    "deadline_precision": "plazo precisión; precisión del plazo",
    "deadline_by_member": "cada integrante fija su plazo; cada una fija su plazo",
    "member_deadlines": "plazos por integrante",
    "verification": "medio de verificación; fuente de verificación; verificación; verificador; evidencia; "
    "medio verificador; medios y fuentes de verificación; meio de verificação; fonte de verificação; verificação; "
    "evidência; comprobante; soporte; prueba; respaldo; documento de verificación; medio probatorio; "
    "verificable; indicador/medio de verificación; evidências",
    "responsible": "responsable; entidad; entidad responsable; institución responsable; institución; quién; "
    "unidad responsable; área responsable; dependencia; dependencia responsable; instancia responsable; "
    "actor responsable; encargado; encargada; a cargo de; organismo responsable; responsável; responsáveis; "
    "entidade; entidade responsável; unidade responsável; órgão; órgão responsável; quem; responsable principal; "
    "responsabilidad; ejecutor; responsable de la actividad; principal; organismo; sector responsable",
    "support": "apoyo; fuente de apoyo; entidad de apoyo; institución de apoyo; corresponsable; co-responsable; "
    "colaborador; aliado; socio; actor de apoyo; participante; coordinación con; en coordinación con; apoio; "
    "fonte de apoio; parceiro; parceria; responsable de apoyo; responsable secundario; institución colaboradora; "
    "entidad corresponsable; corresponsável; apoyo técnico; involucrado; actor involucrado; parcerias",
    "funding": "financiamiento; fuente de financiamiento; recurso; presupuesto; fondo; financiación; costo; "
    "fuente financiera; origen de los recursos; recurso financiero; financiador; financiamento; "
    "fonte de financiamento; orçamento; recurso necesario; inversión; fuente de recursos; fuente de financiación",
    "concerns": "a quién concierne; concierne a; a quiénes concierne; alcance; quién informa",
    "months": "mes del cronograma; meses; meses de ejecución; meses programados; mes; mês; mês de execução; "
    "mes de ejecución",
    "months_sample": "cronograma de muestra",
    "indicator": "indicador; indicador de gestión; indicador de resultado; indicador de cumplimiento; "
    "indicador de desempeño; indicadores de logro; nombre del indicador",
    "themes": "tema; temas; etiqueta; tema transversal; eje temático transversal",
    "notes": "nota; comentario; aclaración; notas; comentário; observación; observação; observações",
    "status": "estado; situación; estatus; status; cumple o no cumple; cumple/no cumple; cumple; cumplimiento; "
    "cumplido; estado de avance; estado de cumplimiento; cumple (sí/no); estado de la actividad; "
    "situação; cumprimento; cumprida; nivel de cumplimiento; situación actual",
    "progress": "avance; % avance; avance %; porcentaje de avance; avance porcentual; progreso; % de ejecución; "
    "grado de avance; nivel de avance; % cumplimiento; porcentaje de cumplimiento; progresso; % execução; "
    "percentual de execução; % de avance acumulado; avanço; percentual de avanço",
    "earned": "ponderación ganada; ponderación lograda; pond. ganada; ponderación obtenida; "
    "ponderación alcanzada; puntaje obtenido; ponderación cumplida; peso ganado; peso logrado; peso obtenido; "
    "ponderação obtida; ponderación ganada %; % logrado; % ganado; % obtenido; peso obtido",
    "narrative": "narrativa; descripción; descripción del avance; descripción de lo realizado; logro; "
    "resultado obtenido; resultado alcanzado; avance cualitativo; acciones realizadas; actividades realizadas; "
    "informe de avance; detalle; lo realizado; descrição; resultado alcançado; justificación; "
    "observaciones del avance; relato; reporte; principales logros; resultados logrados",
    "obstacles": "obstáculo; dificultad; limitación; problema; nudo crítico; obstáculos y dificultades; "
    "dificuldade; desafío; riesgo; limitante; dificultades encontradas",
}

_LITTLE = "a al con da das de del do dos e el en em la las lo los na no o ou para por se su sus u un una y"
_LITTLE_WORDS = frozenset(_LITTLE.split())


def month_heading(role: str) -> str:
    """The heading of `month:N` and of `done:N`."""
    family, _, number = role.partition(":")
    name = MONTHS[int(number) - 1].capitalize()
    return f"{name} (ejecutado)" if family == "done" else name


@lru_cache(4096)
def normalised(heading: str) -> str:
    """A heading without case, accents or punctuation: «Fuentes de Verificación:» → «fuentes de verificacion».

    Signs that mean something stay as words: «%», «#» and «n°».
    """
    text = heading.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", re.sub("[°ºª]", " ", text))
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"\((?:s|es|as|os|a|o)\)|/(?:as|os|a|o|s)\b", "", text)
    text = re.sub(r"\bsub[\s-]+(?=\w)", "sub", text)
    return " ".join(re.findall(r"[^\W_]+|[%#]", text))


@lru_cache(4096)
def key(heading: str) -> tuple[str, ...]:
    """The words of a heading that carry meaning, without plurals or gender, in alphabetical order."""
    words = normalised(heading).split()
    kept = [word for word in words if word not in _LITTLE_WORDS] or words
    return tuple(sorted({re.sub(r"[aeo]+$", "", word.rstrip("s")) or word for word in kept}))


def _roles() -> dict[tuple[str, ...], str]:
    roles = {key(word): role for role, words in SYNONYMS.items() for word in words.split(";")}
    return roles | {key(heading): role for role, heading in CANONICAL.items()}


ROLE_BY_KEY = _roles()
