"""Compiles the translations."""

from typing import Any

from django.core.management.base import BaseCommand

from config.messages import compile_messages


class Command(BaseCommand):
    help = "Compiles locale/*/LC_MESSAGES/*.po where they changed. Needs no gettext."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_messages():
            self.stdout.write(str(path))
