"""The demo's tables are whole: what one names another has, and everything is plainly invented."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

import pytest

from screening.demo import tables
from screening.demo.acts import ACTS
from screening.demo.tables import Declared

DECLARED: Final = tables.declarations()
TWO_WEEKS: Final = timedelta(days=14)
MARKS: Final = ("(invented)", "(вымышлено)", "(сохта)", "(toʻqima)", "(тўқима)")


def _firms(declared: Declared) -> list[str]:
    return [declared.consignor.name, declared.consignee.name]


def test_there_are_120_shipments_with_those_of_the_files() -> None:
    assert len({each.number for each in DECLARED}) + 2 == 120


def test_most_shipments_are_clear_as_at_real_posts() -> None:
    found = Counter({each.number: each.expected for each in DECLARED}.values())
    assert found["flagged"] < 50 < found["clear"] and found["open"] >= 8


@pytest.mark.parametrize("declared", DECLARED, ids=lambda each: each.number)
def test_a_declaration_is_invented_and_of_the_last_two_weeks(declared: Declared) -> None:
    assert declared.number.startswith("DEMO-")
    assert all(any(mark in name for mark in MARKS) for name in _firms(declared))
    assert timedelta(0) < declared.ago <= TWO_WEEKS


def test_goods_lines_differ_and_come_in_four_languages() -> None:
    lines = tables.goods_lines()
    assert len({good.description for good in lines.values()}) == len(lines) >= 120
    languages = Counter(good.language for good in lines.values())
    assert set(languages) == {"en", "ru", "tg", "uz"} and min(languages.values()) >= 15
    assert all(len(good.hs_code) == 10 and good.net_kg <= good.gross_kg for good in lines.values())


def test_every_goods_line_is_declared_somewhere() -> None:
    declared = {good.description for each in DECLARED for good, _ in each.goods}
    assert {good.description for good in tables.goods_lines().values()} == declared


def test_all_that_people_did_lies_in_the_past_and_in_order() -> None:
    received = {each.number: each.ago for each in reversed(DECLARED)}
    told: dict[str, timedelta] = {}
    for step in tables.steps():
        # A declaration older than a day came up to 50 minutes later than its table says.
        assert (
            step.after + timedelta(minutes=50 if received[step.number] > timedelta(days=1) else 1)
            < received[step.number]
        )
        assert told.get(step.number, timedelta(0)) < step.after
        told[step.number] = step.after


def test_steps_name_people_of_the_demo_and_things_they_can_do() -> None:
    people = {each["username"] for row in tables.administrations() for each in row["people"]}
    for step in tables.steps():
        assert step.does in ACTS and {step.by, step.details.get("to", step.by)} <= people
    assert {step.does for step in tables.steps()} == set(ACTS)


def test_attached_pictures_are_there_and_small() -> None:
    for step in tables.steps():
        if step.does == "attach":
            assert (tables.PICTURES / step.details["file"]).stat().st_size < 20_000
