"""Exports an edition of a control list as a table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening import adapters
from screening.lists.table.writing import TYPES, written
from screening.models import Edition


class Command(BaseCommand):
    help = "Writes an edition of a control list as a table that import_list reads: CSV or XLSX by the file's name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("out", type=Path, help="a name that ends in .csv or .xlsx")
        parser.add_argument("--edition", metavar="NAME", help="left out: the edition in force")

    def handle(self, *args: Any, slug: str, out: Path, edition: str | None, **options: Any) -> None:
        extension = out.suffix.removeprefix(".").lower()
        if extension not in TYPES:
            raise CommandError(f"{out} ends neither in .csv nor in .xlsx.")
        row = self._row(slug, edition)
        [found] = adapters.catalogue_of(Edition.objects.filter(pk=row.pk)).editions
        out.write_bytes(written(found, extension))
        self.stdout.write(f"{found.label}: {len(found.entries)} entries in {out}")

    def _row(self, slug: str, name: str | None) -> Edition:
        """The edition of that name that was stored last; without a name the one in force."""
        rows = Edition.objects.filter(control_list__slug=slug).order_by("-created_at")
        row = rows.filter(**({"name": name} if name else {"state": Edition.State.ACTIVE})).first()
        if row is None:
            known = ", ".join(dict.fromkeys(rows.values_list("name", flat=True))) or "none"
            raise CommandError(f"The list {slug!r} has no such edition. Stored: {known}")
        return row
