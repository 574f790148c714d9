"""Loads the control lists that come with the portal, or a folder of one's own."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.engine.catalogue import Catalogue
from screening.lists.catalogue_file import read_catalogue
from screening.lists.load import ListOfOthers, Loaded, load_catalogue
from screening.lists.yaml_reader import CatalogueError

SHIPPED = Path(__file__).resolve().parents[2] / "catalogue"


class Command(BaseCommand):
    help = (
        "Reads control lists from catalogue files and stores what is new, whole or not at all. "
        "The first edition of a list is put in force; a later one waits as a draft for two persons."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED, help="default: the lists shipped")
        parser.add_argument("--check", action="store_true", help="only read the files and report what is wrong")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        try:
            catalogue = read_catalogue(folder)
        except CatalogueError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} problems; nothing was loaded.") from error
        if not catalogue.editions:
            raise CommandError(f"{folder} holds no .yaml file.")
        if check:
            self.stdout.write(f"{len(catalogue.editions)} lists read without a problem.")
            return
        for loaded in self._loaded(catalogue):
            became = "in force" if loaded.activated else "waits as a draft" if loaded.new else "known already"
            self.stdout.write(f"{loaded.edition}: {became}")

    def _loaded(self, catalogue: Catalogue) -> list[Loaded]:
        try:
            return load_catalogue(catalogue)
        except ListOfOthers as error:
            raise CommandError(f"The list {error} belongs to an administration; nothing was loaded.") from error
