"""Goods lines and the entry that controls them, near misses beside hits; cases in tests/cases/engine/lines.csv."""

import pytest

from screening.engine import Engine, Line
from tests.cases import rows

CASES = rows("engine/lines.csv")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expected"] != "-"], ids=lambda case: case["description"]
)
def test_a_controlled_line_is_flagged_under_its_entry(engine: Engine, case: dict[str, str]) -> None:
    (verdict,) = engine.screen([Line("1", case["description"], case["hs_code"])])
    found = [f"{candidate.list_slug}:{candidate.code}" for candidate in verdict.candidates]
    assert verdict.flagged, found
    assert any(code.startswith(case["expected"]) for code in found), found


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expected"] == "-"], ids=lambda case: case["description"]
)
def test_an_ordinary_line_is_left_in_peace(engine: Engine, case: dict[str, str]) -> None:
    (verdict,) = engine.screen([Line("1", case["description"], case["hs_code"])])
    assert not verdict.flagged, [(each.list_slug, each.code, each.evidence) for each in verdict.candidates]
