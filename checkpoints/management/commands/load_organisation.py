"""Adds administrations, checkpoints, people and customs systems from a file."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checkpoints.organisation import BadOrganisation, load_organisation


class Command(BaseCommand):
    help = "Adds what a TOML file describes (docs/operations.md) and shows the new passwords and secrets once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            made = load_organisation(tomllib.loads(file.read_text("utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, BadOrganisation) as error:
            raise CommandError(f"{file}: {error}. Nothing was added.") from error
        for each in made:
            self.stdout.write(f"{each.kind:15} {each.name:40} {each.secret}")
        self.stdout.write(f"{len(made)} added.")
