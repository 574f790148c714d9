"""Screens names of a table against the watchlists in force."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.engine.parties.screening import PartyName
from screening.management.administrations import administration_named
from screening.management.name_tables import kind_of, rows_of
from screening.services.watchlists import NoWatchlist, screened, screeners_in_force

_COLUMNS: Final = ("query_id", "name", "type", "country")


class Command(BaseCommand):
    help = (
        "Reads a CSV with the columns query_id,name,type,country and writes a line of JSON for each row: the listed "
        "parties that the name may be, the likeliest first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", type=Path)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--watchlist", action="append", default=[], metavar="SLUG", help="only these lists")
        parser.add_argument("--administration", metavar="CODE", help="also its own lists")

    def handle(
        self, *args: Any, names: Path, out: Path, watchlist: list[str], administration: str | None, **options: Any
    ) -> None:
        owner = administration_named(administration)
        try:
            screeners = screeners_in_force(owner.pk if owner else None, watchlist)
        except NoWatchlist as error:
            raise CommandError(str(error)) from error
        queries = self._queries(names)
        with out.open("w", encoding="utf-8") as file:
            for query in queries:
                matches = [match.as_document() for match in screened(query, screeners)]
                file.write(json.dumps({"query_id": query.id, "matches": matches}, ensure_ascii=False) + "\n")

    def _queries(self, names: Path) -> Iterator[PartyName]:
        for row in rows_of(names, _COLUMNS):
            yield PartyName(row["query_id"], row["name"], kind_of(row["type"]), row["country"])
