from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Planes"

    def ready(self) -> None:
        from plans import links

        links.register_all()
