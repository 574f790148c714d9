"""What is found wrong while one declaration is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from screening.intake.declaration import Doubt, Refusal
from screening.intake.fields import text

# A file made to fail could fill memory with its own faults; nobody corrects more than this at once.
MOST_FAULTS: Final = 1_000
_LONGEST_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class Names:
    """The sender's names for fields of the plain form: of the declaration, and of a goods line."""

    declaration: Mapping[str, str] = field(default_factory=dict)
    goods: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Notes:
    """Doubts name fields of the plain form and item numbers; refusals the sender's names and lines."""

    number: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def doubt(self, line: int, field: str, value: object, message: str) -> None:
        if len(self.doubts) < MOST_FAULTS:
            self.doubts.append(Doubt(line, field, shown(value), message))

    def refuse(self, line: int, field: str, value: object, message: str) -> None:
        if not self.full:
            self.refusals.append(Refusal(shown(self.number), line, shown(field), shown(value), message))

    @property
    def full(self) -> bool:
        return len(self.refusals) >= MOST_FAULTS


def shown(value: object) -> str:
    """A value short and clean enough to be sent back."""
    written = str(value)
    clean = text(written[: 2 * _LONGEST_VALUE])
    return clean if len(clean) <= _LONGEST_VALUE else clean[: _LONGEST_VALUE - 1] + "…"
