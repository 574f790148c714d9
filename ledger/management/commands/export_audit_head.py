"""Keeps the present end of the audit chain outside the database."""

from typing import Any

from django.core.management.base import BaseCommand

from ledger import audit


class Command(BaseCommand):
    help = "Appends the head of this node's audit chain to the file AUDIT_HEADS. The worker does so daily."

    def handle(self, *args: Any, **options: Any) -> None:
        head = audit.export_head()
        said = f"{head.node}/{head.sequence} written to {audit.heads_file()}" if head else "No events yet."
        self.stdout.write(said)
