"""Reads every watchlist of a folder again."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.lists.faults import ListRefused, sentence
from screening.lists.watchlists.refresh import Refreshed, refresh


class Command(BaseCommand):
    help = (
        "Reads every publication in a folder (watchlists.toml, or files named SLUG.FORMAT.ext) and stores what is new. "
        "A bad one is told and stops no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.WATCHLISTS_FOLDER or None)

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        if folder is None or not Path(folder).is_dir():
            raise CommandError(f"{folder} is no folder. Name one (--folder), or set WATCHLISTS_FOLDER.")
        try:
            done = refresh(Path(folder))
        except ListRefused as error:
            raise CommandError(str(error)) from error
        for each in done:
            self._tell(each)
        refused = sum(each.imported is None for each in done)
        if refused:
            raise CommandError(f"{refused} of {len(done)} watchlists refused; their editions in force stay.")

    def _tell(self, each: Refreshed) -> None:
        if each.imported is None:
            self.stderr.write(f"{each.slug}: refused")
            for fault in each.faults[:3]:
                self.stderr.write(f"  {sentence(fault, 'en')}")
            return
        edition, new = each.imported.edition, each.imported.new
        left_out = each.imported.reading.left_out
        said = f"{edition.party_count} parties, {left_out} records left out" if new else "known already"
        self.stdout.write(f"{edition}: {said}")
