from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Seguimiento")

    def ready(self) -> None:
        from monitoring import links
        from monitoring.services.outbox import people_mail_queue
        from networks import mailing

        links.register_all()
        mailing.register(people_mail_queue)
