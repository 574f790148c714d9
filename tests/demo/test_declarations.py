"""A row of the tables becomes a declaration that intake takes without a doubt, the same each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from screening.demo import tables
from screening.demo.declarations import message_of
from screening.demo.tables import Declared
from screening.intake.fields import standard_clock
from screening.intake.json_format import parse_json

MOMENT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
COUNTRIES = {
    place["code"]: row["country"] for row in tables.administrations() for place in row["checkpoints"]
}  # fmt: skip


@pytest.mark.parametrize("declared", tables.declarations(), ids=lambda each: f"{each.number}-{each.ago}")
def test_intake_takes_it_without_a_doubt(declared: Declared) -> None:
    message = message_of(declared, country=COUNTRIES[declared.at], received_at=MOMENT)
    parsed = parse_json(message, clock=replace(standard_clock(), now=MOMENT))
    (taken,) = parsed.declarations
    assert parsed.refusals == () and taken.doubts == ()
    assert taken.arrival_at == MOMENT + declared.until_arrival
    assert len(taken.items) == len(declared.goods)


def test_the_same_row_gives_the_same_declaration() -> None:
    declared = next(each for each in tables.declarations() if each.way.containers)
    first, second = (message_of(declared, country="TJ", received_at=MOMENT) for _ in range(2))
    assert first == second and first["items"][0]["box_31_containers"]
