"""Signs that no report can print: which they are, where they are told, and that no way of writing lets them by."""

from __future__ import annotations

import ast
import re
import unicodedata
from io import StringIO
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st

from monitoring.apps import UNWATCHED as OF_MONITORING
from networks.forms.invitations import DeclineForm
from networks.management.commands import print_fonts
from networks.models import Contact, Member
from networks.models.base import LineField
from networks.signs import is_house, places, printable, unprintable_signs
from networks.signs_fields import is_free_text, validate_signs
from reports.apps import UNWATCHED as OF_REPORTS

OURS = ("networks", "plans", "monitoring", "reports")
FINE = [
    "Señora Núñez, ação, coração — «comillas» “inglesas” 1.º 50 % 3 € n° 4",
    "Guaraní: g̃, m̃; Łódź; Tiếng Việt; Ελληνικά; Русский; ǃXóõ",
    "♀ ✓ ✗ ◐ ○ ● ↻ ⊘ □ ☐ ☒ ≠ → ⇒ ∑ √ ≤ ∞ ½ №",
    "👍🏾 👨‍👩‍👧 👩‍⚕️ 🇨🇱 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ ❤️ 🫨",
    "pasted\u00ad from\u200b Word\ufeff \u200eleft\u202c\u00a0and\u2028lines\u2029\r\n\tnext",
    unicodedata.normalize("NFD", "Niñas, educação, Việt"),
    "\uf0b7 one \uf0a7 two \uf0fc three",
]


# -- which signs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FINE)
def test_what_our_fonts_draw_or_nobody_sees_is_accepted(text):
    assert unprintable_signs(text) == []
    validate_signs(text)


@pytest.mark.parametrize("sign", [*"漢한あعאदก", "\0", "\x0b", "\x85", "\ud800", "\ue000", "\uffff", "\U000e1000"])
def test_what_they_do_not_is_named_once_in_its_place(sign):
    text = f"La primera línea\nantes de {sign} y otra vez {sign}"
    assert unprintable_signs(text) == [sign]
    (place,) = places(text)
    assert (place.sign, place.line) == (sign, 2)
    assert place.around.startswith("antes de")
    place.around.encode()


@given(st.text())
def test_what_is_left_to_print_is_always_drawn(text):
    fit = printable(text)
    assert unprintable_signs(fit) == []
    assert printable(fit) == fit or "\ufe0f" in fit or "\u200d" in fit
    fit.encode()


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"])))
def test_ordinary_text_is_printed_as_it_is_with_the_house_fonts(text):
    assert printable(text) == text
    assert is_house(text)


def test_junk_is_printed_as_nothing_and_bullets_of_word_as_bullets():
    assert printable("pro\u00adduc\u200bto\ufeff \u200e\uf0b7 Nin\u0303a\u2028fin") == "producto • Niña\nfin"
    assert printable("漢 y \x07 y ﷺ") == "□ y  y □"


def test_the_table_is_that_of_the_fonts():
    assert print_fonts.TABLE.read_text() == print_fonts.table()
    call_command("print_fonts", "--check", stdout=StringIO())


def test_a_table_that_is_not_of_the_fonts_is_told(monkeypatch, tmp_path):
    other = tmp_path / "table.py"
    other.write_text("HOUSE = PRINTABLE = ''\n")
    monkeypatch.setattr(print_fonts, "TABLE", other)
    with pytest.raises(CommandError, match="no corresponde"):
        call_command("print_fonts", "--check")
    call_command("print_fonts", stdout=StringIO())
    assert "PRINTABLE" in other.read_text()


# -- told in a sentence ---------------------------------------------------------------------------------------


def said(value) -> str:
    with pytest.raises(ValidationError) as caught:
        validate_signs(value)
    return caught.value.messages[0]


def test_one_sign_is_told_with_its_code_and_the_words_around():
    assert said("Taller de 漢 en Lima") == (
        "El signo «漢» (U+6F22, en «Taller de 漢 en Lima») no se puede imprimir en los informes: quítelo o "
        "escríbalo de otro modo."
    )
    assert "en la línea 2: «b 字 c»" in said("a\nb 字 c")


def test_many_signs_are_told_up_to_five():
    told = said("一二三四五六七")
    assert told.startswith("Los signos «一» (U+4E00")
    assert "«五»" in told
    assert "(U+516D" not in told
    assert "y 2 más no se pueden imprimir" in told


@pytest.mark.parametrize(("sign", "code"), [("\0", "U+0000"), ("\ud83d", "U+D83D"), ("\x1b", "U+001B")])
def test_a_sign_that_cannot_be_shown_is_told_by_its_code(sign, code):
    told = said(f"ab{sign}cd")
    assert told.startswith(f"El signo invisible {code} (en «ab□cd»)")
    told.encode()


def test_texts_inside_json_are_looked_at():
    validate_signs({"a": ["bien", 3, None, {"b": "👍"}]})
    assert "«漢»" in said({"a": [1, {"b": "漢"}]})
    assert "«漢»" in said({"漢": True})


# -- none left out --------------------------------------------------------------------------------------------


def own_models():
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "instance_type"):
                yield app, model


UNWATCHED = {
    "networks": {"Certificate.data", "PeopleExport.filters", "User.password"},
    "plans": {"EditStep.label"},
    "monitoring": set(OF_MONITORING),
    "reports": set(OF_REPORTS),
}


def test_every_text_field_of_every_model_has_the_check():
    named = set()
    for app, model in own_models():
        for field in model._meta.concrete_fields:
            names = {model.__name__, f"{model.__name__}.{field.name}"} & UNWATCHED[app]
            named |= {(app, name) for name in names}
            watched = validate_signs in field.validators
            assert watched == (is_free_text(field) and not names), f"{app}.{model.__name__}.{field.name}"
    assert named == {(app, name) for app, names in UNWATCHED.items() for name in names}, "hay una excepción de más"


def own_forms():
    """Of every page that there is."""
    get_resolver().url_patterns  # noqa: B018 - reads all views
    waiting = [forms.BaseForm]
    while waiting:
        waiting += (found := waiting.pop()).__subclasses__()
        if found.__module__.split(".")[0] in OURS:
            yield found


# Fields of words that are looked for or brought back by the page itself, never kept.
NOT_KEPT = {"q", "seen", "buscar", "search"}


def test_every_text_field_of_every_form_has_the_check():
    seen = 0
    for form in own_forms():
        model = getattr(getattr(form, "_meta", None), "model", None)
        of_model = {field.name: field for field in model._meta.concrete_fields} if model else {}
        for name, field in form.base_fields.items():
            if not isinstance(field, forms.CharField | forms.JSONField) or name in NOT_KEPT:
                continue
            if isinstance(field.widget, forms.PasswordInput):
                continue
            seen += 1
            if isinstance(field, forms.EmailField | forms.URLField):
                continue  # their own forms of address, and the model's
            own, kept = field.validators, of_model.get(name)
            checked = validate_signs in own or (kept is not None and validate_signs in kept.validators)
            assert checked, f"{form.__module__}.{form.__name__}.{name}"
    assert seen > 100


# Made while a form is built: file → what is read and never kept.
OTHERS = {
    "networks/forms/roster.py": 1,  # what is looked for
    "networks/forms/enrollments.py": 1,  # what the page showed
    "networks/forms/directory.py": 1,
    "plans/line_forms.py": 1,
    "monitoring/inbox_filter.py": 1,
    "monitoring/forms/questions.py": 1,
    "monitoring/forms/reviewing.py": 1,
    "monitoring/forms/follow_ups.py": 1,
}


TEXT_FIELD = re.compile(r"forms\.(fields\.)?CharField")


def test_forms_that_are_built_as_they_go_use_the_checked_field():
    found = {}
    for app in OURS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            text = path.read_text()
            tree = ast.parse(text if "CharField(" in text else "")
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
            calls = [call for call in calls if TEXT_FIELD.fullmatch(ast.unparse(call.func))]
            if calls:
                found[str(path.relative_to(settings.BASE_DIR))] = len(calls)
    assert found == OTHERS


# -- where people write ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_model_refuses_by_field(network):
    with pytest.raises(ValidationError) as caught:
        Contact(member=Member(network=network), name="漢", post="bien").clean_fields(exclude=["member"])
    assert "«漢»" in caught.value.message_dict["name"][0]


def test_a_form_that_is_not_of_a_model_refuses_by_field():
    form = DeclineForm({"reason": "漢"})
    assert "«漢»" in form.errors["reason"][0]
    form = DeclineForm({"reason": "a\0b"})
    assert form.errors["reason"] == [said("a\0b")]


def test_the_field_of_lines_keeps_what_is_fine():
    assert LineField().clean("uno\r\n👍 dos") == "uno\n👍 dos"


@pytest.mark.django_db
def test_a_page_tells_it_and_keeps_what_was_typed(login, secretariat, network):
    client = login(secretariat)
    page = reverse("networks:organization_create", args=[network.slug])
    response = client.post(page, {"name": "Centro 漢 de Lima", "short_name": "", "sector": "public"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "El signo «漢» (U+6F22" in text
    assert 'value="Centro 漢 de Lima"' in text
    for junk in ("\0", "\ud800"):
        answer = client.post(page, {"name": "a" + junk.encode("utf-8", "surrogatepass").decode("latin-1")})
        assert answer.status_code == 200
