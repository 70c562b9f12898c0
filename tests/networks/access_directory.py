"""Who may open the directory, its files, and «¿siguen siendo estos sus datos?»."""

import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from networks.exchange.keeping import table_keep
from networks.models import Contact, ContactReview, ReviewAnswer, Role, User
from networks.services.contact_reviews import review_token
from tests.access import SECRETARIAT, Row

CSV = b"member,name,code,held_on,seat,attended\nuno,Oficina,uno,2024-02-01,uno,no\n"


def _contact(world):
    values = {"member": world.member, "name": "Oficina", "email": "oficina@example.org"}
    return Contact.objects.get_or_create(**values)[0]


def _pk(world):
    return {"pk": _contact(world).pk}


def _sends(world):
    return {"left_on": datetime.date(2024, 1, 1), "name": ""}


def _review(world):
    return ContactReview.objects.create(
        contact=_contact(world), sent_to="oficina@example.org", answer=ReviewAnswer.CHANGED
    )


def _token(world):
    review = ContactReview.objects.create(contact=_contact(world), sent_to="oficina@example.org")
    return {"token": review_token(review)}


def kept(kind):
    """Whoever uploads it finds it; for the others the right is asked before the file."""

    def make(world):
        owner = User.objects.filter(assignments__network=world.network, assignments__role=Role.SECRETARIAT).first()
        if owner is None:
            return {"key": "0" * 32}
        file = SimpleUploadedFile("tabla.csv", BytesIO(CSV).read())
        return {"key": table_keep(kind=kind, network=world.network, user=owner, file=file).key}

    return make


ROWS: list[Row] = [
    Row("networks:contact_detail", kwargs=_pk),
    Row("networks:contact_export", SECRETARIAT, method="post"),
    Row("networks:people_export_list", SECRETARIAT),
    Row("networks:team_succeed", SECRETARIAT, kwargs=lambda world: {"code": world.member.code}),
    Row(
        "networks:team_succeed",
        SECRETARIAT,
        kwargs=lambda world: {"code": world.member.code},
        method="post",
        data=_sends,
    ),
    Row("networks:contact_succeed", SECRETARIAT, kwargs=_pk),
    Row("networks:contact_succeed", SECRETARIAT, kwargs=_pk, method="post", data=_sends),
    Row("networks:contact_template", SECRETARIAT),
    Row("networks:contact_review_list", SECRETARIAT),
    Row("networks:contact_review_ask", SECRETARIAT, method="post"),
    Row("networks:contact_review_apply_all", SECRETARIAT, method="post"),
    Row(
        "networks:contact_review_apply",
        SECRETARIAT,
        kwargs=lambda world: {"pk": _review(world).pk},
        method="post",
    ),
    Row("networks:my_data", kwargs=_token, public=True),
    Row("networks:my_data", kwargs=_token, method="post", data={"answer": "same"}, public=True),
    Row("networks:member_export", SECRETARIAT),
]
for _kind in ("contact", "member"):
    ROWS += [
        Row(f"networks:{_kind}_import", SECRETARIAT),
        Row(f"networks:{_kind}_import_preview", SECRETARIAT, kwargs=kept(_kind)),
        Row(
            f"networks:{_kind}_import_preview",
            SECRETARIAT,
            kwargs=kept(_kind),
            method="post",
            data={"forget": "1"},
        ),
        Row(f"networks:{_kind}_import_rows", SECRETARIAT, kwargs=kept(_kind)),
    ]
