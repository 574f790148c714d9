"""How a declaration worked in a group, against figures worked out by hand."""

from __future__ import annotations

import pytest

from training.item_statistics import item_statistics


def test_an_item_that_only_the_able_get_right_discriminates() -> None:
    able, weak = {"a": True, "b": True, "hard": True}, {"a": False, "b": False, "hard": False}
    found = {each.key: each for each in item_statistics([able, able, weak, weak])}
    assert found["hard"].facility == 0.5
    assert found["hard"].point_biserial == pytest.approx(1.0)
    assert found["hard"].upper_lower == 1.0


def test_an_item_that_only_the_weak_get_right_shows_below_nought() -> None:
    able, weak = {"a": True, "b": True, "odd": False}, {"a": False, "b": False, "odd": True}
    found = {each.key: each for each in item_statistics([able, able, weak])}
    assert found["odd"].point_biserial == pytest.approx(-1.0)
    assert found["odd"].upper_lower == -1.0


def test_the_correlation_is_the_one_worked_out_by_hand() -> None:
    # Right at the item: 1, 1, 0, 0; right in the rest: 1, ½, ½, 0. r = .25 / (.5 · .3536) = .7071
    sheets = [
        {"item": True, "a": True, "b": True},
        {"item": True, "a": True, "b": False},
        {"item": False, "a": True, "b": False},
        {"item": False, "a": False, "b": False},
    ]
    found = {each.key: each for each in item_statistics(sheets)}
    assert found["item"].point_biserial == pytest.approx(0.7071, abs=5e-5)


@pytest.mark.parametrize("sheets", [[{"a": True, "b": False}], [{"a": True, "b": True}, {"a": True, "b": False}]])
def test_where_all_answered_alike_there_is_no_correlation(sheets: list[dict[str, bool]]) -> None:
    found = {each.key: each for each in item_statistics(sheets)}
    assert found["a"].point_biserial is None


def test_each_counts_only_those_who_saw_it_and_the_hardest_stands_first() -> None:
    found = item_statistics([{"a": True, "b": True}, {"a": True, "c": False}])
    assert [(each.key, each.answered, each.facility) for each in found] == [("c", 1, 0.0), ("a", 2, 1.0), ("b", 1, 1.0)]


def test_nobody_finished_gives_nothing() -> None:
    assert item_statistics([]) == []
