"""Two editions of a list side by side: entries that came, went or changed, and what of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from screening.engine.catalogue import Edition, Entry


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PartChange:
    """What went from a part of an entry and what came, as people read it."""

    part: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """``parts`` is empty for entries that came or went whole."""

    code: str
    kind: Kind
    parts: tuple[PartChange, ...] = ()


def compare(before: Edition | None, after: Edition) -> list[EntryChange]:
    """In the printed order of the later edition; entries that went stand last."""
    old = {entry.code: entry for entry in before.entries} if before else {}
    kept = {entry.code for entry in after.entries}
    changes = [change for entry in after.entries if (change := _change(old.get(entry.code), entry))]
    return [*changes, *(EntryChange(code, Kind.REMOVED) for code in old if code not in kept)]


def _change(before: Entry | None, after: Entry) -> EntryChange | None:
    if before is None:
        return EntryChange(after.code, Kind.ADDED)
    parts = tuple(_parts(before, after))
    return EntryChange(after.code, Kind.CHANGED, parts) if parts else None


def _parts(before: Entry, after: Entry) -> Iterator[PartChange]:
    for part, texts in _SAID.items():
        old, new = dict.fromkeys(texts(before)), dict.fromkeys(texts(after))
        removed, added = tuple(text for text in old if text not in new), tuple(text for text in new if text not in old)
        if removed or added:
            yield PartChange(part, removed, added)


def _texts(entry: Entry) -> Iterator[str]:
    for texts in (entry.title, entry.looks_like, entry.excluded):
        yield from (f"{language}: {text}" for language, text in sorted(texts.items()))


def _terms(entry: Entry) -> Iterator[str]:
    yield from (f"{term.language}, {term.weight}: {term.text}" for term in entry.terms)


def _identifiers(entry: Entry) -> Iterator[str]:
    yield from (f"{each.kind}: {each.value}" for each in entry.identifiers)


def _hs(entry: Entry) -> Iterator[str]:
    yield from (f"{each.code}, {each.confidence}" for each in entry.hs)


def _figures(entry: Entry) -> Iterator[str]:
    for each in entry.parameters:
        yield f"{each.role} {each.group}: {each.quantity} {each.comparison} {each.limit} {each.unit}"


def _place(entry: Entry) -> Iterator[str]:
    yield f"{entry.kind}; {'; '.join(entry.hazards)}; {entry.parent}"


_SAID: Final = {
    "texts": _texts,
    "terms": _terms,
    "identifiers": _identifiers,
    "hs": _hs,
    "figures": _figures,
    "place": _place,
}
PARTS: Final = tuple(_SAID)
"""The parts by name, as pages list them."""
