"""One page of a list, newest first, found again by the key of the last row before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from ledger.models import Record

Row = TypeVar("Row", bound=Record)
PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """``next`` is the key behind which the older rows begin; empty on the last page."""

    rows: list[Row]
    next: str


def page_of(rows: QuerySet[Row], after: str) -> Page[Row]:
    """Keys are ordered by time of making. A key that cannot be read gives the first page."""
    wanted = rows.order_by("-id")
    key = _key(after)
    if key is not None:
        wanted = wanted.filter(id__lt=key)
    found = list(wanted[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
