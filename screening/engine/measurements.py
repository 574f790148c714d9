"""Figures with units: the quantities that limits are stated in, and the units that trade writes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from screening.engine.text import fold as fold_text

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a limit is about. ``words`` name it in text; ``name`` names it to the officer."""

    slug: str
    dimension: str
    by_unit_alone: bool
    name: Mapping[str, str]
    words: re.Pattern[str]
    side: str  # of a body given by its sides alone, the one that is meant: least, middle, largest; first: of Ø50x200


def _quantities() -> dict[str, Quantity]:
    rows = tomllib.loads((_FOLDER / "quantities.toml").read_text("utf-8"))
    return {
        slug: Quantity(
            slug=slug,
            dimension=row["dimension"],
            by_unit_alone=row["by_unit_alone"] == "yes",
            name=row["name"],
            words=_beginnings(row["words"].split(";")),
            side=row.get("side", ""),
        )
        for slug, row in rows.items()
    }


def _beginnings(words: Iterable[str]) -> re.Pattern[str]:
    """Finds a word of the list at the beginning of a word: "flow" in "flows", not in "overflow"; a letter, whole or
    glued to its figure.
    """
    folded = filter(None, (fold_text(word.strip()) for word in words))
    escaped = (re.escape(word) + (r"(?![^\W\d_])" if len(word) == 1 else "") for word in folded)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(escaped)})")


def _units() -> dict[tuple[str, str], float]:
    """(dimension, spelling) -> factor to the base unit. Case tells mW from MW."""
    rows = tomllib.loads((_FOLDER / "units.toml").read_text("utf-8"))
    return {(dimension, plain(unit)): factor for dimension, units in rows.items() for unit, factor in units.items()}


def plain(unit: str) -> str:
    """One spelling for a unit however its micro sign or superscript was typed."""
    return unit.replace("μ", "µ").replace("²", "2").replace("³", "3").strip(". ")


QUANTITIES: Final = _quantities()
UNITS: Final = _units()


# -- figures in text -------------------------------------------------------------------------------

# Powers of ten, typed flat too: "5x10-5 Torr", and "10-7 mbar", which no range would be written as.
_POWER: Final = (
    r"(?:\d+(?:[.,]\d+)?\s?[x×х·*]\s?)?10\^[-+]?\d{1,2}"
    r"|\d+(?:[.,]\d+)?\s?[x×х·*]\s?10-\d{1,2}(?![\d.,])|(?<![\d.,xх×]\s)10-[1-9](?![\d.,])"
    r"|\d+(?:[.,]\d+)?e[-+]?\d{1,2}(?!\w)"
)
_SPELLED: Final = {
    word: float(value)
    for value, words in enumerate(
        (
            "one single один одна одной одну як яккарата bir",
            "two два две двух двумя ду ikki",
            "three три трех трёх тремя се uch",
            "four четыре четырех четырёх чор чаҳор toʻrt",
            "five пять пяти панҷ besh",
            "six шесть шести шаш olti",
        ),
        start=1,
    )
    for word in words.split()
}
_DASHES: Final = str.maketrans("–—−‐‑", "-----")
_COUNTED: Final = ("axes", "count")  # what is also counted in words: "two rotary axes"
_MESH: Final = 0.0149  # metres, of a sieve with one wire to the inch
_MESHES: Final = frozenset({"mesh", "меш"})
_NINES: Final = re.compile(r"(?<![\w.,-])([4-8])N([1-9])?(?!\w)")  # 5N is 99.999 %, 4N5 99.995 %
_DECIBELS: Final = {"dbm": 0.001, "дбм": 0.001, "dbw": 1.0, "дбвт": 1.0}  # watts at 0 dB
_OTHER_SCALES: Final = frozenset({*_DECIBELS, *_MESHES})
_PLAIN: Final = r"\d+(?:[ .,\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_UNIT: Final = r"(?![+*/×.]|[xх]\s?\d)([^\s\d,;:()\[\]-]\S{0,13}(?: [^\s\d+±-]\S{0,11})?)"
# A figure stands by itself or behind a sign for a size: Ø50, OD120, D160; behind other letters it is a model's.
_FREE: Final = r"(?:(?<![^\W\dx×хøф])|(?<=\b[dltbh])|(?<=\b[od]d|\bid|\bdn|\bду)|(?<=\bdia))(?<![\d.,^])"
_FRACTION: Final = r"(?:\d+[- ])?\d+/\d+(?=\s?(?:\"|''|in(?:ch(?:es)?)?\b|дюйм))"
_FIGURE: Final = re.compile(
    rf"{_FREE}((?<![\w)])-|(?<!\w)(?:minus|минус)\s)?"
    rf"({_POWER}|{_FRACTION}|{_PLAIN}|(?:{'|'.join(_SPELLED)})(?=\s))\)?\+?[ \u00a0-]?{_UNIT}",
    re.IGNORECASE,
)
# Sides of a body: the longest counts. A permissible error "0.7 + L/1000 µm": what stands before the sum counts.
_SIDES: Final = re.compile(r"((?:\d+(?:[.,]\d+)?\s?[x×х*/]\s?){1,3})$", re.IGNORECASE)
_SUM: Final = re.compile(r"\(?(\d+(?:[.,]\d+)?)\s*\+\s*(?:\d+\s*[*·]?\s*)?[lл]\s*/\s*$", re.IGNORECASE)
_JOINED: Final = re.compile(r"\s{0,2}(?:(?:of|по)\s)?")
_ADJACENT: Final = 4  # letters between a word and the figure right behind it
_FIRST: Final = "first"
_AS_NEAR: Final = 10  # letters further away than the nearest, and still meant
_TEN: Final = re.compile(r"(?:(\d+(?:[.,]\d+)?)(?:[x×х·*]10\^?|e)|10\^?)([-+]?\d{1,2})", re.IGNORECASE)
_RANGE: Final = re.compile(
    r"((?<![\w)])-)?(\d+(?:[.,]\d+)?)\s?(?:°\s?[CС]?)?\s?(?:-|\.{2,3}|to|до|то|dan)\s?\+?$", re.IGNORECASE
)
_NEAR: Final = 40  # letters between a word and the figure that it names

Readings = Mapping[str, float]  # dimension -> factor, for each dimension that a spelling belongs to


def _as_written() -> dict[str, dict[str, float]]:
    readings: dict[str, dict[str, float]] = {}
    for (dimension, spelling), factor in UNITS.items():
        readings.setdefault(spelling, {})[dimension] = factor
    return readings


def _any_case() -> dict[str, dict[str, float]]:
    """Spellings without their case, for each dimension in which case makes no difference: not mJ and MJ."""
    factors: dict[tuple[str, str], set[float]] = {}
    for (dimension, spelling), factor in UNITS.items():
        factors.setdefault((dimension, spelling.casefold()), set()).add(factor)
    readings: dict[str, dict[str, float]] = {}
    for (dimension, folded), meant in factors.items():
        if len(meant) == 1:
            readings.setdefault(folded, {})[dimension] = meant.copy().pop()
    return readings


_AS_WRITTEN: Final = _as_written()
_ANY_CASE: Final = _any_case()


@dataclass(frozen=True, slots=True)
class Measurement:
    """A figure in text: its value in the dimension's base unit, and where it stands. ``sides`` are those of a body,
    of which ``value`` is the longest; none for other figures.
    """

    dimension: str
    value: float
    written: str
    start: int
    end: int
    sides: tuple[float, ...] = ()


def find(text: str) -> list[Measurement]:
    """Every figure with a known unit, in order; one that fits several dimensions comes once for each."""
    found: list[Measurement] = []
    text = text.translate(_DASHES)
    match = _FIGURE.search(text)
    while match:
        unit = _known_unit(match.group(3))
        end = match.start(3) + len(unit) if unit else match.end(2)
        found += _measured(text, match, unit, end) if unit else ()
        match = _FIGURE.search(text, end)
    found += map(_purity, _NINES.finditer(text))
    return found


def _purity(match: re.Match[str]) -> Measurement:
    """A purity as the number of its nines, in hundredths."""
    lacking = 10 ** (2 - int(match.group(1))) * (10 - int(match.group(2) or 0)) / 10
    return Measurement("share", 100 - lacking, match.group(), *match.span())


def _measured(text: str, match: re.Match[str], unit: str, end: int) -> Iterator[Measurement]:
    """One figure in every dimension that its unit belongs to, with the lower end of its range."""
    start, figure, sides = _whole(text, match)
    lower = _lower_end(text, start)
    if watts := _DECIBELS.get(unit.casefold()):
        for dimension in ("power", "signal_power"):
            yield Measurement(dimension, watts * 10 ** (figure / 10), text[start:end], start, end)
        return
    if unit.casefold() in _MESHES:
        yield Measurement("length", _MESH / (abs(figure) or 1), text[start:end], start, end)
        return
    for dimension, factor in _readings(unit).items():
        if match.group(2).isalpha() and dimension not in _COUNTED:
            continue
        in_base = tuple(side * factor for side in sides)
        yield Measurement(dimension, figure * factor, text[start:end], start, end, in_base)
        if lower:
            begin, least = lower
            yield Measurement(dimension, least * factor, text[begin:end], begin, end)


def _lower_end(text: str, start: int) -> tuple[int, float] | None:
    """Where a range begins and its lower end, unless that is nought: "-55 to +125 °C", "8-14 µm"."""
    lower = _RANGE.search(text[max(0, start - _NEAR) : start])
    if lower is None or not number(lower.group(2)):
        return None
    return max(0, start - _NEAR) + lower.start(), number(lower.group(2)) * (-1 if lower.group(1) else 1)


def _whole(text: str, match: re.Match[str]) -> tuple[int, float, tuple[float, ...]]:
    """Where a figure begins, what it is with what stands before it (a sign, other sides, a sum), and its sides."""
    figure, before = number(match.group(2)), text[: match.start(2)]
    if match.group(1):
        return match.start(), -figure, ()
    if added := _SUM.search(before):
        return added.start(1), number(added.group(1)), ()
    if sides := _SIDES.search(before):
        each = (*map(number, re.findall(r"\d+(?:[.,]\d+)?", sides.group(1))), figure)
        return sides.start(1), max(each), each
    return match.start(2), figure, ()


def factor(unit: str, dimension: str) -> float | None:
    """What a unit is in the dimension's base unit; None where it does not belong to the dimension."""
    return _readings(unit).get(dimension)


@lru_cache(maxsize=50_000)
def _readings(unit: str) -> Readings:
    spelling = plain(unit)
    return _ANY_CASE.get(spelling.casefold(), {}) | _AS_WRITTEN.get(spelling, {})


def _known_unit(written: str) -> str | None:
    """The longest beginning of what follows a figure that is a unit, if it ends where a word ends."""
    for length in range(len(written), 0, -1):
        ends_a_word = length == len(written) or not written[length].isalnum() or not written[length - 1].isalnum()
        known = _readings(written[:length]) or written[:length].casefold() in _OTHER_SCALES
        if ends_a_word and not written[length - 1].isspace() and known:
            return written[:length]
    return None


def number(written: str) -> float:
    """``two``, ``1 234,5``, ``1,234.5``, ``0,006``, ``5×10^13`` and ``1e-3`` as numbers; groups of three are
    thousands unless led by 0.
    """
    plain = written.replace(" ", "").replace("\u00a0", "")
    if plain.casefold() in _SPELLED:
        return _SPELLED[plain.casefold()]
    if "/" in written:
        *wholes, fraction = re.split(r"[- ]", written)
        above, below = map(float, fraction.split("/"))
        return sum(map(float, wholes)) + (above / below if below else 0.0)
    if plain.isdigit():
        return float(plain)
    if power := _TEN.fullmatch(plain):
        return number(power.group(1) or "1") * 10.0 ** int(power.group(2))
    mark = max(plain.rfind(","), plain.rfind("."))
    if mark < 0:
        return float(plain)
    whole, rest = plain[:mark], plain[mark + 1 :]
    same_marks = plain.count(plain[mark])
    thousands = len(rest) == 3 and whole.strip("0") != "" and (plain[mark] == "," or same_marks > 1)
    digits = re.sub(r"[.,]", "", whole)
    return (
        float(digits + rest) if thousands and not ("," in whole and plain[mark] == ".") else float(f"{digits}.{rest}")
    )


def values_of(quantity: Quantity, folded: str, figures: list[Measurement]) -> list[Measurement]:
    """The figures that state a quantity: by a word near them, by their unit alone where that is enough, or as the side
    of a body that is given by its sides.
    """
    fitting = [figure for figure in figures if figure.dimension == quantity.dimension]
    if not fitting:
        return []
    named = list(_named(quantity, folded, fitting))
    nearest = min((away for away, _ in named), default=0)
    stated = [figure for away, figure in named if away <= nearest + _AS_NEAR]
    if not stated and quantity.by_unit_alone:
        return fitting
    if quantity.side and (not stated or quantity.side == _FIRST):
        return [_side(quantity.side, figure) for figure in stated or fitting if stated or figure.sides]
    return stated


def _side(which: str, figure: Measurement) -> Measurement:
    """A body's figure with the value of one of its sides. Of two sides the first is the thinner one, as of a pipe or
    a strip.
    """
    ordered = figure.sides if which == _FIRST else tuple(sorted(figure.sides))
    if not ordered:
        return figure
    return replace(figure, value=ordered[{"least": 0, _FIRST: 0, "middle": len(ordered) // 2, "largest": -1}[which]])


def _named(quantity: Quantity, folded: str, figures: list[Measurement]) -> Iterator[tuple[int, Measurement]]:
    """The figure of each word that names the quantity, and how far it stands away: with the word in its unit
    ("2 rotary axes"), right before the word ("5 µm accuracy"), or the next behind it.
    """
    for word in quantity.words.finditer(folded):
        within = [figure for figure in figures if figure.start < word.start() < figure.end]
        before = [
            figure
            for figure in figures
            if figure.end <= word.start() and _JOINED.fullmatch(folded, figure.end, word.start())
        ]
        behind = [figure for figure in figures if 0 <= figure.start - word.end() <= _NEAR]
        if quantity.dimension in _COUNTED:  # "rotary table, 4-axis": another matter
            behind = [figure for figure in behind if "," not in folded[word.end() : figure.start]]
        one_range = [figure for figure in behind if figure.end == behind[0].end]
        if before and behind and _has_its_word(before[-1], folded):
            before = before if behind[0].start - word.end() > _ADJACENT else []
        for figure in within or before[-1:] or one_range:
            yield max(0, figure.start - word.end()), figure


def _has_its_word(figure: Measurement, folded: str) -> bool:
    """Whether a word for a quantity of its own stands right before a figure: "tensile 5490 MPa, modulus 294 GPa"."""
    before = folded[max(0, figure.start - _NEAR // 2) : figure.start]
    return bool(_WORDS_BEFORE[figure.dimension].search(before))


def _words_before() -> dict[str, re.Pattern[str]]:
    """Dimension -> finds a word for one of its quantities, with no more than its ending between it and the end."""
    words: dict[str, list[str]] = {}
    for quantity in QUANTITIES.values():
        words.setdefault(quantity.dimension, []).append(quantity.words.pattern)
    return {
        dimension: re.compile(rf"(?:{'|'.join(each)})[^\W\d]{{0,8}}(?:'s)?[ .:=<>≥≤~-]{{0,3}}$")
        for dimension, each in words.items()
    }


_WORDS_BEFORE: Final = _words_before()
