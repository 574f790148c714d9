"""Loads the demo of training: a group at the first exercise."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from training.demo import load_demo_group


class Command(BaseCommand):
    help = "Loads a demo group at the first exercise; what is there already is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        group = load_demo_group()
        self.stdout.write(f"Group: {group.name}" if group else "No demo trainer is there: run load_demo first")
