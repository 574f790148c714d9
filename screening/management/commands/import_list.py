"""Imports a control list from a file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checkpoints.actors import SYSTEM
from checkpoints.models import Administration
from screening.engine.catalogue import Edition
from screening.lists.drafting import ListShrunk, store_draft
from screening.lists.faults import ListRefused, sentence
from screening.lists.formats import FORMATS
from screening.lists.load import ListOfOthers
from screening.lists.table.columns import SLUG, longest
from screening.management.administrations import administration_named


class Command(BaseCommand):
    help = (
        "Reads a control list from a file and stores it as a draft, whole or not at all; "
        "two list managers put it in force. docs/catalogue.md tells the formats."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, default="table")
        parser.add_argument("--list", metavar="SLUG", default="", help="the list's slug, if not the file's own")
        parser.add_argument("--administration", metavar="CODE", help="whose list it is; left out: all share it")
        parser.add_argument("--check", action="store_true", help="only read the file and report what is wrong")
        parser.add_argument(
            "--shrunk", action="store_true", help="the list is meant to have at most half of the entries in force"
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        format: str,  # noqa: A002  the option's name
        list: str,  # noqa: A002
        administration: str | None,
        check: bool,
        shrunk: bool,
        **options: Any,
    ) -> None:
        owner, edition = administration_named(administration), self._edition(file, format)
        if list:
            edition = replace(edition, list_slug=_slug(list))
        terms = sum(len(entry.terms) for entry in edition.entries)
        self.stdout.write(f"{edition.label}: {len(edition.entries)} entries, {terms} terms read.")
        if not check:
            self._store(edition, owner, shrunk)

    def _edition(self, file: Path, kind: str) -> Edition:
        try:
            return FORMATS[kind](file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except ListRefused as error:
            for fault in error.faults:
                self.stderr.write(sentence(fault, "en"))
            raise CommandError(f"{len(error.faults)} faults; nothing was stored.") from error

    def _store(self, edition: Edition, owner: Administration | None, shrunk: bool) -> None:
        try:
            loaded = store_draft(edition, owner=owner, actor=SYSTEM, may_shrink=shrunk)
        except ListOfOthers as error:
            raise CommandError(f"The list {error} has another owner. Give yours another slug (--list).") from error
        except ListShrunk as error:
            counts = f"{error.after} entries instead of {error.before}"
            raise CommandError(f"{counts}: nothing was stored. If that is meant, add --shrunk.") from error
        self.stdout.write("Waits as a draft for two list managers." if loaded.new else "Known already.")


def _slug(text: str) -> str:
    if len(text) > longest("list", "slug", "value") or not SLUG.fullmatch(text):
        raise CommandError(f"{text!r} is no slug of a list: small Latin letters, digits and hyphens, 40 at most.")
    return text
