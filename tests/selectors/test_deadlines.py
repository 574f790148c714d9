"""What is overdue, due within the hour, today, later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from screening.selectors.deadlines import Due, deadlines

DUSHANBE = ZoneInfo("Asia/Dushanbe")
MOMENTS = st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("now", "arrival", "due"),
    [
        ("24T12:00", "24T11:59", Due.OVERDUE),
        ("24T12:00", "24T12:00", Due.SOON),
        ("24T12:00", "24T12:59", Due.SOON),
        ("24T12:00", "24T13:00", Due.TODAY),
        ("24T12:00", "24T23:59", Due.TODAY),
        ("24T12:00", "25T00:00", Due.LATER),
        ("24T23:30", "25T00:29", Due.SOON),
        ("24T23:30", "25T00:30", Due.LATER),
    ],
)
def test_parts_of_a_day(now: str, arrival: str, due: Due) -> None:
    moment, then = (datetime.fromisoformat(f"2026-11-{each}+05:00") for each in (now, arrival))
    with timezone.override(DUSHANBE):
        assert deadlines(moment).of(then) == due


def test_the_day_ends_at_midnight_where_the_portal_stands() -> None:
    with timezone.override(DUSHANBE):
        due = deadlines(datetime(2026, 11, 24, 17, tzinfo=UTC))  # 22:00 in Dushanbe
    assert due.tomorrow == datetime(2026, 11, 25, tzinfo=DUSHANBE)


@given(now=MOMENTS, arrival=MOMENTS)
def test_a_part_begins_where_the_one_before_it_ends(now: datetime, arrival: datetime) -> None:
    due = deadlines(now)
    starts = [due.start(part) for part in (Due.SOON, Due.TODAY, Due.LATER)]
    assert starts == sorted(start for start in starts if start)
    start = due.start(due.of(arrival))
    assert start is None or start <= arrival
    assert due.of(now + timedelta(hours=1)) in (Due.TODAY, Due.LATER)
