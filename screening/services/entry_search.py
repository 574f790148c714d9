"""Entries in force by what they are called or declared under: words in any script, codes, CAS and UN numbers, HS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from screening.engine.index import CompiledEntry
from screening.selectors import folding
from screening.selectors.entries import EntryKey
from screening.services import index

MOST: Final = 100
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Matches:
    """``more``: there are others than these."""

    keys: list[EntryKey]
    more: bool


def find(text: str, *, slug: str = "", administration: UUID | None = None) -> Matches:
    """Entries in printed order that every word of the text begins a name of, or that the text is a number of.

    Of one list where ``slug`` names it; national lists are those of ``administration`` alone. No list in force:
    nothing is found.
    """
    words, number = tuple(folding.telling(text)), folding.code(text)
    found: list[EntryKey] = []
    for each in _in_force(administration):
        entry = each.compiled
        if (not slug or entry.list_slug == slug) and (each.is_called(words) or each.has_number(number)):
            if len(found) == MOST:
                return Matches(found, more=True)
            found.append((entry.list_slug, entry.entry.code))
    return Matches(found, more=False)


@dataclass(frozen=True, slots=True)
class _Findable:
    compiled: CompiledEntry
    words: frozenset[str]
    numbers: frozenset[str]

    def is_called(self, words: tuple[str, ...]) -> bool:
        return bool(words) and all(any(key.startswith(word) for key in self.words) for word in words)

    def has_number(self, number: str) -> bool:
        """HS codes also where a longer or shorter one is asked for, the entry's code also by its beginning."""
        if not number:
            return False
        near_hs = any(code.startswith(number) or number.startswith(code) for code in self.compiled.hs)
        return number in self.numbers or near_hs or folding.code(self.compiled.entry.code).startswith(number)


def _in_force(administration: UUID | None) -> Iterator[_Findable]:
    try:
        digest = index.digest_in_force()
    except index.NoCatalogue:
        return
    left_out = index.lists_of_others(administration, digest)
    yield from (each for each in _findable(digest) if each.compiled.list_slug not in left_out)


@lru_cache(maxsize=2)
def _findable(digest: str) -> tuple[_Findable, ...]:
    """Folded once a process: a third of a second for twenty thousand terms."""
    entries = index.engine_for(digest).index.entries
    return tuple(_Findable(each, frozenset(_words(each)), frozenset(_numbers(each))) for each in entries)


def _words(each: CompiledEntry) -> Iterator[str]:
    names = [term.text for term in each.entry.terms if term.weight in ("exact", "strong", "weak")]
    for text in (*each.entry.title.values(), *names):
        yield from folding.telling(text)


def _numbers(each: CompiledEntry) -> Iterator[str]:
    return (folding.code(identifier.value) for identifier in each.entry.identifiers)
