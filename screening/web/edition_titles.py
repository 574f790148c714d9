"""What editions are called on screen: runs and attempts name them by slug, readers by title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from screening.selectors.entries import lists_in_force


def edition_titles(language: str, administration: UUID | None) -> dict[str, str]:
    """Titles of an administration's editions in force, by the labels under which runs name them. One statement."""
    in_force = lists_in_force(timezone.localdate(), administration)
    return {each.label: f"{each.title_in(language)} ({each.name})" for each in in_force}


def editions_text(labels: Iterable[str], titles: Mapping[str, str]) -> str:
    """By title where they are still in force, else as the run names them."""
    return "; ".join(titles.get(label, label) for label in labels)
