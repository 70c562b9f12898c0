from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Informes")

    def ready(self) -> None:
        from monitoring.sections import register_form
        from reports import links
        from reports.official import FORMS

        links.register_all()
        for form in FORMS.values():
            register_form(form.kind)
