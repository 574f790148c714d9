"""Sets a portal up, or brings it up to date after an upgrade."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.claims import Taken, claimed_folder
from config.preparation import prepare
from config.processes import StartFailed, Supervisor
from config.programs import queue_of_our_own


class Command(BaseCommand):
    help = "Migrates, loads the catalogue (and demo data where DEMO is on), compiles texts, collects static files."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with claimed_folder(settings.DATA_DIR), Supervisor(settings.DATA_DIR / "logs", self.stdout.write) as queue:
                for program in queue_of_our_own():
                    queue.start(program)
                prepare(self.stdout.write)
        except KeyboardInterrupt:
            raise CommandError("Stopped before everything was prepared. Run it again.") from None
        except (Taken, StartFailed, PermissionError) as error:
            raise CommandError(str(error)) from error
