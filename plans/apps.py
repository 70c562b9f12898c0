from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Planes")

    def ready(self) -> None:
        from networks.signs_fields import watch_signs
        from plans import links
        from plans.themes import put_themes

        links.register_all()
        watch_signs(self, unwatched={"EditStep.label": "made out of titles"})
        post_migrate.connect(put_themes, sender=self, dispatch_uid="plans.themes")
