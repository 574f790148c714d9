"""Runs the whole portal with one command."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config.claims import Taken, claimed_folder, refuse_taken_port
from config.preparation import prepare
from config.processes import StartFailed, Supervisor
from config.programs import address, programs, queue_of_our_own
from screening.demo.load import demo_accounts


class Command(BaseCommand):
    help = "Prepares the portal, then runs web server, worker, beat and (without REDIS_URL) a queue of its own."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with claimed_folder(settings.DATA_DIR):
                refuse_taken_port(settings.PORT)
                self.run()
        except KeyboardInterrupt:
            self.say("Stopped. The data is kept.")
        except (Taken, StartFailed, PermissionError) as error:
            raise CommandError(str(error)) from error

    def run(self) -> None:
        with Supervisor(settings.DATA_DIR / "logs", self.say) as supervisor:
            for program in queue_of_our_own():  # first: what is prepared asks for screenings
                supervisor.start(program)
            prepare(self.say)
            connections.close_all()
            for program in programs():
                self.say(f"Starting: {program.name}")
                supervisor.start(program)
            self.say_ready()
            supervisor.watch()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def say_ready(self) -> None:
        self.say(f"\nThe portal is ready: {address()}\n")
        if settings.DEMO:
            for account in demo_accounts():
                places = f" at {', '.join(account.places)}" if account.places else ""
                self.say(f"  {account.username:22} {account.password}  {account.role}{places}")
            connections.close_all()
        self.say(f"\nData and logs: {settings.DATA_DIR} (logs/*.log)\nStop with Ctrl-C.\n")
