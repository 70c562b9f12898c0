"""Logo, colour and signatures of a network: what is taken in, what is refused, and how it is kept."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageFile, PngImagePlugin

from networks.logos import contrast_to_white, logo_read
from networks.models import NetworkIdentity, SignatureBlock

URL = "/redes/alfa/identidad/"
TEAL = "#0b6b68"


def picture(kind="PNG", size=(200, 100), mode="RGB", colour="#0b6b68", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def upload(content: bytes, name="logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client, revision=0, **changes):
    return client.post(URL, {"revision": revision, "ink": TEAL, "logo_alt": "Marca de prueba", **changes})


def test_saving_the_colour_and_the_logo(network, secretariat, login) -> None:
    response = send(login(secretariat), new_logo=upload(picture()))

    assert response.status_code == 302
    identity = NetworkIdentity.objects.get(network=network)
    assert (identity.ink, identity.logo_alt, identity.revision) == (TEAL, "Marca de prueba", 1)
    page = login(secretariat).get(URL).content.decode()
    assert "data:image/png;base64," in page
    assert f'fill="{TEAL}"' in page


def test_another_logo_takes_its_place_and_the_old_file_goes(
    network, secretariat, login, django_capture_on_commit_callbacks
) -> None:
    client = login(secretariat)
    send(client, new_logo=upload(picture()))
    old = NetworkIdentity.objects.get().logo
    with django_capture_on_commit_callbacks(execute=True):
        send(client, 1, new_logo=upload(picture("JPEG", colour="#8a3b12"), "otro.jpg"))

    new = NetworkIdentity.objects.get().logo
    assert new.name.endswith(".jpg")
    assert not old.storage.exists(old.name)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, 2, removes_logo="on", logo_alt="")
    assert not NetworkIdentity.objects.get().logo
    assert not new.storage.exists(new.name)


def test_of_two_who_save_at_once_the_second_is_told(network, secretariat, login) -> None:
    client = login(secretariat)
    send(client)
    response = send(client, ink="#8a3b12")

    assert response.status_code == 409
    assert "Otra persona guardó la identidad" in response.content.decode()
    assert NetworkIdentity.objects.get().ink == TEAL


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ink": "#ffcc00"}, "demasiado claro sobre el papel blanco: su contraste es de 1,5 a 1"),
        ({"ink": "red"}, "#4b2a63"),
        (
            {"new_logo": upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg")},
            "imagen PNG o JPEG legible",
        ),
        ({"new_logo": upload(picture("GIF"), "logo.png")}, "imagen PNG o JPEG legible"),
        ({"new_logo": upload(picture()[:60], "logo.png")}, "imagen PNG o JPEG legible"),
        ({"new_logo": upload(b"x" * (300 * 1024 + 1), "logo.png")}, "el máximo es de 300 KB"),
        ({"new_logo": upload(picture(size=(2001, 40)))}, "2001 × 40 puntos"),
        ({"new_logo": upload(picture(size=(8, 40)))}, "8 × 40 puntos"),
        ({"new_logo": upload(picture()), "logo_alt": " "}, "qué muestra el logotipo"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_a_sentence(
    network, secretariat, login, changes, told, monkeypatch
) -> None:
    # As the printing engine leaves it, where it was loaded.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for sent in changes.values():
        if hasattr(sent, "seek"):
            sent.seek(0)
    page = send(login(secretariat), **changes).content.decode()

    assert told in page
    assert not NetworkIdentity.objects.exists()


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is `side` × `side`, and unfolds to that."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * min(side, 20_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [2_008, 20_000, 60_000])
def test_a_picture_that_unfolds_is_never_unfolded(network, secretariat, login, side, monkeypatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was unfolded"))
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load_prepare", lambda self: pytest.fail("it was unfolded"))
    page = send(login(secretariat), new_logo=upload(bomb(side))).content.decode()

    assert "puntos: cada lado" in page or "imagen PNG o JPEG legible" in page


def test_only_the_pixels_are_kept() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "una persona")
    told.add_itxt("GPS", "19.43,-99.13", zip=True)
    exif = Image.Exif()
    exif[0x010E] = "una persona"
    exif[0x0112] = 6
    for sent in (
        picture(pnginfo=told, exif=exif),
        picture("JPEG", exif=exif),
        picture(mode="RGBA", colour="#0b6b6880"),
        picture(mode="P", colour=3),
        picture("JPEG", mode="CMYK", colour=(90, 0, 20, 10)),
        picture(mode="I;16", colour=30_000),
        picture(mode="1", colour=1),
    ):
        content, ending = logo_read(upload(sent))
        with Image.open(BytesIO(content)) as kept:
            assert (kept.mode, kept.format) == ("RGB", "PNG" if ending == "png" else "JPEG")
            assert not kept.getexif()
            assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"persona" not in content


def test_a_transparent_logo_lies_on_white_and_a_large_one_becomes_small() -> None:
    content, _ending = logo_read(upload(picture(mode="RGBA", colour="#00000000", size=(2000, 1000))))
    with Image.open(BytesIO(content)) as kept:
        assert kept.size == (800, 400)
        assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_a_logo_whose_file_is_gone_is_told_by_nothing_but_its_absence(network, secretariat, login) -> None:
    client = login(secretariat)
    send(client, new_logo=upload(picture()))
    logo = NetworkIdentity.objects.get().logo
    logo.storage.delete(logo.name)

    response = client.get(URL)
    assert response.status_code == 200
    assert "data:image" not in response.content.decode()


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast_to_white("#ffffff") == pytest.approx(1)
    assert contrast_to_white("#000000") == pytest.approx(21)
    assert contrast_to_white("#767676") == pytest.approx(4.54, abs=0.01)


def add(client, post: str, **changes):
    return client.post(
        f"{URL}firmas/nueva/", {"post": post, "entity": "Entidad", "name": "", "form": "", **changes}
    )


def posts() -> list[str]:
    return list(SignatureBlock.objects.order_by("order", "pk").values_list("post", flat=True))


def test_signatures_are_added_moved_changed_and_removed(network, secretariat, login) -> None:
    client = login(secretariat)
    for post in ("Presidenta", "Secretaria", "Testigo"):
        assert add(client, post).status_code == 302
    assert posts() == ["Presidenta", "Secretaria", "Testigo"]
    third = SignatureBlock.objects.get(post="Testigo")
    client.post(f"{URL}firmas/{third.pk}/mover/", {"paso": "subir"})
    assert posts() == ["Presidenta", "Testigo", "Secretaria"]
    client.post(f"{URL}firmas/{third.pk}/mover/", {"paso": "bajar"})
    client.post(f"{URL}firmas/{third.pk}/mover/", {"paso": "bajar"})
    assert posts() == ["Presidenta", "Secretaria", "Testigo"]
    changed = {"post": "Testiga", "entity": "", "name": "", "form": "gestion"}
    client.post(f"{URL}firmas/{third.pk}/", changed)
    third.refresh_from_db()
    assert (third.post, third.form, third.order) == ("Testiga", "gestion", 2)
    page = client.get(URL).content.decode()
    assert "Informe de gestión" in page
    client.post(f"{URL}firmas/{third.pk}/eliminar/")
    assert posts() == ["Presidenta", "Secretaria"]


def test_a_form_that_nobody_prints_and_a_thirteenth_signature_are_refused(network, secretariat, login) -> None:
    client = login(secretariat)
    assert "firma" in add(client, "Directora", form="ninguna").content.decode()
    assert posts() == []
    for number in range(12):
        SignatureBlock.objects.create(network=network, post=f"Cargo {number}", order=number)
    assert "hasta 12 firmas" in add(client, "Una más").content.decode()


def test_signatures_of_another_network_are_not_there(network, outsider, secretariat, login) -> None:
    from tests.factories import make_network

    other = make_network("otra-red")
    block = SignatureBlock.objects.create(network=other, post="Directora")
    client = login(secretariat)
    for tail in ("", "eliminar/"):
        assert client.get(f"{URL}firmas/{block.pk}/{tail}").status_code == 404
    assert client.post(f"{URL}firmas/{block.pk}/mover/", {"paso": "subir"}).status_code == 404


def test_without_signatures_the_page_says_who_signs(network, secretariat, login) -> None:
    network.secretariat_post = "Directora de prueba"
    network.save()
    assert "Directora de prueba" in login(secretariat).get(URL).content.decode()


def test_the_sentence_about_the_colour_says_its_figure_as_the_language_writes_it(network) -> None:
    from django.core.exceptions import ValidationError

    from networks.services.identity import check_ink

    with translation.override("es"), pytest.raises(ValidationError, match="1,5 a 1"):
        check_ink("#ffcc00")
