"""Sets a portal up, or brings it up to date after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand

from config.preparation import prepare


class Command(BaseCommand):
    help = "Migrates, loads the catalogue (and demo data where DEMO is on), compiles texts, collects static files."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(self.stdout.write)
