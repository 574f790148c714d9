"""Everything a portal needs before it starts: tables, rules, catalogue, demo data, texts, static files."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from config.messages import compile_messages
from config.static_files import collect_if_changed


def prepare(say: Callable[[str], None]) -> None:
    """Brings everything up to date; safe to run again, and quick where nothing changed."""
    say("Preparing: database")
    call_command("migrate", interactive=False, verbosity=0)
    say("Preparing: control lists")
    for line in _said_by("load_catalogue"):
        if not line.endswith("known already"):
            say(f"  {line}")
    if settings.DEMO:
        say("Preparing: demo data, two weeks of invented work (some seconds)")
        _said_by("load_demo")  # the accounts are printed when the portal is ready
        _said_by("load_training_demo")
    say("Preparing: texts and static files")
    compile_messages()
    collect_if_changed()


def _said_by(command: str) -> list[str]:
    said = StringIO()
    call_command(command, stdout=said)
    return said.getvalue().splitlines()
