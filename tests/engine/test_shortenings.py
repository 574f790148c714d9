"""Words cut short or without their vowels: found by what is left of them, never by chance likeness."""

import pytest

from screening.engine.shortenings import Shortenings

WORDS = ("hidrohlor", "hlorid", "detektor", "protivogaz", "hafnium", "botulin", "plastit", "heptanitrokuban")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("detktr", "detektor"),
        ("hafnm", "hafnium"),
        ("protivog", "protivogaz"),
        ("hidrohlrk", "hidrohlor"),  # the stem has lost its ending
    ],
)
def test_a_shortened_word_is_found(written: str, meant: str) -> None:
    assert Shortenings(WORDS).meant(written) == (meant,)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("bottlenos", "other vowels between the same consonants"),
        ("heptan", "too little of a long name"),
        ("plastm", "an ending of its own"),
        ("hlr", "too short"),
        ("detektor", "the word itself"),
        ("h2so4x", "not a word"),
    ],
)
def test_another_word_is_not(written: str, why: str) -> None:
    assert Shortenings(WORDS).meant(written) == (), why


def test_what_many_words_begin_with_tells_nothing() -> None:
    words = [f"nitro{letter}" for letter in "abcdefghij"]
    assert Shortenings(words).meant("nitro") == ()
