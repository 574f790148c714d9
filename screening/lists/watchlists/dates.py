"""Dates as lists write them, as ISO 8601: a day, a month or a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
_YEAR: Final = r"(1[89]\d\d|20\d\d)"
_ISO: Final = re.compile(rf"{_YEAR}(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_WORDS: Final = re.compile(rf"(?:(\d{{1,2}})[ .-]+)?([A-Za-z]{{3}})[a-z]*\.?,?[ -]+{_YEAR}")
_AMERICAN_WORDS: Final = re.compile(rf"([A-Za-z]{{3}})[a-z]*\.? (\d{{1,2}}),? {_YEAR}")
_DAY_FIRST: Final = re.compile(rf"(\d{{1,2}})[./](\d{{1,2}})[./]{_YEAR}")
_BETWEEN: Final = re.compile(rf"(?:between )?{_YEAR}\s*(?:to|-|–|and|/)\s*{_YEAR}", re.IGNORECASE)
_ABOUT: Final = re.compile(r"^(?:circa|c\.|ca\.?|approximately|approx\.?|about)\s+", re.IGNORECASE)
_LONGEST_SPAN: Final = 12
"""Years between two that are told apart; of a wider span only its ends are kept."""


def days(text: str) -> Iterator[str]:
    """The dates that a text names: one, the years of a span, or none where it cannot be read.

    "21 Nov 1964", "Nov 1964", "circa 1964", "1964 to 1966", "21/11/1964", "00/00/1964", "1964-11-21".
    """
    if not text:
        return
    said = _ABOUT.sub("", " ".join(text.split()).strip(" .;"))
    if match := _BETWEEN.fullmatch(said):
        yield from years(int(match[1]), int(match[2]))
    elif found := _read(said):
        yield found


def day(text: str) -> str:
    """The one date that a text names, or nothing."""
    return next(days(text), "")


def years(begin: int, end: int) -> Iterator[str]:
    """The years of a span."""
    if 0 <= end - begin <= _LONGEST_SPAN:
        yield from map(str, range(begin, end + 1))
    else:
        yield from (str(begin), str(end))


def as_date(text: str) -> date | None:
    """A whole day; None for less. Also of the American order, 07/31/2026, where no other reads it."""
    found = day(text)
    if not found and (match := re.fullmatch(rf"(\d\d)/(\d\d)/{_YEAR}", text.strip())):
        found = _joined(match[3], int(match[1]), int(match[2]))
    return date.fromisoformat(found) if len(found) == len("2026-07-31") else None


def american_date(text: str) -> date | None:
    """07/31/2026, as the United States write it."""
    match = re.fullmatch(rf"(\d\d)/(\d\d)/{_YEAR}", text.strip())
    found = _joined(match[3], int(match[1]), int(match[2])) if match else ""
    return date.fromisoformat(found) if len(found) == len("2026-07-31") else None


def _read(said: str) -> str:
    if match := _ISO.fullmatch(said):
        return _joined(match[1], int(match[2] or 0), int(match[3] or 0))
    if match := _DAY_FIRST.fullmatch(said):
        return _joined(match[3], int(match[2]), int(match[1]))
    if match := _WORDS.fullmatch(said):
        return _joined(match[3], _MONTHS.get(match[2].casefold(), 0), int(match[1] or 0))
    if match := _AMERICAN_WORDS.fullmatch(said):
        return _joined(match[3], _MONTHS.get(match[1].casefold(), 0), int(match[2]))
    return ""


def _joined(year: str, month: int, day_of_month: int) -> str:
    """As much of the date as there is: 00/00/1964 is a year, a 31st of June a month."""
    if not 1 <= month <= len(_MONTHS):
        return year
    try:
        return date(int(year), month, day_of_month).isoformat()
    except ValueError:
        return f"{year}-{month:02}"
