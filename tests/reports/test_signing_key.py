"""A person's certificates: kept locked, opened by her alone with their password, few times wrongly."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from networks.models import User
from reports.models import SigningKey
from reports.signing_forms import NONE, OWN, SYSTEM, SignatureFields
from reports.signing_services import (
    MOST_TRIES,
    signing_key_add,
    signing_key_open,
    signing_key_remove,
    usable_keys_of,
)
from reports.signing_vault import VaultError, locked, opened
from tests.factories import make_user
from tests.reports.signing_samples import (
    HOLDER,
    NOW,
    PASSWORD,
    YEAR,
    authority,
    holder,
    make_pair,
    other,
    p12,
    signer,
)

pytestmark = pytest.mark.django_db
PAGE = "/cuentas/firma/"


@pytest.fixture
def owner(db) -> User:
    return make_user("firmante")


@pytest.fixture
def key(owner) -> SigningKey:
    return signing_key_add(owner=owner, content=p12(holder(), authority()), password=PASSWORD)


def upload(content: bytes, name: str = "firma.p12") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_nothing_readable_is_kept(key) -> None:
    key.refresh_from_db()
    blob = bytes(key.blob)
    plain = p12(holder(), authority())
    assert plain[:40] not in blob
    assert HOLDER.encode() not in blob
    kept = " ".join(str(value) for value in SigningKey.objects.values().get(pk=key.pk).values())
    assert PASSWORD not in kept
    assert (key.label, key.subject) == (HOLDER, f"{HOLDER} · Entidad de prueba")
    assert key.issuer == "Autoridad de prueba · Entidad de prueba"
    assert key.certificate_sha256 == signer(holder()).sha256
    assert not key.is_self_signed


def test_opens_with_its_password_for_its_owner(key, owner) -> None:
    found = signing_key_open(key=key, user=owner, password=PASSWORD)
    assert (found.name, found.sha256) == (HOLDER, key.certificate_sha256)
    key.refresh_from_db()
    assert key.used_at is not None


def test_nobody_else_opens_it(key) -> None:
    with pytest.raises(ValidationError, match="no está entre los suyos"):
        signing_key_open(key=key, user=make_user("otra"), password=PASSWORD)


def test_wrong_passwords_run_out_and_right_ones_do_not(key, owner) -> None:
    for _try in range(MOST_TRIES + 2):
        signing_key_open(key=key, user=owner, password=PASSWORD)
    for _try in range(MOST_TRIES):
        with pytest.raises(ValidationError, match="La contraseña no abre el certificado"):
            signing_key_open(key=key, user=owner, password="otra")
    with pytest.raises(ValidationError, match="espere 15 minutos"):
        signing_key_open(key=key, user=owner, password=PASSWORD)


def test_expired_meanwhile(key, owner, monkeypatch) -> None:
    from reports import signing_services

    later = NOW + 2 * YEAR
    monkeypatch.setattr(signing_services.timezone, "now", lambda: later)
    with pytest.raises(ValidationError, match="venció"):
        signing_key_open(key=key, user=owner, password=PASSWORD)
    assert not usable_keys_of(owner).exists()


def test_removed_one_keeps_who_it_was_and_signs_no_more(key, owner) -> None:
    signing_key_remove(key=key)
    key.refresh_from_db()
    assert key.blob is None
    assert key.subject
    with pytest.raises(ValidationError, match="no está entre los suyos"):
        signing_key_open(key=key, user=owner, password=PASSWORD)
    assert signing_key_add(owner=owner, content=p12(holder()), password=PASSWORD).pk != key.pk


def test_same_certificate_twice(key, owner) -> None:
    with pytest.raises(ValidationError, match="ya está entre los suyos"):
        signing_key_add(owner=owner, content=p12(holder()), password=PASSWORD)
    assert SigningKey.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (lambda: b"nada", PASSWORD),
        (lambda: p12(holder()), "otra"),
        (lambda: p12(make_pair("Vencida", since=NOW - 2 * YEAR, until=NOW - YEAR)), PASSWORD),
        (lambda: p12(make_pair("Futura", since=NOW + YEAR, until=NOW + 2 * YEAR)), PASSWORD),
    ],
)
def test_refused_ones_leave_nothing(owner, content, password) -> None:
    with pytest.raises(ValidationError):
        signing_key_add(owner=owner, content=content(), password=password)
    assert not SigningKey.objects.exists()


def test_secret_may_be_changed(key, owner, settings) -> None:
    old = settings.SECRET_KEY
    before = bytes(key.blob)
    settings.SECRET_KEY = "otra clave de esta instalación"
    with pytest.raises(ValidationError, match="quítelo y cárguelo de nuevo"):
        signing_key_open(key=key, user=owner, password=PASSWORD)
    settings.SECRET_KEY_FALLBACKS = [old]
    signing_key_open(key=key, user=owner, password=PASSWORD)
    key.refresh_from_db()
    assert bytes(key.blob) != before, "se cerró de nuevo con la clave nueva"
    settings.SECRET_KEY_FALLBACKS = []
    assert signing_key_open(key=key, user=owner, password=PASSWORD).name == HOLDER


def test_blob_of_one_row_opens_in_no_other(key) -> None:
    thief = signing_key_add(owner=make_user("otra"), content=p12(other()), password=PASSWORD)
    thief.blob = key.blob
    thief.save()
    with pytest.raises(ValidationError, match="quítelo y cárguelo de nuevo"):
        signing_key_open(key=thief, user=thief.owner, password=PASSWORD)


def test_vault_finds_any_change() -> None:
    blob = locked(b"contenido", "1:a")
    assert opened(blob, "1:a") == (b"contenido", False)
    assert locked(b"contenido", "1:a") != blob
    for place in range(len(blob)):
        broken = bytearray(blob)
        broken[place] ^= 1
        with pytest.raises(VaultError):
            opened(bytes(broken), "1:a")
    for cut in (b"", blob[:20], blob[:-1]):
        with pytest.raises(VaultError):
            opened(cut, "1:a")


def test_page_adds_shows_and_removes(login, owner) -> None:
    client = login(owner)
    assert "Todavía no tiene un certificado" in client.get(PAGE).content.decode()
    answer = client.post(
        PAGE, {"file": upload(p12(holder())), "password": PASSWORD, "label": "El mío"}, follow=True
    )
    page = answer.content.decode()
    assert "El mío" in page
    assert f"{HOLDER} · Entidad de prueba" in page
    assert PASSWORD not in page
    key = SigningKey.objects.get()
    page = client.post(reverse("reports:signing_key_remove", args=[key.pk]), follow=True).content.decode()
    assert "Se quitó «El mío»" in page
    assert "Todavía no tiene un certificado" in page


def test_page_warns_of_a_self_made_one(login, owner) -> None:
    page = login(owner).post(
        PAGE, {"file": upload(p12(make_pair("Sola"))), "password": PASSWORD, "label": ""}, follow=True
    )
    assert "nadie más respalda" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "password", "told"),
    [
        (b"nada", PASSWORD, "no es un certificado PKCS#12"),
        (None, "equivocada-1", "La contraseña no abre el certificado"),
        (b"\x30" * 70_000, PASSWORD, "pesa más de 64 KB"),
        (None, "con\0nulo", "nulos"),
    ],
)
def test_page_tells_what_is_wrong(login, owner, content, password, told) -> None:
    content = p12(holder()) if content is None else content
    answer = login(owner).post(PAGE, {"file": upload(content), "password": password, "label": ""})
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert password not in answer.content.decode()
    assert not SigningKey.objects.exists()


def test_another_s_key_is_not_there(login, key) -> None:
    client = login(make_user("otra"))
    assert HOLDER not in client.get(PAGE).content.decode()
    answer = client.post(reverse("reports:signing_key_remove", args=[key.pk]), follow=True)
    assert "Ese certificado no está entre los suyos" in answer.content.decode()
    key.refresh_from_db()
    assert key.removed_at is None


def test_page_costs_the_same_for_many(login, owner, django_assert_max_num_queries) -> None:
    for number in range(4):
        signing_key_add(owner=owner, content=p12(make_pair(f"Titular {number}")), password=PASSWORD)
    client = login(owner)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).content.decode().count("panel__title") >= 4


def chosen(user: User, **data) -> SignatureFields:
    form = SignatureFields(data, user=user)
    form.is_valid()
    return form


def test_choice_offers_what_there_is(key, owner, settings) -> None:
    assert [value for value, _label in SignatureFields(user=make_user("otra")).fields["signature"].choices] == [
        NONE
    ]
    settings.SIGNING_PKCS12 = "sistema.p12"
    assert [value for value, _label in SignatureFields(user=owner).fields["signature"].choices] == [
        NONE,
        OWN,
        SYSTEM,
    ]


def test_choice_of_none_signs_nothing(key, owner) -> None:
    assert chosen(owner).signer is None
    assert not chosen(owner, signature=NONE, signing_key=key.pk, signing_password="otra").errors


def test_choice_of_one_s_own(key, owner) -> None:
    form = chosen(owner, signature=OWN, signing_key=key.pk, signing_password=PASSWORD)
    assert form.is_valid(), form.errors
    assert form.signer.sha256 == key.certificate_sha256
    wrong = chosen(owner, signature=OWN, signing_key=key.pk, signing_password="otra")
    assert "no abre el certificado" in wrong.errors["signing_password"][0]
    assert wrong.signer is None
    assert 'value="otra"' not in wrong.as_p()
    assert "Elija con cuál" in chosen(owner, signature=OWN).errors["signing_password"][0]


def test_choice_of_another_s_is_refused(key) -> None:
    thief = make_user("otra")
    signing_key_add(owner=thief, content=p12(other()), password=PASSWORD)
    assert "signing_key" in chosen(thief, signature=OWN, signing_key=key.pk, signing_password=PASSWORD).errors


def test_choice_of_the_system(owner, settings, tmp_path) -> None:
    assert "signature" in chosen(owner, signature=SYSTEM).errors
    file = tmp_path / "sistema.p12"
    file.write_bytes(p12(other()))
    settings.SIGNING_PKCS12, settings.SIGNING_PASSWORD = str(file), PASSWORD
    assert chosen(owner, signature=SYSTEM).signer.sha256 == signer(other()).sha256
    old = make_pair("Vencida", since=NOW - 2 * YEAR, until=NOW - datetime.timedelta(days=1))
    file.write_bytes(p12(old))
    assert "venció" in chosen(owner, signature=SYSTEM).errors["signature"][0]
