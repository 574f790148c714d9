"""A former and a present text with the words that changed marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from screening.web.marks import Piece

_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS: Final = 600
"""Longer texts are marked whole: comparing them word by word takes time that grows with the square."""


@dataclass(frozen=True)
class Change:
    """One field in two versions. Pieces that differ are "removed" or "added"; ``weighty``: it often hides something."""

    name: str
    former: list[Piece]
    present: list[Piece]
    changed: bool
    weighty: bool = False


def change(name: str, former: str, present: str, *, weighty: bool = False) -> Change:
    """``weighty`` counts only where the field changed."""
    changed = former != present
    removed, added = _marked(former, present) if changed else (_plain(former), _plain(present))
    return Change(name, removed, added, changed, changed and weighty)


def _plain(text: str) -> list[Piece]:
    return [Piece(text)] if text else []


def _marked(former: str, present: str) -> tuple[list[Piece], list[Piece]]:
    before, after = _WORD.findall(former), _WORD.findall(present)
    if not before or not after or max(len(before), len(after)) > _MOST_WORDS:
        return _whole(former, "removed"), _whole(present, "added")
    removed: list[Piece] = []
    added: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = what == "equal"
        _append(removed, before[a:b], "" if same else "removed")
        _append(added, after[c:d], "" if same else "added")
    return removed, added


def _whole(text: str, kind: str) -> list[Piece]:
    return [Piece(text, kind)] if text else []


def _append(pieces: list[Piece], words: Sequence[str], kind: str) -> None:
    if words:
        pieces.append(Piece("".join(words), kind))
