from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Text fields in which nobody writes, with the reason.
UNWATCHED = {
    "ColumnMemory.heading": "a heading of an imported file, not printed",
    "Commitment": "frozen out of the plan",
    "Convening.agenda": "frozen out of the meeting",
    "Convening.recipients": "frozen out of the directory",
    "OutboxMessage": "letters written by the application",
    "PeriodClosing.totals": "computed",
    "PlanImport.mapping": "codes of columns",
    "PlanImport.options": "the words of an imported file as they stand in it",
    "PlanImport.problem": "written by the application",
    "FormUpload.options": "codes",
    "PublicationCheck": "what another server answered",
}


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Seguimiento")

    def ready(self) -> None:
        from monitoring import links
        from monitoring.services.outbox import people_mail_queue
        from networks import mailing
        from networks.signs_fields import watch_signs

        links.register_all()
        watch_signs(self, unwatched=UNWATCHED)
        mailing.register(people_mail_queue)
