"""Who may have the Word and Excel twins of a report, and who may keep the network's own templates."""

from reports.models import WordTemplate
from reports.word_twin import starter_template
from tests.access import SECRETARIAT, Row

REPORT = {"form": "gestion", "code": "2024-T1"}


def _template(world):
    from django.core.files.base import ContentFile

    row = WordTemplate.objects.filter(network=world.network).first() or WordTemplate.objects.create(
        network=world.network,
        file=ContentFile(starter_template(), name="plantilla.docx"),
        original_name="plantilla.docx",
        size=1,
    )
    return {"pk": row.pk}


ROWS: list[Row] = [
    Row("reports:word_template_list", SECRETARIAT),
    Row("reports:word_template_list", SECRETARIAT, method="post"),
    Row("reports:word_template_starter", SECRETARIAT),
    Row("reports:word_template_file", SECRETARIAT, kwargs=_template),
    Row("reports:word_template_delete", SECRETARIAT, kwargs=_template, method="post"),
    Row("reports:report_docx", SECRETARIAT, kwargs=REPORT),
    Row("reports:report_xlsx", SECRETARIAT, kwargs=REPORT),
]
