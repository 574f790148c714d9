"""Checks the audit chain and its exported heads."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger import audit
from ledger.models import AuditEvent


class Command(BaseCommand):
    help = "Checks every event of the audit chain against its neighbours and the exported heads."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(audit.faults())
        for fault in found:
            self.stderr.write(fault)
        events, heads = AuditEvent.objects.count(), len(audit.exported_heads())
        if found:
            raise CommandError(f"The audit chain is broken: {len(found)} faults in {events} events.")
        self.stdout.write(f"The audit chain is whole: {events} events, {heads} exported heads.")
