"""Shuts a customs system out, or lets it in again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checkpoints.systems import UnknownSystem, switch_system


class Command(BaseCommand):
    help = "Shuts a customs system out at once, its tokens included; --again lets it in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--administration", required=True, help="its code, as in the organisation's file")
        parser.add_argument("--again", action="store_true", help="lets it in again")

    def handle(self, *args: Any, name: str, administration: str, again: bool, **options: Any) -> None:
        try:
            switch_system(administration=administration, name=name, disabled=not again)
        except UnknownSystem as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{name}: {'let in again' if again else 'disabled'}.")
