"""Exercise files: the shipped one holds together, a faulty one says where, and a draw depends on its seed alone."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import Engine, Line
from tests.shipped import shipped_catalogue, shipped_engine
from training.declared import declared
from training.exercise import FOLDER, BadExercise, Case, UnknownExercise, exercise_named, read_exercise
from training.reasons import REASONS

FIRST = exercise_named("first")


@given(st.integers(0, 2**31 - 1))
def test_a_draw_has_six_targets_among_twenty_and_none_twice(seed: int) -> None:
    cases = FIRST.drawn(seed)
    assert len({case.key for case in cases}) == 20
    assert sum(case.target for case in cases) == 6
    assert cases == FIRST.drawn(seed)


def test_two_seeds_give_two_orders() -> None:
    assert FIRST.drawn(1) != FIRST.drawn(2)


def test_a_case_comes_back_from_its_document() -> None:
    for case in FIRST.cases:
        assert Case.from_document(case.as_document()) == case


def test_every_reason_is_to_be_seen_somewhere_or_is_a_decoy() -> None:
    seen = {reason for case in FIRST.cases for reason in case.reasons}
    assert REASONS.keys() - seen == {"letters"}


def test_every_firm_says_that_it_is_invented() -> None:
    marks = ("(invented)", "(вымышлено)", "(сохта)", "(toʻqima)")
    parties = [party for case in FIRST.cases for party in declared(case).parties]
    assert [party.name for party in parties if not party.name.endswith(marks)] == []


def test_what_decides_stands_on_the_shipped_lists() -> None:
    known = {(edition.list_slug, entry.code) for edition in shipped_catalogue().editions for entry in edition.entries}
    named = {(case.decides.list, case.decides.entry) for case in FIRST.cases if case.decides.entry}
    assert named
    assert named <= known


def test_the_engine_is_a_colleague_who_can_be_wrong() -> None:
    """On the shipped lists it finds most targets and misses those that parties, routes or arithmetic decide."""
    engine = shipped_engine()
    flagged = {case.key for case in FIRST.cases if _flagged(engine, case)}
    targets = {case.key for case in FIRST.cases if case.target}
    assert targets - flagged == {"vague", "circuits"}
    assert flagged - targets == {"remover"}


def _flagged(engine: Engine, case: Case) -> bool:
    lines = [Line(str(item.number), item.description, item.hs_code) for item in declared(case).items]
    return any(verdict.flagged for verdict in engine.screen(lines))


def test_an_unknown_exercise_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownExercise):
        exercise_named("second")


# -- faulty files ----------------------------------------------------------------------------------

SHIPPED_FILE: dict[str, Any] = yaml.safe_load((FOLDER / "first.yaml").read_bytes())
Damage = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda file: file.pop("draw"), "an exercise has exactly these fields"),
        (lambda file: file["title"].pop("tg"), "title: tg missing: add it"),
        (lambda file: file["declarations"][0]["note"].pop("uz"), "solvent: note: uz missing: add it"),
        (lambda file: file["declarations"][0].update(extra=1), r"declarations \[1\]: each has exactly these fields"),
        (lambda file: file["declarations"][1].update(key="solvent"), "key: solvent stands more than once"),
        (lambda file: file["draw"].update(targets=9), "9 targets are to be drawn, but only 8 are there"),
        (lambda file: file["declarations"][0]["reasons"].append("smell"), "solvent: reasons: smell not known"),
        (
            lambda file: file["declarations"][0]["decides"].update(line=3),
            r"line 3 is not there; use one of: \[0, 1, 2\]",
        ),
        (lambda file: file["declarations"][0]["declaration"].update(box_99="x"), "solvent: box_99: field-unknown"),
    ],
)
def test_a_faulty_file_says_what_and_where(tmp_path: Path, damage: Damage, said: str) -> None:
    file = deepcopy(SHIPPED_FILE)
    damage(file)
    path = tmp_path / "faulty.yaml"
    path.write_text(yaml.safe_dump(file, allow_unicode=True), "utf-8")
    with pytest.raises(BadExercise, match=said):
        read_exercise(path)


def test_what_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text("slug: [", "utf-8")
    with pytest.raises(BadExercise, match="this is no YAML"):
        read_exercise(path)
