"""Figures and units as readers write them: “0.1 TBq” is “0,1 ТБк” in Russian and “0,1 TBk” in Uzbek.

Thousands stand apart by a no-break space in every language, English too: a comma there is a decimal sign to
most readers of this portal. What a declarant wrote stays as written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from screening.engine.measurements import QUANTITIES

_SPACE: Final = "\N{NO-BREAK SPACE}"
_MINUS: Final = "\N{MINUS SIGN}"
_UNGROUPED: Final = 4  # digits that are read at a glance
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_FEW_ZEROS: Final = range(-5, 12)  # the powers of ten that are read without counting zeros
UNIT_NAMES: Final[Mapping[str, Mapping[str, str]]] = tomllib.loads(
    Path(__file__).with_name("unit_names.toml").read_text("utf-8")
)


def number_text(value: Decimal | str, language: str) -> str:
    """``17600.5`` as “17 600,5”; text that is no number comes back as it is."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return str(value)
    return _written(number, language) if number.is_finite() else str(value)


def measure_text(figure: str, unit: str, language: str, *, quantity: str = "") -> str:
    """A limit of the catalogue with its unit: “не менее” is followed by “0,1 ТБк”, “DN 25”, “30 %”."""
    number, name = number_text(figure, language), unit_text(unit, language, quantity=quantity)
    return name.format(number) if "{}" in name else f"{number}{_SPACE}{name}".rstrip()


def unit_text(unit: str, language: str, *, quantity: str = "") -> str:
    """A unit as the language writes it; as the catalogue spells it where unit_names.toml does not hold it."""
    dimension = QUANTITIES[quantity].dimension if quantity in QUANTITIES else ""
    names = UNIT_NAMES.get(f"{dimension} {unit}") or UNIT_NAMES.get(unit, {})
    english = names.get("en", unit)
    if language == "tg":
        return names.get("tg", names.get("ru", english))
    return names.get(language, english)


def _written(number: Decimal, language: str) -> str:
    exponent = number.adjusted()
    if number and exponent not in _FEW_ZEROS:
        mantissa = _plain(number.scaleb(-exponent), language)
        return f"{mantissa}{_SPACE}·{_SPACE}10{str(exponent).translate(_RAISED)}"
    return _plain(number, language)


def _plain(number: Decimal, language: str) -> str:
    """Without the zeros that a column of the database adds."""
    whole, _, rest = f"{abs(number):f}".partition(".")
    rest = rest.rstrip("0")
    mark = "." if language == "en" else ","
    sign = _MINUS if number < 0 else ""
    return sign + _grouped(whole) + (mark + rest if rest else "")


def _grouped(whole: str) -> str:
    return whole if len(whole) <= _UNGROUPED else f"{int(whole):,}".replace(",", _SPACE)
