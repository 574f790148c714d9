"""The measures of signal detection, against figures worked out by hand and what they must do in any case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scoring import Mark, Score, area, roc, score

# Hits, misses, false alarms, correct releases; then H, F, d′, c, A′.
# z(.9286) = 1.4652, z(.0333) = −1.8339; z(.6429) = .3661, z(.1667) = −.9674; z(.0714) = −1.4652; z(.5) = 0.
TABLE = [
    ((6, 0, 0, 14), 0.9286, 0.0333, 3.299, 0.184, 1.0),  # everything right
    ((4, 2, 2, 12), 0.6429, 0.1667, 1.334, 0.301, 0.8492),
    ((3, 3, 7, 7), 0.5, 0.5, 0.0, 0.0, 0.5),  # chance
    ((0, 6, 0, 14), 0.0714, 0.0333, 0.369, 1.650, 0.5),  # released everything
    ((6, 0, 14, 0), 0.9286, 0.9667, -0.369, -1.650, 0.5),  # stopped everything
    ((0, 6, 14, 0), 0.0714, 0.9667, -3.299, -0.184, 0.0),  # everything wrong
]


@pytest.mark.parametrize(("counts", "hit_rate", "false_alarm_rate", "d_prime", "criterion", "a_prime"), TABLE)
def test_the_measures_are_those_of_the_table(
    counts: tuple[int, int, int, int],
    hit_rate: float,
    false_alarm_rate: float,
    d_prime: float,
    criterion: float,
    a_prime: float,
) -> None:
    reached = Score(*counts)
    assert reached.hit_rate == pytest.approx(hit_rate, abs=5e-5)
    assert reached.false_alarm_rate == pytest.approx(false_alarm_rate, abs=5e-5)
    assert reached.d_prime == pytest.approx(d_prime, abs=2e-3)
    assert reached.criterion == pytest.approx(criterion, abs=2e-3)
    assert reached.a_prime == pytest.approx(a_prime, abs=5e-5)


marks = st.builds(Mark, target=st.booleans(), signal=st.booleans(), confidence=st.integers(1, 5))
scorable = st.lists(marks, min_size=2, max_size=40).filter(lambda found: len({mark.target for mark in found}) == 2)
counts = st.integers(0, 60)


@given(scorable)
def test_a_right_answer_in_place_of_a_wrong_one_raises_d_prime(found: list[Mark]) -> None:
    wrong = next((place for place, mark in enumerate(found) if not mark.right), None)
    if wrong is None:
        return
    mended = [Mark(mark.target, mark.target, 3) if place == wrong else mark for place, mark in enumerate(found)]
    assert score(mended).d_prime > score(found).d_prime
    assert score(mended).a_prime >= score(found).a_prime


@given(counts, counts, counts, counts)
def test_asking_for_more_checks_lowers_the_criterion_whatever_the_truth(
    hits: int, misses: int, alarms: int, releases: int
) -> None:
    few, more = Score(hits, misses + 1, alarms, releases + 1), Score(hits + 1, misses, alarms + 1, releases)
    assert more.criterion < few.criterion


@given(scorable)
def test_naming_targets_ordinary_and_the_reverse_turns_d_prime_round(found: list[Mark]) -> None:
    turned = [Mark(not mark.target, mark.signal, mark.confidence) for mark in found]
    assert score(turned).d_prime == pytest.approx(-score(found).d_prime)


@given(scorable)
def test_the_roc_rises_from_the_strictest_threshold_to_everything(found: list[Mark]) -> None:
    points = roc(found)
    assert [point.from_suspicion for point in points] == list(range(10, 0, -1))
    assert sorted((point.false_alarm_rate, point.hit_rate) for point in points) == [
        (point.false_alarm_rate, point.hit_rate) for point in points
    ]
    assert (points[-1].false_alarm_rate, points[-1].hit_rate) == (1.0, 1.0)
    assert 0 <= area(points) <= 1


@pytest.mark.parametrize(
    ("target", "ordinary", "expected"),
    [
        (Mark(True, True, 5), Mark(False, True, 4), 1.0),  # both were checked, the target with more confidence
        (Mark(True, False, 1), Mark(False, False, 5), 1.0),  # both were released, the target less surely
        (Mark(True, True, 3), Mark(False, True, 3), 0.5),
        (Mark(True, False, 5), Mark(False, True, 5), 0.0),
    ],
)
def test_confidence_counts_in_the_area(target: Mark, ordinary: Mark, expected: float) -> None:
    assert area(roc([target, ordinary])) == expected


@pytest.mark.parametrize("target", [True, False])
def test_nothing_to_tell_apart_gives_no_score(target: bool) -> None:
    with pytest.raises(ValueError, match="at least one target"):
        score([Mark(target, True, 3)])
