"""Runs the whole portal with one command."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config.claims import Taken, claimed_folder, refuse_taken_port
from config.preparation import prepare
from config.processes import StartFailed, Supervisor
from config.programs import address, programs


class Command(BaseCommand):
    help = "Prepares the portal, then runs web server, worker, beat and (without REDIS_URL) a queue of its own."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with claimed_folder(settings.DATA_DIR):
                refuse_taken_port(settings.PORT)
                prepare(self.say)
                connections.close_all()
                self.run()
                self.say("Stopped. The data is kept.")
        except KeyboardInterrupt:
            self.say("Stopped before the portal was ready.")
        except (Taken, StartFailed, PermissionError) as error:
            raise CommandError(str(error)) from error

    def run(self) -> None:
        with Supervisor(settings.DATA_DIR / "logs", self.say) as supervisor:
            for program in programs():
                self.say(f"Starting: {program.name}")
                supervisor.start(program)
            if not supervisor.stopping:
                self.say_ready()
            supervisor.watch()
            self.say("Stopping …")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def say_ready(self) -> None:
        self.say(f"\nThe portal is ready: {address()}\n")
        for line in _demo_accounts() if settings.DEMO else ():
            self.say(f"  {line}")
        self.say(f"Data and logs: {settings.DATA_DIR} (logs/*.log)\nStop with Ctrl-C.\n")


def _demo_accounts() -> list[str]:
    """One line an account, from whoever makes the demo data."""
    if find_spec("screening.demo") is None:
        return []
    demo = import_module("screening.demo")
    return [str(account) for account in demo.demo_accounts()]
