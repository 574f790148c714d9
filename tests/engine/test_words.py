"""One thing has one key, however it is written; cases in tests/cases/engine/words.csv."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import text
from tests.cases import rows


@pytest.mark.parametrize("case", rows("engine/words.csv"), ids=lambda case: f"{case['text']}={case['other']}")
def test_words_meet_or_stay_apart(case: dict[str, str]) -> None:
    assert (text.keys(case["text"]) == text.keys(case["other"])) is (case["same"] == "yes"), case["why"]


@given(st.text(max_size=60))
def test_folding_keeps_the_length_so_that_spans_hold(written: str) -> None:
    composed = text.compose(written)
    assert len(text.fold(composed)) == len(composed)


@given(st.text(max_size=60))
def test_tokens_stand_in_order_and_inside_the_text(written: str) -> None:
    folded = text.fold(text.compose(written))
    places = [(token.start, token.end) for token in text.tokens(folded)]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(folded) for start, end in places)


def test_mixed_alphabets_in_a_word_are_reported() -> None:
    mixed = [token.mixed for token in text.tokens(text.fold("вaкуумный насос pump"))]
    assert mixed == [True, False, False]
