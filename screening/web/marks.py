"""A declared text cut into pieces, so that the words that matter can be marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from screening.engine.text import compose


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: "" plain, "for" speaks for a list entry, "against" speaks against, "sign" is odd."""

    text: str
    kind: str = ""


_RANK = ("", "against", "for", "sign")


def pieces(description: str, verdict: dict[str, Any]) -> list[Piece]:
    """The composed description with every span of the verdict marked; spans of answers lie behind it."""
    text = compose(description)
    ranks = [0] * len(text)
    for kind, spans in _marks(verdict):
        for start, end in spans:
            for place in range(start, min(end, len(text))):
                ranks[place] = max(ranks[place], _RANK.index(kind))
    return list(_cut(text, ranks))


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
