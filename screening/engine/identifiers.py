"""Numbers and formulas that name goods: CAS, EC and UN numbers, nuclides, formulas, codes of control lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stdnum import casrn

from screening.engine.text import fold, one_script

_DASH: Final = r"\s?-\s?"
_CAS: Final = re.compile(rf"(?<![\d-])(\d{{2,7}}){_DASH}(\d{{2}}){_DASH}(\d)(?![\d-])")
_CAS_WORD: Final = re.compile(r"(?:cas|кас)\W{0,6}(?:n[o°r]?\.?|№|рег\.?)?\W{0,3}$")
_EC: Final = re.compile(r"(?<![\d-])(\d{3})-(\d{3})-(\d)(?![\d-])")
_UN: Final = re.compile(r"(?<![^\W\d_])(?:un|оон|ун|бмт|смм)(?:\s?(?:no\.?|nr\.?|№|-))?\s?(\d{4})(?!\d)")
_FORMULA: Final = re.compile(r"(?<![\w-])[^\W\d_](?:[^\W_]|[()])*\d(?:[^\W_]|[()])*")
_NUCLIDE: Final = re.compile(r"(?<![\w])(?:([^\W\d_]{1,12})[\s-]?(\d{1,3}m?)|(\d{1,3}m?)[\s-]?([^\W\d_]{1,12}))(?!\w)")
_AMOUNT: Final = re.compile(r"(?:[.,]\d+)?\s?(?:%|[mkмк]?[gг](?![^\W_])|ml|мл|pcs|шт|dona|дона)")  # "selenium 75 mg"
# A control code that the declarant quotes: 2B350.g, 3A001.a.5, ML8.a; in Cyrillic letters too.
_CODE: Final = re.compile(
    r"(?<![\w.-])(?:[0-9][a-eавсе]\d{3}|(?:ml|мл)(?:1\d|2[0-2]|[1-9]))(?!\d)(?:\.(?:[a-zавсеокх]|\d{1,2})(?!\w))*"
)
_ELEMENTS: Final = {
    "am": "americium; америций; америтсий; ameritsiy",
    "au": "gold; золото-198",
    "cd": "cadmium; кадмий; kadmiy",
    "cf": "californium; калифорний; kaliforniy",
    "cm": "curium; кюрий; kyuriy",
    "co": "cobalt; кобальт; кобалт; kobalt",
    "cs": "caesium; cesium; цезий; сезий; seziy",
    "gd": "gadolinium; гадолиний; gadoliniy",
    "h": "tritium; тритий; tritiy",
    "i": "iodine; йод; иод; yod",
    "ir": "iridium; иридий; iridiy",
    "kr": "krypton; криптон; kripton",
    "np": "neptunium; нептуний; neptuniy",
    "pm": "promethium; прометий; prometiy",
    "po": "polonium; полоний; poloniy",
    "pu": "plutonium; плутоний; plutoniy",
    "ra": "radium; радий; radiy",
    "se": "selenium; селен; selen",
    "sr": "strontium; стронций; стронтсий; stronsiy",
    "th": "thorium; торий; toriy",
    "tm": "thulium; тулий; tuliy",
    "u": "uranium; уран; uran",
    "yb": "ytterbium; иттербий; itterbiy",
}
_SYMBOL: Final = {name.strip(): symbol for symbol, names in _ELEMENTS.items() for name in (symbol, *names.split(";"))}


@dataclass(frozen=True, slots=True)
class Found:
    """An identifier in a text. ``value`` is normal form; ``valid`` is false where a check digit fails."""

    kind: str
    value: str
    start: int
    end: int
    valid: bool = True


def normal(kind: str, value: str) -> str:
    """How an identifier of the catalogue is looked up."""
    folded = fold(value)
    return folded.replace("-", "") if kind == "nuclide" else re.sub(r"[\s()]", "", folded)


def nuclide_text(value: str) -> str:
    """``ir192`` as labels have it: Ir-192."""
    return re.sub(r"^([a-z]+)(\d+)$", lambda found: f"{found[1].capitalize()}-{found[2]}", value)


def find(folded: str) -> Iterator[Found]:
    """Every identifier that a folded text holds, known to a list or not."""
    if not any(letter.isdigit() for letter in folded):
        return
    yield from _cas_numbers(folded)
    for match in _EC.finditer(folded):
        yield Found("ec", match.group(), match.start(), match.end())
    for match in _UN.finditer(folded):
        yield Found("un", match.group(1), match.start(), match.end())
    for match in _FORMULA.finditer(folded):
        word, _ = one_script(match.group())
        yield Found("formula", normal("formula", _latin_look_alikes(word)), match.start(), match.end())
    for match in _CODE.finditer(folded):
        yield Found("code", _latin_look_alikes(match.group()).replace("мл", "ml"), match.start(), match.end())
    yield from _nuclides(folded)


def _cas_numbers(folded: str) -> Iterator[Found]:
    for match in _CAS.finditer(folded):
        value = "-".join(match.groups())
        if casrn.is_valid(value):
            yield Found("cas", value, match.start(), match.end())
        elif _CAS_WORD.search(folded[: match.start()]):
            yield Found("cas", value, match.start(), match.end(), valid=False)


def _nuclides(folded: str) -> Iterator[Found]:
    for match in _NUCLIDE.finditer(folded):
        name, mass = (match.group(1), match.group(2)) if match.group(1) else (match.group(4), match.group(3))
        symbol = _SYMBOL.get(_latin_look_alikes(name) if len(name) <= 2 else name)
        is_an_amount = match.group(1) and folded[match.end(1)].isspace() and _AMOUNT.match(folded, match.end())
        if symbol and not is_an_amount:
            yield Found("nuclide", symbol + mass, match.start(), match.end())


def _latin_look_alikes(word: str) -> str:
    """A short symbol typed on a Cyrillic keyboard: СО2, Сs."""
    return word.translate(_LOOKS)


_LOOKS: Final = str.maketrans("авекмнорстух", "abekmhopctyx")
