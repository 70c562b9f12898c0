"""The door: by user name or e-mail, in Spanish, closed to newcomers and, outside DEBUG, to demonstrations."""

import pytest

from networks.models import User
from tests.factories import PASSWORD, make_user

LOGIN = "/cuentas/login/"


def sign_in(client, login: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


@pytest.mark.parametrize("login", ["ana", "ana@example.org"])
def test_by_name_or_mail(login, client, db) -> None:
    make_user("ana")
    response = sign_in(client, login)
    assert (response.status_code, response.url) == (302, "/")


@pytest.mark.parametrize(
    ("asked", "language", "word"),
    [
        ("es-MX", "es", "Contraseña"),
        ("pt-BR", "pt-br", "Senha"),
        ("en-GB", "en", "Password"),
        ("fr", "es", "Contraseña"),
    ],
)
def test_the_page_is_in_the_browsers_language_or_spanish(client, db, asked, language, word) -> None:
    page = client.get(LOGIN, headers={"accept-language": asked}).content.decode()
    assert f'<html lang="{language}">' in page
    assert word in page
    assert [other for other in ("Contraseña", "Senha", "Password") if other in page] == [word]


def test_nobody_signs_up(client, db) -> None:
    page = client.get("/cuentas/signup/").content.decode()
    assert 'type="password"' not in page
    client.post("/cuentas/signup/", {"username": "yo", "email": "yo@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


def test_a_demonstration_account_opens_nothing_outside_debug(client, db, settings) -> None:
    make_user("muestra", is_demo=True)
    assert sign_in(client, "muestra").status_code == 200
    settings.DEBUG = True
    assert sign_in(client, "muestra").status_code == 302
    settings.DEBUG = False
    assert client.get("/").status_code == 302


def test_guessing_is_slowed_down(client, db) -> None:
    make_user("ana")
    for _ in range(12):
        response = sign_in(client, "ana", "no-es-esta")
    assert response.status_code == 429 or "demasiad" in response.content.decode().lower()
    assert sign_in(client, "ana").status_code != 302


def test_the_second_factor_is_offered(client, db, login) -> None:
    page = login(make_user("ana")).get("/cuentas/2fa/", follow=True)
    assert page.status_code == 200


def test_the_admin_uses_the_same_door(client, db, login) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(LOGIN)
    staff = make_user("personal", is_staff=True)
    assert login(staff).get("/admin/", follow=True).status_code == 403
    boss = make_user("raiz", is_staff=True, is_superuser=True)
    assert login(boss).get("/admin/networks/member/").status_code == 200
