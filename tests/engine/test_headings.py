"""SI-HEADING speaks where a text fits another heading far better than its declared chapter, and is silent else."""

import dataclasses

import pytest

from screening.engine import Engine, Line, headings
from screening.engine.policy import read_policy
from screening.engine.text import keys
from tests.cases import rows


@pytest.mark.parametrize("case", rows("engine/headings.csv"), ids=lambda case: case["why"])
def test_a_declared_heading_is_doubted_only_where_the_text_says_another(engine: Engine, case: dict[str, str]) -> None:
    (verdict,) = engine.screen([Line("1", case["description"], case["hs_code"])])
    told = [dict(sign.arguments) for sign in verdict.signs if sign.id == "SI-HEADING"]
    assert told == ([{"declared": case["hs_code"][:4], "likely": case["likely"]}] if case["likely"] else [])


def test_the_sign_changes_no_score_and_flags_nothing(engine: Engine) -> None:
    right, wrong = engine.screen(
        Line("1", "Frozen boneless bovine meat", code) for code in ("0202300000", "6109100000")
    )
    assert wrong.signs
    assert dataclasses.replace(wrong, signs=()) == right


def test_what_officers_answered_about_the_goods_counts(engine: Engine) -> None:
    line = Line("1", "Goods", "8542310000", (("description", "Frozen boneless bovine meat"),))
    assert [sign.id for sign in engine.screen([line])[0].signs] == ["SI-HEADING"]


def test_the_policy_decides_how_much_better_another_heading_must_fit() -> None:
    model, weights = headings.shipped("meat"), read_policy().headings
    said = keys("Frozen boneless bovine meat")
    assert headings.doubt(model, "8542310000", said, weights)
    assert not headings.doubt(model, "8542310000", said, {**weights, "margin": 3.0})
    assert not headings.doubt(model, "8542310000", said, {**weights, "least_words": 5})


def test_a_model_is_read_as_it_was_packed() -> None:
    model = headings.Headings(headings.pack({"0202": -1.0, "8542": -0.5}, {"meat": 2.0}, {"meat": {"0202": 1.5}}))
    (likely,) = model.guess(["meat", "unknown"]).best()
    assert likely.heading == "0202"
    assert likely.score == pytest.approx(0.5)
    assert model.guess(["unknown"]).best() == []
    assert [model.knows(heading) for heading in ("0202", "0203", "02", "")] == [True, False, False, False]


def test_bytes_that_are_no_model_are_refused() -> None:
    with pytest.raises(ValueError, match="no model"):
        headings.Headings(b"frequencies")


@pytest.mark.parametrize("alphabet", headings.ALPHABETS)
def test_a_shipped_model_is_small_and_knows_the_nomenclature(alphabet: str) -> None:
    packed = headings.model_file(alphabet).read_bytes()
    assert len(packed) < 1_000_000
    assert len(headings.Headings(packed).codes) > 1_000
