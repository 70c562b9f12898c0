"""`manage.py issue_batch --year 2024 --json`: issues what the networks have to hand in of a year, all at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.management.lookup import network_named, user_named
from networks.models import Network
from reports.batch_asking import Asked, spots_of
from reports.batch_running import batch_run
from reports.batch_zip import title_of
from reports.batches import batch_create
from reports.models import BatchItem, ItemState, ReportBatch
from reports.official import FORMS


class Command(BaseCommand):
    help = (
        "Emite de una vez los informes de un año: los de cada periodo guardado que empezó en él. Sin --form, los "
        "que tienen qué decir: «avance», donde rige un plan; «gestion», donde hay funciones de norma y sesiones; "
        "«subdere», donde el plan tiene ponderaciones; «red», donde hay meta de personas; los que son de un plan "
        "entero («matriz», «plan-trabajo»), una vez por plan del año. Con --form, esos, en todos los periodos. Lo "
        "ya emitido no se emite otra vez: se dice con su folio. El que falla se nombra y no detiene a los otros; "
        "el código de salida es 1 si alguno falló. Las observaciones previas no detienen: quedan registradas."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, metavar="YEAR", help="El año.")
        parser.add_argument("--network", action="append", default=[], metavar="SLUG", help="Solo esa red.")
        parser.add_argument("--form", action="append", default=[], choices=sorted(FORMS), help="Solo esa forma.")
        parser.add_argument("--by", metavar="USER", help="Quién los emite; solo los de sus redes.")
        parser.add_argument("--output", metavar="FILE", help="Deja ahí un zip con todos.")
        parser.add_argument("--json", action="store_true", help="El resultado como JSON en la salida estándar.")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = self.ask(options)
        batch_run(batch.pk)
        batch.refresh_from_db()
        items = list(batch.items.select_related("network", "report").defer("report__data"))
        if options["output"] and batch.file:
            with batch.file.open("rb") as source, Path(options["output"]).open("wb") as target:
                shutil.copyfileobj(source, target)
        told = [self.told(item) for item in items]
        states = [one["state"] for one in told]
        counts = {state: states.count(state) for state in ("done", "skipped", "failed")}
        if options["json"]:
            self.stdout.write(json.dumps({"batch": str(batch.pk), **counts, "items": told}, ensure_ascii=False))
        else:
            self.tell(items, told)
        if counts["failed"]:
            words = ngettext("%(count)d informe falló.", "%(count)d informes fallaron.", counts["failed"])
            raise CommandError(words % {"count": counts["failed"]})

    def ask(self, options: dict[str, Any]) -> ReportBatch:
        user = user_named(options["by"]) if options["by"] else None
        year, named = options["year"], options["network"]
        found = [network_named(slug) for slug in named] or list(Network.objects.order_by("slug"))
        if user is not None and not named:
            found = [network for network in found if network in user.networks]
        asked = Asked(
            networks=tuple(found),
            forms=tuple(options["form"] or FORMS),
            years=(year,),
            fitting_only=not options["form"],
        )
        try:
            return batch_create(
                user=user,
                spots=spots_of(asked),
                title=_("Informes de %(year)s") % {"year": year},
                is_issue=True,
                override_reason=_("Emitido por orden de consola"),
            )
        except PermissionDenied as error:
            told = _("«%(user)s» no emite informes de todas esas redes.") % {"user": options["by"]}
            raise CommandError(told) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def told(self, item: BatchItem) -> dict[str, Any]:
        is_skipped = item.state == ItemState.DONE and bool(item.problem)
        return {
            "network": item.network.slug,
            "form": item.form,
            "period": item.period_code,
            "plan": item.plan_slug or None,
            "folio": item.report.folio if item.report else None,
            "state": "skipped" if is_skipped else item.state,
            "problem": item.problem or None,
        }

    def tell(self, items: list[BatchItem], told: list[dict[str, Any]]) -> None:
        for item, one in zip(items, told, strict=True):
            what = f"{one['network']} · {title_of(item)} · {one['period']}"
            self.stdout.write(f"{what}: {one['problem'] or one['folio']}")
