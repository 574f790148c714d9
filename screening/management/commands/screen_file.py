"""Screens a table of goods lines from the command line."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.engine import Engine
from screening.engine.catalogue import LANGUAGES
from screening.lists.as_of import catalogue_as_of
from screening.management.administrations import administration_named
from screening.management.goods_table import BadTable, Progress, screen_file
from screening.services.index import NoCatalogue, engine_in_force, lists_of_others


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-11-24") from error


class Command(BaseCommand):
    help = "Screens the lines of a CSV or XLSX file (columns id, description, hs_code) and writes JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--out", type=Path, required=True, help="an interrupted run goes on where it stopped")
        parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the evidence")
        parser.add_argument("--as-of", type=_day, help="use the lists in force on this day")

        parser.add_argument("--administration", metavar="CODE", help="whose national lists count; left out: none")

    def handle(
        self,
        *args: Any,
        source: Path,
        out: Path,
        lang: str,
        as_of: date | None,
        administration: str | None = None,
        **options: Any,
    ) -> None:
        if not source.is_file():
            raise CommandError(f"{source} is no file.")
        try:
            engine, owner = self._engine(as_of), administration_named(administration)
            left_out = lists_of_others(owner.pk if owner else None, engine.digest)
            written = screen_file(engine, source, out, lang, self._show, left_out)
        except (BadTable, NoCatalogue) as error:
            raise CommandError(str(error)) from error
        if self._on_terminal():
            self.stderr.write("")
        self.stdout.write(f"{written} lines screened, verdicts in {out}")

    def _engine(self, as_of: date | None) -> Engine:
        if as_of is None:
            return engine_in_force()
        catalogue = catalogue_as_of(as_of)
        if not catalogue.editions:
            raise NoCatalogue(f"No control list was in force on {as_of}.")
        return Engine.build(catalogue)

    def _on_terminal(self) -> bool:
        return bool(self.stderr.isatty())

    def _show(self, progress: Progress) -> None:
        if self._on_terminal():
            share = f" ({progress.done / progress.total:.0%})" if progress.done and progress.total else ""
            self.stderr.write(f"\r{progress.rows:,} lines{share}", ending="")
            self.stderr.flush()
