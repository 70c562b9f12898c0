from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "Seguimiento"

    def ready(self) -> None:
        from monitoring import links

        links.register_all()
