"""The evaluation set is well formed and large enough, and its measure tells right from wrong."""

from collections import Counter
from pathlib import Path

import pytest

from bench.evaluation import Case, Result, read_cases, write_misses
from bench.evaluation import heading as heading_of
from screening.engine.catalogue import LANGUAGES
from tests.shipped import shipped_catalogue

CASES = read_cases()
CODES = {f"{edition.list_slug}:{entry.code}" for edition, entry in shipped_catalogue().entries()}
KINDS = {"chemical", "chemical-cas", "goods", "invoice", "pair", "benign-easy", "benign-hard", "vague"}


def test_it_is_as_large_as_promised() -> None:
    controlled = [case for case in CASES if case.expected]
    kinds = Counter(case.kind for case in CASES)
    assert len(CASES) >= 1500
    assert len(controlled) >= 600
    assert len({case.pair for case in CASES if case.pair}) >= 60
    assert kinds["benign-easy"] + kinds["benign-hard"] >= 700
    assert kinds["vague"] >= 100


def test_every_row_can_be_used() -> None:
    faults = [
        (case.id, fault)
        for case in CASES
        for fault, holds in (
            ("kind", case.kind not in KINDS),
            ("language", case.language not in LANGUAGES),
            ("description", not case.description.strip()),
            ("hs_code", bool(case.hs_code) and not (case.hs_code.isdigit() and 4 <= len(case.hs_code) <= 10)),
            ("expected", bool(set(case.expected) - CODES)),
            ("ordinary goods have no code", case.kind.startswith(("benign", "vague")) and bool(case.expected)),
        )
        if holds
    ]
    assert faults == []


def test_ids_and_descriptions_are_unique_and_pairs_have_two_sides() -> None:
    assert [text for text, count in Counter(case.description for case in CASES).items() if count > 1] == []
    assert [key for key, count in Counter(case.id for case in CASES).items() if count > 1] == []
    sides: dict[str, list[bool]] = {}
    for case in CASES:
        if case.pair:
            sides.setdefault(f"{case.part} {case.pair}", []).append(bool(case.expected))
    assert [pair for pair, both in sides.items() if sorted(both) != [False, True]] == []


def test_every_heading_of_goods_belongs_to_one_part() -> None:
    """The first of a line's headings counts: the others control the goods beside it."""
    parts: dict[str, set[str]] = {}
    for case in CASES:
        if case.kind in ("goods", "invoice") and case.expected and "chem" not in case.id:
            parts.setdefault(heading_of(case.expected[0]), set()).add(case.part)
    assert {heading for heading, found in parts.items() if len(found) > 1} <= SHARED


SHARED = {"eu-dual-use:1C351", "eu-military:ML10", "radioactive-sources:RS"} | {
    f"eu-dual-use:{code}" for code in ("1B001", "1C001", "1C007", "7A002", "9A011", "9A012", "9A111")
}
"""Divided by agent, paragraph or device instead; the latter are what lines for a heading beside them may also name."""


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("eu-dual-use:1C350.7", "eu-dual-use:1C350"),
        ("eu-military:ML8.a.4", "eu-military:ML8"),
        ("explosives:E12", "explosives:E12"),
        ("drug-precursors:3.4", "drug-precursors:3.4"),
    ],
)
def test_the_heading_that_counts(code: str, heading: str) -> None:
    assert heading_of(code) == heading


def test_misses_are_written_worst_first(tmp_path: Path) -> None:
    def case(number: int, *expected: str) -> Case:
        return Case("tuning", f"x-{number}", "goods", "en", f"line {number}", "", expected, "")

    def result(rank: int, *, flagged: bool) -> Result:
        return Result(rank, "none", flagged, False, ())

    cases = [case(1, "explosives:E1"), case(2, "explosives:E2"), case(3, "explosives:E3")]
    results = {"x-1": result(2, flagged=True), "x-2": result(99, flagged=False), "x-3": result(1, flagged=True)}
    assert write_misses(tmp_path / "misses.csv", cases, results) == 2
    lines = (tmp_path / "misses.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["x-2", "x-1"]
