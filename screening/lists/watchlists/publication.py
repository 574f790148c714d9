"""What a reader gives: the parties of a publication, and what of it could not be taken.

A record that cannot be taken is a fault and is left out, or taken without the value that is wrong; the rest is taken.
A file that is empty, cut or of another layout raises ListRefused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from screening.engine.parties.listed import ALIAS, FULL, WEAK, ListedParty
from screening.lists.faults import Fault, Faults, refused

LONGEST_NAME: Final = 500
LONGEST_REFERENCE: Final = 80
LONGEST_PROGRAMME: Final = 200
PERSON, COMPANY, VESSEL, AIRCRAFT = "person", "company", "vessel", "aircraft"
_STRENGTHS: Final = (FULL, ALIAS, WEAK)


@dataclass(frozen=True, slots=True)
class Publication:
    """``published_on`` is the day that the file itself tells, ``left_out`` counts records that are not in ``parties``.

    ``faults`` are in the order of the file, at most MOST_FAULTS.
    """

    published_on: date | None
    parties: tuple[ListedParty, ...]
    faults: tuple[Fault, ...]
    left_out: int


Read = Callable[[Path], Publication]
"""Raises ListRefused (screening/lists/faults.py) for a file that gives no publication, and OSError."""


@dataclass(slots=True)
class Draft:
    """A party while its record is read: values may come in any order, empty and twice."""

    line: int
    reference: str
    kind: str = ""
    names: list[tuple[str, str]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    born: list[str] = field(default_factory=list)
    sex: str = ""
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    listed_on: str = ""

    def name(self, text: str, strength: str = ALIAS) -> None:
        self.names.append((tidy(text), strength))

    def identifier(self, kind: str, value: str) -> None:
        self.identifiers.append((kind, tidy(value)))

    def address(self, *parts: str) -> None:
        self.addresses.append(", ".join(filter(None, map(tidy, parts))))


@dataclass(slots=True)
class Collector:
    """Takes the parties of one publication one after another."""

    layout: str
    """The format's name, for what people are told."""
    published_on: date | None = None
    faults: Faults = field(default_factory=Faults)
    left_out: int = 0
    _parties: list[ListedParty] = field(default_factory=list)
    _lines: dict[str, int] = field(default_factory=dict)

    def leave_out(self, line: int, column: str, value: str, message: str, known: object = "") -> None:
        """A record that is not taken, and why."""
        self.left_out += 1
        self.faults.add(line, column, value, message, known)

    def take(self, draft: Draft) -> None:
        """Keeps a party, or tells why it cannot be kept."""
        names = self._names(draft)
        if not draft.reference or len(draft.reference) > LONGEST_REFERENCE:
            self.leave_out(draft.line, "", draft.reference, "party-without-reference", LONGEST_REFERENCE)
        elif not names:
            self.leave_out(draft.line, "", draft.reference, "party-without-name")
        elif draft.reference in self._lines:
            self.leave_out(draft.line, "", draft.reference, "party-repeated", self._lines[draft.reference])
        else:
            self._lines[draft.reference] = draft.line
            self._parties.append(_finished(draft, names))

    def publication(self) -> Publication:
        """Raises ListRefused where nothing, or less than half of the records, could be taken."""
        if not self._parties:
            raise refused("watchlist-empty", known=self.layout)
        if self.left_out > len(self._parties):
            first = self.faults.found[0]
            raise refused("watchlist-mostly-faulty", str(self.left_out), line=first.line, known=len(self._parties))
        faults = tuple(sorted(self.faults.found, key=lambda fault: fault.line))
        return Publication(self.published_on, tuple(self._parties), faults, self.left_out)

    def _names(self, draft: Draft) -> tuple[tuple[str, str], ...]:
        """Each name once, in its best strength; the first that is not weak leads and is a full name."""
        best: dict[str, str] = {}
        for text, strength in draft.names:
            if len(text) > LONGEST_NAME:
                self.faults.add(draft.line, "", text, "name-too-long", LONGEST_NAME)
            elif text:
                best[text] = min(best.get(text, WEAK), strength, key=_STRENGTHS.index)
        ordered = sorted(best.items(), key=lambda each: _STRENGTHS.index(each[1]))
        if ordered and ordered[0][1] != FULL:
            ordered[0] = (ordered[0][0], FULL)
        return tuple(ordered)


def tidy(text: str | None) -> str:
    """Runs of blanks and line ends as one blank; characters that no name has are gone (NUL, soft hyphens, marks)."""
    if not text:
        return ""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(char if char.isprintable() else _blank(char) for char in text).split())


def _blank(char: str) -> str:
    return " " if char.isspace() or char == "\0" else ""


def _finished(draft: Draft, names: tuple[tuple[str, str], ...]) -> ListedParty:
    return ListedParty(
        reference=draft.reference,
        kind=draft.kind,
        names=names,
        countries=_once(draft.countries),
        born=_once(draft.born),
        sex=draft.sex,
        identifiers=tuple(dict.fromkeys(each for each in draft.identifiers if each[1])),
        addresses=_once(draft.addresses),
        programme=_shortened("; ".join(_once(map(tidy, draft.programmes)))),
        listed_on=draft.listed_on,
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_PROGRAMME else text[: LONGEST_PROGRAMME - 1] + "…"
