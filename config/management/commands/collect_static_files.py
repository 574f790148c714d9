"""Collects the static files where they changed."""

from typing import Any

from django.core.management.base import BaseCommand

from config.static_files import collect_if_changed


class Command(BaseCommand):
    help = "Collects and compresses the static files, where one changed since the last time. Needs no database."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Collected." if collect_if_changed() else "Nothing changed.")
