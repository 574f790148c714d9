"""What is wrong in a file that should become a list, told in the reader's language.

The texts stand in messages.toml: message id -> language -> text with ``{column}``, ``{value}``, ``{known}``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MESSAGES: Final[Mapping[str, Mapping[str, str]]] = tomllib.loads(
    Path(__file__).with_name("messages.toml").read_text("utf-8")
)
MOST_FAULTS: Final = 1_000
"""A file made to fail could fill memory with its own faults; nobody corrects more than this at once."""
_LONGEST_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """``line`` is the row of the file from 1 on, 0 for the whole file; ``known`` says what could stand there."""

    line: int
    column: str
    value: str
    message: str
    known: str = ""


class ListRefused(Exception):
    """The file gives no edition; ``faults`` say why, in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(sentence(fault, "en") for fault in self.faults))


@dataclass(slots=True)
class Faults:
    """Collects what is wrong while a file is read, up to MOST_FAULTS."""

    found: list[Fault] = field(default_factory=list)

    def add(self, line: int, column: str, value: str, message: str, known: object = "") -> None:
        if not self.full:
            self.found.append(_fault(line, column, value, message, known))

    @property
    def full(self) -> bool:
        return len(self.found) >= MOST_FAULTS

    def refuse(self) -> None:
        """Raises ListRefused where anything was found."""
        if self.found:
            raise ListRefused(self.found)


def refused(message: str, value: str = "", *, line: int = 0, column: str = "", known: object = "") -> ListRefused:
    """The refusal of a file for one reason."""
    return ListRefused([_fault(line, column, value, message, known)])


def text(fault: Fault, language: str) -> str:
    """What is wrong and what to do, in a language (English where the language is not one of ours)."""
    texts = MESSAGES[fault.message]
    said = texts.get(language, texts["en"])
    return said.format(column=fault.column, value=fault.value, known=fault.known)


def sentence(fault: Fault, language: str) -> str:
    """The same, led by line and column where it has them."""
    place = "at-line-column" if fault.line and fault.column else "at-line" if fault.line else ""
    if not place:
        return text(fault, language)
    lead = MESSAGES[place].get(language, MESSAGES[place]["en"]).format(line=fault.line, column=fault.column)
    return lead + text(fault, language)


def _fault(line: int, column: str, value: str, message: str, known: object) -> Fault:
    """What a file brings along is shown and stored, so it is made printable: PostgreSQL takes no NUL."""
    return Fault(line, _short(column), _short(value), message, _printable(str(known)))


def _printable(said: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in said)


def _short(value: str) -> str:
    clean = _printable(value[: 2 * _LONGEST_VALUE])
    return clean if len(clean) <= _LONGEST_VALUE else clean[: _LONGEST_VALUE - 1] + "…"
