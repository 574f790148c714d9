"""Checks the audit chain and its exported heads."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger import audit


class Command(BaseCommand):
    help = "Checks every event of the audit chain against its neighbours and the exported heads, and records it."

    def handle(self, *args: Any, **options: Any) -> None:
        found = audit.verify()
        for fault in found.faults:
            self.stderr.write(fault)
        if found.faults:
            raise CommandError(f"The audit chain is broken: {len(found.faults)} faults in {found.events} events.")
        self.stdout.write(f"The audit chain is whole: {found.events} events, {found.heads} exported heads.")
