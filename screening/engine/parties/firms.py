"""Two names of firms, bodies or ships: their own words, words of trade in any language, numbers, legal forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from screening.engine.parties.names import FATHER, FORM, INITIAL, NUMBER, TRADE, WORD, Name, Part
from screening.engine.parties.nearness import near
from screening.engine.parties.pairing import (
    EQUAL,
    FORM_OTHER,
    OTHER,
    SPELLED,
    Met,
    Pairing,
    pair,
    pair_words,
    told,
    unmet,
)

_TRADE_MISSPELT: Final = 0.7


def met(one: Name, other: Name, weights: Mapping[str, float]) -> Iterator[Met]:
    """What the words of two firms' names say, each with what it takes from the likeness."""
    mine, others = one.of(WORD, FATHER, INITIAL), other.of(WORD, FATHER, INITIAL)
    words = pair_words(mine, others, weights["least_word"])
    trade = pair(one.of(TRADE), other.of(TRADE), 1.0, lambda a, b: float(a.meaning == b.meaning))
    across = [*_across(words.left, trade.lacking), *_across(trade.left, words.lacking)]
    share = min(1.0, weights["words_of_full_weight"] / max(len(mine), len(others), 1))  # of a word in a long name
    for word, match, nearness in words.pairs:
        yield told(word, match, nearness, weights["firm_word"] * (1 - nearness) * share)
    for word, match, _ in trade.pairs:
        translated = near(word, match) < _TRADE_MISSPELT
        yield Met(SPELLED if translated else EQUAL, word, match, weights["translated"] * translated)
    yield from (Met(SPELLED, word, match, weights["translated"]) for word, match in across)
    yield from unmet(words.left, words.lacking, weights["other_firm_word"] * share, weights["more_firm_word"] * share)
    yield from unmet(trade.left, trade.lacking, weights["other_trade"], weights["more_trade"])
    if not words.pairs and not across:
        yield Met(OTHER, None, None, weights["only_trade"])
    yield from _numbers(one.of(NUMBER), other.of(NUMBER), weights)
    yield from _forms(one.of(FORM), other.of(FORM), weights)


def _across(mine: list[Part], others: list[Part]) -> list[tuple[Part, Part]]:
    """A name's own words that are misspelt words of trade of the other side; both are taken out."""
    found: Pairing = pair(mine, others, _TRADE_MISSPELT)
    mine[:], others[:] = found.left, found.lacking
    return [(one, other) for one, other, _ in found.pairs]


def _numbers(mine: tuple[Part, ...], others: tuple[Part, ...], weights: Mapping[str, float]) -> Iterator[Met]:
    """Numbers decide: No. 7 is not No. 8. Of several that differ one is told."""
    found = pair(mine, others, 1.0, lambda a, b: float(a.sound == b.sound))
    yield from unmet(found.left[:1], found.lacking[:1], weights["other_number"], weights["more_number"])


def _forms(mine: tuple[Part, ...], others: tuple[Part, ...], weights: Mapping[str, float]) -> Iterator[Met]:
    meanings = {part.meaning for part in mine} & {part.meaning for part in others}
    if mine and others and not meanings:
        yield Met(FORM_OTHER, mine[0], others[0], weights["other_form"])
