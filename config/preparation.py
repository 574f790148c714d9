"""Everything a portal needs before it starts: tables, rules, catalogue, demo data, texts, static files."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command, get_commands

from config.messages import compile_messages
from config.static_files import collect_if_changed


def prepare(say: Callable[[str], None]) -> None:
    """Brings everything up to date; safe to run again, and quick where nothing changed."""
    say("Preparing: database")
    call_command("migrate", interactive=False, verbosity=0)
    say("Preparing: control lists")
    _call("load_catalogue")
    if settings.DEMO:
        say("Preparing: demo data")
        _call("load_demo")
    say("Preparing: texts and static files")
    compile_messages()
    collect_if_changed()


def _call(command: str) -> None:
    if command in get_commands():
        call_command(command, verbosity=0)
