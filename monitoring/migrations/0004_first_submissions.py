from django.db import migrations
from django.db.models import F


def take_over(apps, schema_editor):
    """What was sent so far was sent once, as far as anybody knows."""
    entries = apps.get_model("monitoring", "ComplianceEntry").objects
    entries.filter(submitted_at__isnull=False).update(first_submitted_at=F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0003_reporting_cycle")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
