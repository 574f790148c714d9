"""Compares pairs of names."""

import csv
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from screening.engine.parties.screening import PartyName, likeness
from screening.management.name_tables import kind_of, rows_of

_COLUMNS: Final = ("id", "query", "query_country", "candidate", "candidate_country", "entity_type")


class Command(BaseCommand):
    help = (
        "Reads a CSV with the columns id,query,query_country,candidate,candidate_country,entity_type and writes one "
        "with id,score: how alike the two names are, from 0 to 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pairs", type=Path)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, pairs: Path, out: Path, **options: Any) -> None:
        rows = rows_of(pairs, _COLUMNS)
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "score"))
            for row in rows:
                kind = kind_of(row["entity_type"])
                query = PartyName(row["id"], row["query"], kind, row["query_country"])
                candidate = PartyName(row["id"], row["candidate"], kind, row["candidate_country"])
                writer.writerow((row["id"], likeness(query, candidate)))
