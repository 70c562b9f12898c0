"""`manage.py demo`: the five networks and the accounts to look at them with."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from networks.models import User
from reports.demo import DemoAccounts, create_accounts, load_network
from reports.demo.accounts import DemoRefused
from reports.demo.network import load_people, read_fixture
from reports.demo.publishing import publish_samples

NETWORKS = ("utgm", "red-gdl", "coalicion", "sernam", "mesa")


class Command(BaseCommand):
    help = "Carga las cinco redes de muestra y sus cuentas; crea lo que falta y no cambia lo que hay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-accounts", action="store_true", help="Solo las redes, sin cuentas.")

    def handle(self, *args: Any, **options: Any) -> None:
        people = [load_people(read_fixture(slug)) for slug in NETWORKS]
        accounts = None if options["no_accounts"] else self.accounts(people)
        for network in people:
            reviewer = User.objects.filter(username=f"secretaria-{network.slug}").first()
            load_network(network.slug, reviewer)
            self.stdout.write(f"{network.short_name}: {network.name}")
            for problem in publish_samples(network, read_fixture(network.slug), reviewer):
                self.stderr.write(problem)
        if accounts:
            self.report(accounts)

    def accounts(self, networks: list) -> DemoAccounts:
        try:
            return create_accounts(networks, os.environ.get("DEMO_PASSWORD"))
        except DemoRefused:
            text = _(
                "Las cuentas de demostración no se crean con DEBUG apagado. "
                "Use --no-accounts para cargar solo las redes."
            )
            raise CommandError(text) from None

    def report(self, accounts: DemoAccounts) -> None:
        if accounts.made:
            self.stdout.write("\n" + _("Cuentas nuevas: %(names)s") % {"names": ", ".join(accounts.made)})
            self.stdout.write(_("Contraseña de las nuevas: %(password)s") % {"password": accounts.password})
        if accounts.kept:
            text = _("Cuentas que ya estaban, con su contraseña de antes: %(names)s")
            self.stdout.write("\n" + text % {"names": ", ".join(accounts.kept)})
