"""Goods determined earlier are found again; cases in tests/cases/engine/precedents.csv."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import Engine, Line, precedents, text
from screening.engine.reading import numbers_in
from screening.engine.verdict import Precedent, Verdict
from tests.cases import rows

PUMP = Precedent(
    id="1",
    maker="Shimadzu",
    model="XRD-6100",
    part_number="",
    list_slug="eu-dual-use",
    code="2B350.i",
    controlled=True,
    date="2026-03-02",
    officer="Invented Officer",
    reason="Wetted parts of nickel alloy",
)


def named(maker: str, model: str, part_number: str = "") -> Precedent:
    return replace(PUMP, maker=maker, model=model, part_number=part_number)


def found(written: str, *known: Precedent) -> list[str]:
    folded = text.fold(text.compose(written))
    return [each.precedent.maker for each in precedents.recognise(folded, known)]


@pytest.mark.parametrize("case", rows("engine/precedents.csv"), ids=lambda case: case["text"])
def test_a_good_is_found_again(case: dict[str, str]) -> None:
    known = named(case["maker"], case["model"], case["part_number"])
    assert bool(found(case["text"], known)) == (case["found"] == "yes"), case["why"]
    if case["found"] == "yes":
        keys = {*precedents.keys_of(known.model), *precedents.keys_of(known.part_number)}
        assert keys & numbers_in(Line("1", case["text"])), "the database is asked for none of its keys"


def test_the_maker_named_takes_the_number_from_the_others() -> None:
    one, other = named("Shimadzu", "XRD-6100"), named("Zaryatest", "XRD 6100")
    assert found("Diffractometer Zaryatest XRD-6100", one, other) == ["Zaryatest"]
    assert found("Diffractometer XRD-6100", one, other) == ["Shimadzu", "Zaryatest"]


# -- keys ------------------------------------------------------------------------------------------

NUMBER = st.from_regex(r"[A-Z]{1,4}[0-9]{2,6}([A-Z][0-9]{1,3})?", fullmatch=True)


@given(NUMBER, st.sampled_from(["", "-", " ", "/", " - "]))
def test_separators_and_case_make_no_difference(number: str, separator: str) -> None:
    letters = number.rstrip("0123456789")
    written = f"{letters}{separator}{number[len(letters) :]}".lower()
    assert set(precedents.keys_of(number)) <= numbers_in(Line("1", f"goods, {written}, 2 pcs"))


@given(NUMBER, st.data())
def test_another_digit_makes_another_number(number: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, letter in enumerate(number) if letter.isdigit()]))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != number[place]]))
    other = number[:place] + digit + number[place + 1 :]
    assert not found(f"Shimadzu {other}", named("Shimadzu", number))


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_within_bounds(written: str) -> None:
    assert len(numbers_in(Line("1", written))) <= precedents.MOST_KEYS
    precedents.keys_of(written)
    found(written, named(written, written, written))


def test_a_very_long_text_has_bounded_keys() -> None:
    assert len(numbers_in(Line("1", "A1 " * 5_000))) <= precedents.MOST_KEYS


@pytest.mark.parametrize("number", ["", "7", "X", "Sirius", "-/-", "\u200b"])
def test_what_cannot_be_recognised_has_no_key(number: str) -> None:
    assert precedents.keys_of(number) == ()


# -- weight ----------------------------------------------------------------------------------------


def screened(engine: Engine, description: str, *known: Precedent, hs: str = "") -> Verdict:
    [verdict] = engine.screen([Line("1", description, hs, precedents=known)])
    return verdict


def test_a_determination_proposes_its_entry_where_words_do_not(engine: Engine) -> None:
    before, after = screened(engine, "Прибор XRD-6100"), screened(engine, "Прибор XRD-6100", PUMP)
    assert not before.flagged
    assert after.flagged
    assert after.candidates[0].code == "2B350.i"
    [evidence] = after.candidates[0].evidence
    assert (evidence.id, evidence.spans) == ("EV-PRECEDENT", ((7, 15),))
    assert evidence.arguments["declared"] == "XRD-6100"
    assert after.precedents == (evidence,)


def test_a_good_determined_free_is_no_more_flagged_for_its_words(engine: Engine) -> None:
    free = replace(PUMP, list_slug="eu-dual-use", code="1C350.1", controlled=False)
    line = "Thiodiglycol, kit XRD-6100"
    before, after = screened(engine, line), screened(engine, line, free)
    assert "1C350.1" in {each.code for each in before.candidates if each.level == "high"}
    assert "1C350.1" not in {each.code for each in after.candidates if each.level in ("medium", "high")}
    assert [each.id for each in after.precedents] == ["EV-PRECEDENT-FREE"]


def test_a_figure_above_a_limit_still_speaks(engine: Engine) -> None:
    free = replace(PUMP, code="2B001.a", controlled=False)
    lathe = "Прецизионный токарный станок с ЧПУ, XRD-6100"
    figures = f"{lathe}, 2 управляемые оси, ход 600 мм, UPR 0,8 мкм"
    assert "2B001.a" not in {each.code for each in screened(engine, lathe, free, hs="8458112000").candidates}
    after = screened(engine, figures, free, hs="8458112000")
    best = {each.code: each for each in after.candidates}
    assert best["2B001.a"].level == "high"
    assert "EV-PRECEDENT-FREE" in {each.id for each in best["2B001.a"].evidence}


def test_the_other_entries_of_the_line_keep_their_scores(engine: Engine) -> None:
    line = "Thiodiglycol, kit XRD-6100"
    before = {(each.list_slug, each.code): each.score for each in screened(engine, line).candidates}
    after = {(each.list_slug, each.code): each.score for each in screened(engine, line, PUMP).candidates}
    assert {key: score for key, score in after.items() if key != ("eu-dual-use", "2B350.i")} == before


def test_an_entry_that_no_list_in_force_has_is_told_but_not_proposed(engine: Engine) -> None:
    gone = replace(PUMP, list_slug="former-list", code="9Z999")
    after = screened(engine, "Прибор XRD-6100", gone)
    assert not after.candidates
    assert len(after.precedents) == 1


def test_without_precedents_the_document_is_as_it_was(engine: Engine) -> None:
    assert "precedents" not in screened(engine, "Прибор XRD-6100").as_document()


def test_the_order_in_which_they_are_given_changes_nothing(engine: Engine) -> None:
    other = replace(PUMP, id="2", controlled=False, date="2026-04-01")
    one, two = screened(engine, "XRD-6100", PUMP, other), screened(engine, "XRD-6100", other, PUMP)
    assert one.candidates == two.candidates
