"""Words with letters wrong: found by deletions, never one substance for another."""

import pytest

from screening.engine.misspellings import Misspellings

WORDS = ("tiodiglikol", "glikol", "nasos", "safet", "ftorid", "hlorid", "metilfosfonat", "etilfosfonat", "turbomolekul")


@pytest.mark.parametrize(
    ("written", "meant", "wrong"),
    [
        ("tiodiglykol", "tiodiglikol", 1),
        ("tiodigilkol", "tiodiglikol", 1),  # two letters changed about
        ("turbomlekal", "turbomolekul", 2),
        ("saft", "safet", 1),
    ],
)
def test_a_misspelt_word_is_found(written: str, meant: str, wrong: int) -> None:
    assert (meant, wrong) in Misspellings(WORDS).near(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("masos", "another first letter in a short word"),
        ("hlorid", "a chloride is no fluoride; an equal word is no misspelling"),
        ("etilfosfonat", "ethyl is not methyl"),
        ("sel", "too short"),
    ],
)
def test_another_word_is_not(written: str, why: str) -> None:
    assert Misspellings(WORDS).near(written) == (), why


def test_what_was_stored_gives_the_same_and_what_fits_other_words_is_not_used() -> None:
    first = Misspellings(WORDS)
    again = Misspellings(WORDS, first.to_bytes())
    assert again.to_bytes() == first.to_bytes()
    assert again.near("tiodiglykol") == first.near("tiodiglykol") != ()
    others = Misspellings((*WORDS, "kran"), first.to_bytes())
    assert others.near("tiodiglykol") == first.near("tiodiglykol")
    assert others.to_bytes() != first.to_bytes()
