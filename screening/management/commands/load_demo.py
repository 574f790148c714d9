"""Loads invented people and declarations to try the portal out."""

from typing import Any

from django.core.management.base import BaseCommand

from screening.demo.load import demo_accounts, load_demo


class Command(BaseCommand):
    help = "Loads the demo. Its accounts have a password made for this installation; never load it in service."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_demo()
        self.stdout.write(f"{loaded.new} demo declarations are new.")
        for fault in loaded.faults:
            self.stderr.write(f"A story of the demo stopped. {fault}")
        for account in demo_accounts():
            places = f" at {', '.join(account.places)}" if account.places else ""
            self.stdout.write(f"  {account.username:22} {account.password}  {account.role}{places}")
