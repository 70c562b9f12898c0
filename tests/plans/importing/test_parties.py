"""Names of a document matched to those of a network: the exact ones are taken, the others are asked."""

import doctest
from dataclasses import replace

import pytest

from plans.deadlines import parse
from plans.importing import party_names
from plans.importing.draft import DraftMemberDeadline, DraftParty, Where
from plans.importing.parties import Directory, apply, match, proposals
from tests.plans.importing.trees import OPTIONS, activity, eje, product, sentence, version

DIRECTORY = Directory(
    members=[("norte", "Ciudad Norte"), ("panama", "Panamá"), ("salvador", "El Salvador"), ("01", "Usme")],
    organizations=[
        ("Organización Regional para la Infancia", "ORI"),
        ("Fondo de Apoyo Local", ""),
        ("UNICEF",),
        ("Salud Sin Fronteras",),
    ],
    contacts=[("Oficina de la mujer", "norte"), ("Enlace de género", "panama"), ("Enlace de género", "norte")],
    words=("socia fundadora", "socias fundadoras"),
)


def chosen(words):
    return [found.choice for found in match(words, DIRECTORY) if found.exact]


def plan_with(*words, **fields):
    rows = [
        activity(f"1.{n}", parties=[DraftParty("responsible", text, where=Where(row=n))], **fields)
        for n, text in enumerate(words, 1)
    ]
    return version(eje("1", *rows))


def parties_of(plan):
    return [(party.words, party.scope, party.ref) for row in plan.walk() for party in row.parties]


def test_docstrings_tell_the_truth():
    assert not doctest.testmod(party_names).failed


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("PANAMA", "member:panama"),
        ("Coalición Nacional de Panamá", "member:panama"),
        ("Salvador", "member:salvador"),
        ("la Ciudad Norte", "member:norte"),
        ("ORI", "organization:Organización Regional para la Infancia"),
        ("O.R.I.", "organization:Organización Regional para la Infancia"),
        ("organización regional para la infancia (ORI)", "organization:Organización Regional para la Infancia"),
        ("FAL", "organization:Fondo de Apoyo Local"),
        ("Cada país", "every"),
        ("cada ciudad miembra", "every"),
        ("cada localidad", "every"),
        ("Cada una de las integrantes", "every"),
        ("Las Coaliciones Nacionales", "every"),
        ("Coalición Nacional de cada país", "every"),
        ("Todas las regiones", "every"),
        ("socias fundadoras", "every"),
        ("Secretaría Técnica", "secretariat"),
        ("ST", "secretariat"),
        ("ST Regional.", "secretariat"),
        ("la Secretaría Regional", "secretariat"),
    ],
)
def test_exact_ways_of_writing_a_name(words, choice):
    assert chosen(words) == [choice]


@pytest.mark.parametrize(
    "words", ["ST de cada país", "Secretarías locales", "otras organizaciones", "ONG", "—", ""]
)
def test_words_that_are_nobody(words):
    assert match(words, DIRECTORY) == []


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("ORI (marzo 2024)", ["organization:Organización Regional para la Infancia"]),
        ("Oficinas nacionales de Salud sin Fronteras", ["organization:Salud Sin Fronteras"]),
        ("Gobierno de Panamá", ["member:panama"]),
        ("Panmá", ["member:panama"]),
        ("Presupuesto de cada país", ["every"]),
        ("Oficina de la Mujer", ["member:norte"]),
        ("Enlace de género", ["member:norte", "member:panama"]),
    ],
)
def test_near_names_are_only_proposed(words, choices):
    found = match(words, DIRECTORY)
    assert [row.choice for row in found] == choices
    assert not any(row.exact for row in found)


def test_initials_of_the_document_for_an_acronym_of_the_network():
    directory = Directory(organizations=[("FAL",), ("UN",)])
    assert [row.choice for row in match("Fondo de Apoyo Local", directory)] == ["organization:FAL"]
    assert match("Unión Norte", directory) == []


def test_a_members_own_name_wins_over_a_phrase():
    directory = Directory(members=[("todas", "Todas las regiones")])
    assert [row.choice for row in match("Todas las regiones", directory)] == ["member:todas"]


def test_exact_ones_are_applied_and_the_others_told_once():
    plan = plan_with("Panamá", "ST Regional", "Gobierno de Panamá", "Otras", "Gobierno de Panamá")
    plan.ejes[0].activities[0].deliverables = [product("Guía", responsible=["ORI", "Otras"])]
    found = apply([plan], DIRECTORY, OPTIONS)
    assert parties_of(plan) == [
        ("Panamá", "member", "panama"),
        ("ST Regional", "secretariat", ""),
        ("Gobierno de Panamá", "words", ""),
        ("Otras", "words", ""),
        ("Gobierno de Panamá", "words", ""),
    ]
    assert plan.ejes[0].activities[0].deliverables[0].parties[0].scope == "organization"
    told = {row.declared: row for row in found}
    assert set(told) == {"Gobierno de Panamá", "Otras"}
    assert {row.kind for row in found} == {"party_unmatched"}
    row = told["Gobierno de Panamá"]
    assert row.where.row == 3
    assert sentence(row) == (
        "«Gobierno de Panamá», que está en 2 lugares, no es el nombre exacto de nadie de la red."
    )
    assert row.proposal % row.values == "Queda con esas palabras; elija si es Panamá."
    assert (row.computed, told["Otras"].computed) == ("Panamá", "")


def test_words_that_differ_in_case_are_one():
    plan = plan_with("ST de cada país", "ST de Cada País.", "ONGs")
    assert [row.declared for row in apply([plan], DIRECTORY, OPTIONS)] == ["ST de cada país", "ONGs"]
    assert [(row.words, row.count) for row in proposals([plan], DIRECTORY)] == [
        ("ST de cada país", 2),
        ("ONGs", 1),
    ]
    apply([plan], DIRECTORY, replace(OPTIONS, choices={"ST de cada país": "every"}))
    assert [scope for _, scope, _ in parties_of(plan)] == ["every", "every", "words"]


def test_her_answers_win():
    words = ("Gobierno de Panamá", "Panamá", "Otras", "Nadie", "ORI")
    choices = {
        "Gobierno de Panamá": "member:panama",
        "Panamá": "words",
        "Otras": "every",
        "Nadie": "member:ninguna",
        "ORI": "organization:UNICEF",
    }
    plan = plan_with(*words)
    found = apply([plan], DIRECTORY, replace(OPTIONS, choices=choices))
    assert [(scope, ref) for _, scope, ref in parties_of(plan)] == [
        ("member", "panama"),
        ("words", ""),
        ("every", ""),
        ("words", ""),
        ("organization", "UNICEF"),
    ]
    assert [row.declared for row in found] == ["Nadie"]


def test_two_of_the_same_name_are_asked():
    directory = Directory(members=[("a", "San José"), ("b", "San José")])
    plan = plan_with("San José")
    (found,) = apply([plan], directory, OPTIONS)
    assert sentence(found) == "«San José» puede ser más de uno en la red."
    assert parties_of(plan) == [("San José", "words", "")]


def test_literal_words_and_what_is_already_matched():
    plan = plan_with("«Panamá»", "Norte", "Sur")
    rows = plan.ejes[0].activities
    rows[1].parties[0].scope, rows[1].parties[0].ref = "member", "norte"
    rows[2].parties[0].scope, rows[2].parties[0].ref = "member", "sur"
    found = apply([plan], DIRECTORY, OPTIONS)
    assert parties_of(plan) == [("Panamá", "words", ""), ("Norte", "member", "norte"), ("Sur", "words", "")]
    assert [row.declared for row in found] == ["Sur"]


def test_codes_of_members_that_the_network_has_not():
    plan = plan_with("Panamá", "Panamá", concerns="some")
    first, second = plan.ejes[0].activities
    first.members, second.members = ["norte", "sur"], ["sur"]
    first.member_deadlines = [DraftMemberDeadline(code, parse("2024")) for code in ("norte", "este")]
    found = apply([plan], DIRECTORY, OPTIONS)
    assert (first.members, first.concerns, second.members, second.concerns) == (["norte"], "some", [], "every")
    assert [row.member for row in first.member_deadlines] == ["norte"]
    assert sorted(row.declared for row in found) == ["este", "sur"]
    assert all(sentence(row) for row in found)


def test_proposals_for_the_screen():
    plan = plan_with("Panamá", "Gobierno de Panamá", "Panamá", "Otras")
    apply([plan], DIRECTORY, replace(OPTIONS, choices={"Otras": "every"}))
    rows = proposals([plan], DIRECTORY)
    assert [(row.words, row.count, [found.choice for found in row.matches], row.chosen) for row in rows] == [
        ("Panamá", 2, ["member:panama"], "member:panama"),
        ("Gobierno de Panamá", 1, ["member:panama"], "words"),
        ("Otras", 1, [], "every"),
    ]
