"""Two names of firms, bodies or ships: their own words, words of trade in any language, numbers, legal forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from screening.engine.parties.names import FATHER, FORM, INITIAL, NUMBER, TRADE, WORD, Name, Part
from screening.engine.parties.nearness import near
from screening.engine.parties.pairing import (
    EQUAL,
    FORM_OTHER,
    OTHER,
    SPELLED,
    Met,
    pair,
    pair_words,
    told,
    unmet,
)

_TRADE_MISSPELT: Final = 0.7


def met(one: Name, other: Name, weights: Mapping[str, float]) -> Iterator[Met]:
    """What the words of two firms' names say, each with what it takes from the likeness."""
    mine, others = one.of(WORD, FATHER, INITIAL), other.of(WORD, FATHER, INITIAL)
    trade = pair(one.of(TRADE), other.of(TRADE), 1.0, lambda a, b: float(a.meaning == b.meaning))
    words = pair_words(_in_order(mine, trade.left), _in_order(others, trade.lacking), weights["least_word"])
    share = min(1.0, weights["words_of_full_weight"] / max(len(mine), len(others), 1))  # of a word in a long name
    for word, match, nearness in words.pairs:
        yield told(word, match, nearness, weights["firm_word"] * (1 - nearness) * share)
    for word, match, _ in trade.pairs:
        translated = near(word, match) < _TRADE_MISSPELT
        yield Met(SPELLED if translated else EQUAL, word, match, weights["translated"] * translated)
    left, lacking = _own(words.left), _own(words.lacking)
    yield from unmet(left, lacking, weights["other_firm_word"] * share, weights["more_firm_word"] * share)
    left, lacking = _of_trade(words.left), _of_trade(words.lacking)
    yield from unmet(left, lacking, weights["other_trade"], weights["more_trade"])
    if not words.pairs:
        yield Met(OTHER, None, None, weights["only_trade"])
    most = max(len(_own(words.left)), len(_own(words.lacking))) - len(words.pairs) - len(trade.pairs)
    if most > 0:  # a word or two of a long name
        yield Met(OTHER, None, None, min(most * weights["each_of_most"], weights["single_word"]))
    yield from _numbers(one.of(NUMBER), other.of(NUMBER), weights)
    yield from _forms(one.of(FORM), other.of(FORM), weights)


def _in_order(words: Sequence[Part], trade: Sequence[Part]) -> list[Part]:
    """A name's own words and the words of trade that met none by meaning: these may be misspelt or glued."""
    return sorted((*words, *trade), key=lambda part: part.start)


def _own(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.kind != TRADE]


def _of_trade(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.kind == TRADE]


def _numbers(mine: tuple[Part, ...], others: tuple[Part, ...], weights: Mapping[str, float]) -> Iterator[Met]:
    """Numbers decide: No. 7 is not No. 8. Of several that differ one is told."""
    found = pair(mine, others, 1.0, lambda a, b: float(a.sound == b.sound))
    yield from unmet(found.left[:1], found.lacking[:1], weights["other_number"], weights["more_number"])


def _forms(mine: tuple[Part, ...], others: tuple[Part, ...], weights: Mapping[str, float]) -> Iterator[Met]:
    meanings = {part.meaning for part in mine} & {part.meaning for part in others}
    if mine and others and not meanings:
        yield Met(FORM_OTHER, mine[0], others[0], weights["other_form"])
