from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Redes y personas")

    def ready(self) -> None:
        from networks.signs_fields import watch_signs

        watch_signs(
            self,
            unwatched={
                "Certificate.data": "frozen out of what was checked when it was written",
                "PeopleExport.filters": "words that were looked for, not printed",
                "User.password": "a hash",
            },
        )
