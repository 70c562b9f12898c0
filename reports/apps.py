from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Informes"

    def ready(self) -> None:
        from reports import links

        links.register_all()
