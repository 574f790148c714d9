"""A declared text cut into pieces, so that the words that matter can be marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from screening.engine.text import compose


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: "" plain, "for" speaks for a list entry, "against" speaks against, "sign" is odd."""

    text: str
    kind: str = ""


_RANK = ("", "against", "for", "sign")
_SHOWN: Final = 140
_BEFORE: Final = 40


def pieces(description: str, verdict: dict[str, Any]) -> list[Piece]:
    """The composed description with every span of the verdict marked; spans of answers lie behind it."""
    text = compose(description)
    ranks = [0] * len(text)
    for kind, spans in _marks(verdict):
        for start, end in spans:
            for place in range(start, min(end, len(text))):
                ranks[place] = max(ranks[place], _RANK.index(kind))
    return list(_cut(text, ranks))


def around(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """A composed text with spans marked; a long one is cut to what stands around the first of them."""
    ranks, first = [0] * len(text), len(text)
    for start, end in spans:
        first = min(first, start)
        ranks[start:end] = [_RANK.index("for")] * (end - start)
    begin = max(0, first - _BEFORE) if len(text) > _SHOWN else 0
    shown = slice(begin, begin + _SHOWN)
    cut = [Piece("… ")] if begin else []
    return [*cut, *_cut(text[shown], ranks[shown]), *([Piece(" …")] if len(text) > begin + _SHOWN else [])]


def _marks(verdict: dict[str, Any]) -> Iterable[tuple[str, list[list[int]]]]:
    for candidate in verdict.get("candidates", ()):
        for evidence in candidate["evidence"]:
            yield ("for" if evidence["points"] > 0 else "against"), evidence["spans"]
    for sign in verdict.get("signs", ()):
        yield "sign", sign["spans"]


def _cut(text: str, ranks: list[int]) -> Iterable[Piece]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or ranks[place] != ranks[start]:
            yield Piece(text[start:place], _RANK[ranks[start]])
            start = place
