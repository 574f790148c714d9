"""Reads the fields of one raw record, noting what cannot be read instead of stopping at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

from screening.intake import fields
from screening.intake.fields import NotReadable
from screening.intake.notes import Notes

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reader:
    """``place`` is the line that refusals name, ``line`` the item number that doubts name (0: the whole)."""

    values: Mapping[str, str]
    names: Mapping[str, str]
    notes: Notes
    place: int = 0
    line: int = 0
    comma: bool = False

    def has(self, name: str) -> bool:
        """Whether anything but blanks and control characters stands there."""
        return bool(fields.text(self.values.get(name, "")))

    def text(self, name: str, longest: int, *, lines: bool = False) -> str:
        """A text of at most ``longest`` characters; a longer one is refused, never cut."""
        return self.fitting(name, fields.text(self.values.get(name, ""), lines=lines), longest)

    def code(self, name: str, longest: int) -> str:
        return self.fitting(name, fields.code(self.values.get(name, "")), longest)

    def fitting(self, name: str, value: str, longest: int) -> str:
        """The value itself; noted as a refusal where it is longer than its column."""
        if len(value) > longest:
            self.refuse(name, value, "text-too-long")
        return value

    def decimal(self, name: str, places: int) -> Decimal | None:
        """Rounded to the places that are kept, with a doubt where that changes the number."""
        number = self._read(name, lambda raw: fields.decimal(raw, comma=self.comma))
        if number is None:
            return None
        if number.ambiguous:
            self.doubt(name, self.values[name], "number-ambiguous")
        return self._kept(name, number.value, places)

    def moment(self, name: str, zone: tzinfo) -> datetime | None:
        return self._read(name, lambda raw: fields.moment(raw, zone))

    def day(self, name: str) -> date | None:
        return self._read(name, fields.day)

    def whole(self, name: str) -> int | None:
        return self._read(name, fields.whole)

    def country(self, name: str) -> str:
        return self._code_or_doubt(name, fields.country, "country-unknown")

    def currency(self, name: str) -> str:
        return self._code_or_doubt(name, fields.currency, "currency-unknown")

    def hs_code(self, name: str) -> str:
        digits = self._code_or_doubt(name, fields.hs_code, "hs-code-unreadable")
        if digits and len(fields.code(self.values[name])) > len(digits) == 12:
            self._doubt_if_cut(name)
        return digits

    def doubt(self, name: str, value: object, message: str) -> None:
        self.notes.doubt(self.line, name, value, message)

    def refuse(self, name: str, value: object, message: str) -> None:
        self.notes.refuse(self.place, self.names.get(name, name), value, message)

    def _doubt_if_cut(self, name: str) -> None:
        if sum(char.isdigit() for char in self.values[name]) > 12:
            self.doubt(name, self.values[name], "hs-code-length")

    def _code_or_doubt(self, name: str, read: Callable[[str], str], message: str) -> str:
        if not self.has(name):
            return ""
        value = read(self.values[name])
        if not value:
            self.doubt(name, self.values[name], message)
        return value

    def _read(self, name: str, read: Callable[[str], Value]) -> Value | None:
        if not self.has(name):
            return None
        try:
            return read(self.values[name])
        except NotReadable as error:
            self.refuse(name, self.values[name], error.message)
            return None

    def _kept(self, name: str, value: Decimal, places: int) -> Decimal:
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        if rounded != value:
            self.doubt(name, self.values[name], "number-rounded")
        return fields.canonical(rounded)
