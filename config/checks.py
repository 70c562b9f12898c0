"""What an installation may lack, told in words by any management command."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _


@register
def static_files_are_gathered(**kwargs: Any) -> list[CheckMessage]:
    """Outside DEBUG pages name their style sheets by fingerprint: without the manifest none can be shown."""
    if settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").exists():
        return []
    return [
        Warning(
            _("Faltan los archivos estáticos: con DEBUG apagado ninguna página podrá mostrarse."),
            hint=_("Ejecute «manage.py collectstatic --noinput»."),
            id="trama.W001",
        )
    ]


@register(deploy=True)
def secret_key_is_given(**kwargs: Any) -> list[CheckMessage]:
    if settings.SECRET_KEY_IS_GIVEN:
        return []
    return [
        Warning(
            _("La clave que firma las sesiones está guardada en esta máquina."),
            hint=_("Con varias máquinas, dé la misma SECRET_KEY a todas."),
            id="trama.W002",
        )
    ]


@register
def signing_is_ready(**kwargs: Any) -> list[CheckMessage]:
    """What is said of signatures in the settings is told at once, not to whoever issues a report."""
    from reports import signing_settings

    return [
        *(Error(told, id="trama.E001") for told in signing_settings.mistakes()),
        *(Warning(told, id="trama.W003") for told in signing_settings.warnings()),
    ]


@register
def jobs_are_known(**kwargs: Any) -> list[CheckMessage]:
    if settings.JOBS in ("embedded", "queue"):
        return []
    told = _("JOBS dice «%(given)s», y solo puede decir «embedded» o «queue».") % {"given": settings.JOBS}
    return [Error(told, hint=_("Corríjala o quítela: sin ella es «embedded»."), id="trama.E002")]
