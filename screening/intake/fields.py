"""Single values as people and systems write them, read into plain ones.

Readers that can fail raise ``NotReadable`` with a message id. Readers of codes give "" for what cannot be
a code at all and keep an unknown code as it was declared: checks.py doubts it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.core import get_global
from stdnum import iso6346

_LOCALES: Final = ("en", "ru", "tg", "uz", "uz_Cyrl")
# Two-letter codes of the language tables that name no country under ISO 3166 (XK, in general use, stays).
_NO_COUNTRY: Final = frozenset(
    ("AC", "AN", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)
_APOSTROPHES: Final = dict.fromkeys(map(ord, "\u2018\u2019\u0060\u00b4\u02bb\u02bc"), "'")
_SIGNS: Final = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'"}
)
_GROUPS: Final = (
    re.compile(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]*)?"),  # 1 234,56 and 1'234.56
    re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*|[0-9]{1,3}(?:,[0-9]{3}){2,}"),  # 1,234.56 and 1,234,567
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*|[0-9]{1,3}(?:\.[0-9]{3}){2,}"),  # 1.234,56 and 1.234.567
)
_PLAIN: Final = re.compile(r"(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_AMBIGUOUS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_LONGEST_NUMBER: Final = 60
_LARGEST_POWER: Final = 20
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?:[ T]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?")
_YEARS: Final = range(1900, 2101)


class NotReadable(ValueError):
    """A value that cannot be what its field holds; ``message`` is the id of the refusal."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Number:
    """``ambiguous``: a comma read as decimal could as well separate thousands."""

    value: Decimal
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """``zone`` is meant where a time names none; ``now`` decides which arrivals are implausible."""

    now: datetime
    zone: tzinfo


def standard_clock() -> Clock:
    """This moment, and UTC+5: the one zone of Tajikistan and Uzbekistan, without summer time."""
    return Clock(datetime.now(UTC), timezone(timedelta(hours=5)))


def text(raw: str, *, lines: bool = False) -> str:
    """Without control characters, blanks folded; line breaks are kept with ``lines``.

    A lone surrogate (JSON can escape one) becomes U+FFFD: no database stores it.
    """
    if not lines:
        return " ".join(_without_controls(raw).split())
    folded = (" ".join(_without_controls(line).split()) for line in raw.splitlines())
    return "\n".join(line for line in folded if line)


def code(raw: str) -> str:
    """A number or code on one line, without invisible characters, which would make equal codes differ."""
    return text("".join(char for char in raw if unicodedata.category(char) != "Cf"))


def decimal(raw: str, *, comma: bool = False) -> Number:
    """Read 1234.56, 1 234,56, 1,234.56, 1.234,56, 1'234.56; ``comma`` says that a comma is decimal for sure.

    Raises NotReadable: number-unreadable, number-not-finite, number-too-large.
    """
    written = code(raw).translate(_SIGNS).strip()
    body = written[1:] if written[:1] in "+-" else written
    if body.casefold().strip(".") in {"nan", "inf", "infinity"}:
        raise NotReadable("number-not-finite")
    value = _magnitude(body)
    value = value.copy_negate() if written.startswith("-") else value
    if value and value.adjusted() > _LARGEST_POWER:
        raise NotReadable("number-too-large")
    return Number(canonical(value), not comma and _AMBIGUOUS.fullmatch(body) is not None)


def canonical(value: Decimal) -> Decimal:
    """One form for equal numbers: no trailing zeros, no exponent; -0 is 0."""
    if not value:
        return Decimal(0)
    # Decimal.normalize would round to the context's 28 digits, so the digits are trimmed as text.
    written = f"{value:f}"
    return Decimal(written.rstrip("0").rstrip(".") if "." in written else written)


def whole(raw: str) -> int:
    """A line number: a whole number from 1 that fits the column. Raises NotReadable: line-number-invalid."""
    try:
        value = decimal(raw).value
    except NotReadable as error:
        raise NotReadable("line-number-invalid") from error
    if value != value.to_integral_value() or not 1 <= value < 2**31:
        raise NotReadable("line-number-invalid")
    return int(value)


def country(raw: str) -> str:
    """ISO alpha-2 of a code (alpha-2, alpha-3, numeric) or a name; an unknown two-letter code stays, else ""."""
    written = code(raw)
    upper = written.upper()
    found = upper if is_country(upper) else _country_names().get(_name_key(written), "")
    return found or (upper if re.fullmatch(r"[A-Z]{2}", upper) else "")


def is_country(code: str) -> bool:
    """Whether ISO 3166 assigns the alpha-2 code."""
    return code in _countries()


def hs_code(raw: str) -> str:
    """The digits, at most twelve; "" where something else than digits, dots, dashes and blanks is in it."""
    digits = re.sub(r"[\s.\-]", "", code(raw))
    return digits[:12] if re.fullmatch(r"[0-9]+", digits) else ""


def container(raw: str) -> str:
    """In capitals, without blanks and dashes."""
    return re.sub(r"[\s\-./]", "", code(raw)).upper()


def container_fault(number: str) -> str:
    """The message id of what ISO 6346 has against a container number, or ""."""
    if iso6346.is_valid(number):
        return ""
    return "container-check-digit" if re.fullmatch(r"[A-Z]{3}[UJZR][0-9]{7}", number) else "container-format"


def currency(raw: str) -> str:
    """Three letters in capitals, known or not; else ""."""
    upper = code(raw).upper()
    return upper if re.fullmatch(r"[A-Z]{3}", upper) else ""


def is_currency(code: str) -> bool:
    """Whether a country uses the currency today."""
    return code in _currencies()


def moment(raw: str, zone: tzinfo) -> datetime:
    """A date or time in ISO 8601 or as 24.11.2026 14:30, in UTC; a date alone begins at midnight in ``zone``.

    Raises NotReadable: date-unreadable, which also meets years outside 1900 to 2100.
    """
    try:
        read = datetime.fromisoformat(_iso(code(raw)))
        aware = read if read.tzinfo else read.replace(tzinfo=zone)
        utc = aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotReadable("date-unreadable") from error
    if utc.year not in _YEARS:
        raise NotReadable("date-unreadable")
    return utc


def day(raw: str) -> date:
    """A date as written, whatever the zone; a time behind it is dropped. Raises NotReadable: date-unreadable."""
    return moment(re.split(r"[T ]", code(raw), maxsplit=1)[0], UTC).date()


def _without_controls(raw: str) -> str:
    if raw.isprintable():
        return raw
    return "".join(_kept(char) for char in raw)


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cc" and not char.isspace() else char


def _magnitude(body: str) -> Decimal:
    if len(body) > _LONGEST_NUMBER:
        raise NotReadable("number-too-large" if body.isdigit() else "number-unreadable")
    if any(pattern.fullmatch(body) for pattern in _GROUPS):
        return Decimal(_ungrouped(body))
    if _PLAIN.fullmatch(body):
        return Decimal(body.replace(",", "."))
    raise NotReadable("number-unreadable")


def _ungrouped(body: str) -> str:
    """Drop what separates thousands: all but the last mark, and that one too where it stands twice."""
    bare = body.replace(" ", "").replace("'", "")
    if bare.count(",") + bare.count(".") == 1 and bare != body:
        return bare.replace(",", ".")
    marks = [char for char in bare if char in ".,"]
    if len(set(marks)) < 2:
        return bare.replace(",", "").replace(".", "")
    return bare.replace(marks[0], "").replace(marks[-1], ".")


def _iso(written: str) -> str:
    match = _DAY_FIRST.fullmatch(written)
    if match is None:
        return written
    hour, _, rest = (match[4] or "0:00").partition(":")
    return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}T{hour:0>2}:{rest}"


def _name_key(name: str) -> str:
    folded = name.casefold().translate(_APOSTROPHES).replace("ё", "\u0435")
    return re.sub(r"[\s.,()\-]+", " ", folded).strip()


@cache
def _countries() -> frozenset[str]:
    codes = (str(code) for code in Locale("en").territories if re.fullmatch(r"[A-Z]{2}", str(code)))
    return frozenset(codes) - _NO_COUNTRY


@cache
def _country_names() -> dict[str, str]:
    """Names in every language, alpha-3 and numeric codes -> alpha-2."""
    names = {
        _name_key(name): code
        for locale in _LOCALES
        for code, name in Locale.parse(locale).territories.items()
        if code in _countries()
    }
    aliases = get_global("territory_aliases")
    codes = {alias.casefold(): new[0] for alias, new in aliases.items() if len(alias) == 3 and len(new) == 1}
    return names | codes | _other_names()


def _other_names() -> dict[str, str]:
    listed = tomllib.loads(Path(__file__).with_name("countries.toml").read_text("utf-8"))
    return {_name_key(name): code for code, names in listed.items() for name in names}


@cache
def _currencies() -> frozenset[str]:
    used = get_global("territory_currencies").values()
    return frozenset(str(entry[0]) for entries in used for entry in entries if entry[2] is None)
