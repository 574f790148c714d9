"""The place where a page ended, as an address carries it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from screening.selectors.since import Since

KEY = UUID(int=7)


def test_a_place_is_read_as_it_was_written() -> None:
    place = Since(datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC), KEY)
    assert Since.read(str(place)) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "2026-11-24T09:30:00+00:00",
        f"yesterday~{KEY}",
        "2026-11-24T09:30:00+00:00~7",
        f"2026-11-24T09:30:00~{KEY}",
        f"0001-01-01T00:00:00+14:00~{KEY}",
        f"9999-12-31T23:59:59-14:00~{KEY}",
    ],
)
def test_anything_else_is_no_place(text: str) -> None:
    assert Since.read(text) is None
