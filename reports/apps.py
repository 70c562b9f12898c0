from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Text fields in which nobody writes, with the reason.
UNWATCHED = {
    "BatchItem.problem": "written by the application",
    "IssuedReport.changes": "compared by the application",
    "IssuedReport.data": "frozen out of the records",
    "IssuedReport.findings": "written by the application",
    "IssuedReport.scope": "codes, and names out of the records",
    "IssuedReport.signed_by": "read from a certificate, in any script",
    "PublishedFile.name": "made out of a code",
    "PublishedSnapshot.data": "frozen out of the records",
    "PublishedSnapshot.title": "made out of the records",
    "SigningKey.issuer": "read from a certificate, in any script",
    "SigningKey.serial": "read from a certificate",
    "SigningKey.subject": "read from a certificate, in any script",
}


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Informes")

    def ready(self) -> None:
        from monitoring.sections import register_form
        from networks import printed_forms
        from networks.signs_fields import watch_signs
        from reports import links
        from reports.official import FORMS

        links.register_all()
        watch_signs(self, unwatched=UNWATCHED)
        for form in FORMS.values():
            register_form(form.kind)
            printed_forms.register(form.slug, form.title)
