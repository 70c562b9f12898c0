"""Who may open the pages of the publication checklist."""

from django.core.files.base import ContentFile

from monitoring.models import PublicationItem
from tests.access import SECRETARIAT, Row


def _line(world):
    item, is_new = PublicationItem.objects.get_or_create(network=world.network, document="other", title="Guía")
    if is_new:
        PublicationItem.objects.create(network=world.network, document="norms")
        item.original_name = "guia.txt"
        item.file.save("guia.txt", ContentFile(b"guia"))
    return {"pk": item.pk}


def _form(name, kwargs):
    return [Row(name, SECRETARIAT, kwargs=kwargs), Row(name, SECRETARIAT, kwargs=kwargs, method="post")]


ROWS: list[Row] = [
    *_form("monitoring:publication_edit", {}),
    Row("monitoring:publication_list"),
    Row("monitoring:publication_checks", kwargs=_line),
    Row("monitoring:publication_download", kwargs=_line),
    *_form("monitoring:publication_create", {}),
    *_form("monitoring:publication_update", _line),
    *_form("monitoring:publication_delete", _line),
    Row("monitoring:publication_move", SECRETARIAT, kwargs=_line, method="post", data={"paso": "bajar"}),
]
