"""An uploaded form is forgotten with its file."""

from django.urls import reverse

from monitoring.models import ComplianceEntry, FormUpload
from tests.monitoring.roundtrip.workbooks import exported, fill, narrated, uploaded


def test_is_forgotten_with_its_file(reporting, technician, login, django_capture_on_commit_callbacks):
    row = uploaded(reporting, technician, fill(exported(reporting), narrated(1, "Hecho.")))
    address = reverse("monitoring:form_delete", args=["alfa", reporting.period.code, row.key])
    client = login(technician)
    assert client.get(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address, follow=True)
    assert "se quitó: no se guardó nada" in response.content.decode()
    assert not FormUpload.objects.exists()
    assert not row.file.storage.exists(row.file.name)
    assert not ComplianceEntry.objects.exists()


def test_not_by_another(reporting, technician, secretariat, login):
    row = uploaded(reporting, technician, exported(reporting))
    address = reverse("monitoring:form_delete", args=["alfa", reporting.period.code, row.key])
    assert login(secretariat).post(address).status_code == 404
    assert FormUpload.objects.exists()
