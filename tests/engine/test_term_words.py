"""The words of a catalogue's texts: read once, stored, and loaded only for the same texts."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from screening.engine import Engine, Line
from screening.engine.catalogue import Catalogue
from screening.engine.term_words import TermWords
from tests.cases import rows

TEXTS = ("2-хлорэтанол", "carbon fibre T800", "", "насос вакуумный", "…")


def test_figures_that_place_groups_weigh_little() -> None:
    keys, weights = TermWords(TEXTS)["2-хлорэтанол"]
    assert keys[0] == "2"
    assert weights[0] < 0.2 < weights[1]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_what_was_stored_gives_the_same(texts: list[str]) -> None:
    words = TermWords(texts)
    loaded = TermWords(texts, words.to_bytes())
    assert [loaded[text] for text in texts] == [words[text] for text in texts]
    assert loaded.to_bytes() == words.to_bytes()


def test_what_was_stored_of_other_texts_is_not_used() -> None:
    stored = TermWords(TEXTS).to_bytes()
    assert TermWords(("насос",), stored)["насос"] == TermWords(("насос",))["насос"]
    assert TermWords(TEXTS, b"damaged")[TEXTS[0]] == TermWords(TEXTS)[TEXTS[0]]


def test_an_engine_made_of_what_another_stored_says_the_same(catalogue: Catalogue) -> None:
    some = dataclasses.replace(catalogue, editions=catalogue.editions[1:3])
    engine = Engine.build(some)
    again = Engine.build(some, digest=engine.digest, stored=engine.to_store())
    lines = [Line(str(n), case["description"], case["hs_code"]) for n, case in enumerate(rows("engine/lines.csv"))]
    assert again.screen(lines) == engine.screen(lines)
    assert again.to_store() == engine.to_store()
