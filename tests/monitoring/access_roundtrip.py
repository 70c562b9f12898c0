"""Who may take and bring forms: whoever reports; an uploaded one is only for who uploaded it."""

from monitoring.models import FormUpload
from networks.models import User
from tests.access import REPORTERS, Row
from tests.factories import make_user


def _period(world):
    return {"code": world.period.code}


def _form(world):
    return {**_period(world), "who": world.member.code}


def _upload(world):
    """A form that the person of the network uploaded, whoever she is in this turn."""
    user = User.objects.filter(assignments__network=world.network).first() or make_user()
    row = FormUpload.objects.filter(uploaded_by=user).first() or FormUpload.objects.create(
        network=world.network,
        period=world.period,
        member=world.member,
        uploaded_by=user,
        file_name="lleno.xlsx",
        size=1,
        options={"reason": "Lo envió por correo"},
    )
    return {**_period(world), "key": row.key}


ROWS = [
    Row("monitoring:form_upload", REPORTERS, kwargs=_period),
    Row("monitoring:form_export", REPORTERS, kwargs=_form),
    Row("monitoring:form_preview", REPORTERS, kwargs=_upload),
    Row("monitoring:form_preview", REPORTERS, kwargs=_upload, method="post"),
    Row("monitoring:form_marked", REPORTERS, kwargs=_upload),
    Row("monitoring:form_delete", REPORTERS, kwargs=_upload, method="post"),
]
