"""Takes a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupFailed, back_up


class Command(BaseCommand):
    help = "Writes database, secret and audit heads to one file, while the portal runs. Keep it on another machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help="a folder, or a new file that ends in .tar")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(str(back_up(options["target"])))
        except BackupFailed as error:
            raise CommandError(str(error)) from error
