"""Restores a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupFailed
from config.claims import Taken, claimed_folder
from config.restore import restore


class Command(BaseCommand):
    help = "Checks a backup and puts it in this installation's place, whole or not at all. Stop the portal first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="a file that `backup` wrote")
        parser.add_argument("--replace", action="store_true", help="even where there is data already")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with claimed_folder(settings.DATA_DIR):
                restored = restore(options["backup"], replace=options["replace"], say=self.stdout.write)
        except (BackupFailed, Taken) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored. The audit chain is whole: {restored.events} events.")
        if restored.lost:
            first, last = restored.lost[0], restored.lost[-1]
            self.stdout.write(
                f"{len(restored.lost)} heads were exported after this backup ({first.exported_at} to"
                f" {last.exported_at}): what happened since is lost. docs/operations.md says what to do."
            )
