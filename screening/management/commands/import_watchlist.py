"""Imports a watchlist from a file."""

from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.lists.faults import ListRefused, sentence
from screening.lists.table.columns import SLUG
from screening.lists.watchlists.formats import FORMATS
from screening.lists.watchlists.importing import Imported, Source, WatchlistOfOthers, import_publication
from screening.management.administrations import administration_named

_SHOWN: Final = 20
_LONGEST_SLUG: Final = 40


class Command(BaseCommand):
    help = (
        "Reads a watchlist from a file and stores it, whole or not at all. The first edition of a list is in force at "
        "once, a later one waits as a draft for two list managers. docs/watchlists.md tells the formats."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--source", metavar="SLUG", required=True, help="the list's short name, such as ofac-sdn")
        parser.add_argument("--title", default="", help="what people are shown; the short name where left out")
        parser.add_argument("--administration", metavar="CODE", help="whose list it is; left out: all share it")
        parser.add_argument(
            "--shrunk", action="store_true", help="the list is meant to have at most half of the parties in force"
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        format: str,  # noqa: A002  the option's name
        source: str,
        title: str,
        administration: str | None,
        shrunk: bool,
        **options: Any,
    ) -> None:
        if len(source) > _LONGEST_SLUG or not SLUG.fullmatch(source):
            raise CommandError(f"{source!r} is no slug of a list: small Latin letters, digits and hyphens, 40 at most.")
        owner = administration_named(administration)
        try:
            imported = import_publication(Source(source, file, format, title, owner), may_shrink=shrunk)
        except WatchlistOfOthers as error:
            raise CommandError(f"The list {error} has another owner. Give yours another slug (--source).") from error
        except ListRefused as error:
            for fault in error.faults[:_SHOWN]:
                self.stderr.write(sentence(fault, "en"))
            raise CommandError("Nothing was stored; the edition in force stays.") from error
        self._tell(imported)

    def _tell(self, imported: Imported) -> None:
        for fault in imported.faults[:_SHOWN]:
            self.stderr.write(sentence(fault, "en"))
        if len(imported.faults) > _SHOWN:
            self.stderr.write(f"… and {len(imported.faults) - _SHOWN} more.")
        edition, left_out = imported.edition, imported.reading.left_out
        self.stdout.write(
            f"{edition}: {edition.party_count} parties, {edition.name_count} names; {left_out} records left out."
        )
        if not imported.new:
            self.stdout.write("Known already: nothing changed.")
        elif edition.bootstrap:
            self.stdout.write("The first edition of its list: in force.")
        else:
            self.stdout.write("Waits as a draft for two list managers.")
