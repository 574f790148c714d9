"""Goods determined earlier, found again in a text: by model or part number, and by the maker's name.

A number is compared by letters and digits alone: separators, case, look-alike letters of the other alphabet and
hidden letters make no difference, another digit makes another product. So does what hangs on the number with a
hyphen: X-100-B is not X-100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from screening.engine import text
from screening.engine.verdict import Precedent, Span
from screening.engine.weights import STOP_WORDS

LEAST_KEY: Final = 2
LONGEST_KEY: Final = 60
MOST_KEYS: Final = 400
"""Keys taken from one text; a line of usual length has some twenty."""
_MOST_PIECES: Final = 6  # 6ES7 315-2AH14-0AB0 has four
_DISTINCTIVE: Final = 6  # letters and digits from which a number may do without its maker
_DISTINCTIVE_DIGITS: Final = 3
_MARK: Final = 3  # letters at most of a piece that makes another number of the one that it hangs on: X-100-B

_PIECE: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = re.compile(r"[\s\-_./+#]{0,3}")
_HANGS_ON: Final = frozenset("-_.+")
_DECIMAL: Final = re.compile(r"(?<=\d)[.,](?=\d)")
_POINT: Final = "\N{MIDDLE DOT}"  # in keys; no letter, so that no text brings it about by itself
_ALPHABETS: Final = (text.look_alike, text.by_sound)  # ways to read Cyrillic letters of a number

_LEGAL_FORMS: Final = """
ооо зао оао пао ао ип тоо чп нпо нпп llc ltd limited inc corp corporation co company gmbh ag kg sa spa srl bv nv oy ab
as plc jsc ojsc cjsc kk mchj фирма компания корпорация завод группа group holding
"""
_FORMS: Final = frozenset(text.keys(_LEGAL_FORMS))
_LABEL: Final = re.compile(
    r"(?<![^\W_])(?:изготовитель|производитель|истеҳсолкунанда|ishlab chiqaruvchi|manufacturer|maker|mfr|made by)"
    r"(?![^\W_])\.?\s{0,2}[:\-=]?\s{0,2}([^;,:\n()]{2,120})"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands in a text. ``whole``: nothing hangs on it that would make another number of it."""

    key: str
    span: Span
    whole: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """A precedent whose good stands in a text, and where."""

    precedent: Precedent
    spans: tuple[Span, ...]


def keys_of(number: str) -> tuple[str, ...]:
    """What a model or part number is looked up by: one key, or two where Cyrillic letters can be read in two ways.

    Empty for one that cannot be recognised: shorter than two letters, or without a digit.
    """
    folded = text.fold(text.compose(number))
    found = (_key(folded, alphabet) for alphabet in _ALPHABETS)
    return tuple(sorted({key for key in found if LEAST_KEY <= len(key) <= LONGEST_KEY and _has_digit(key)}))


def letters_of(number: str) -> str:
    """Letters and digits of a number alone."""
    return "".join(filter(str.isalnum, text.compose(number)))


def same_maker(one: str, other: str) -> bool:
    """Whether two names of makers differ in spelling and legal form alone."""
    first, second = (_telling(text.fold(text.compose(name))) for name in (one, other))
    return first == second


def keys_in(folded: str) -> frozenset[str]:
    """Every key that a folded text may hold, at most MOST_KEYS."""
    return frozenset(each.key for each in _written(folded) if each.whole)


def recognise(folded: str, precedents: Iterable[Precedent]) -> list[Recognised]:
    """The precedents whose goods stand in a folded text, in the order given.

    A number that is short or has no letter asks for its maker beside it. Where the text names the maker of one of
    several goods of the same number, or says who made the goods, the other makers' goods are not meant.
    """
    known = list(precedents)
    if not known:
        return []
    written: dict[str, list[Written]] = {}
    for each in _written(folded):
        if each.whole:
            written.setdefault(each.key, []).append(each)
    makers = _Makers(folded)
    found = [(each, [place for key in _numbers(each) for place in written.get(key, ())]) for each in known]
    present = [(each, places) for each, places in found if places]
    taken = {place.span for each, places in present if makers.named(each.maker) for place in places}
    return [
        Recognised(each, tuple(sorted({place.span for place in places})))
        for each, places in present
        if makers.named(each.maker) or (not (makers.told and each.maker) and _stands_alone(places, taken))
    ]


def _numbers(precedent: Precedent) -> Iterator[str]:
    yield from keys_of(precedent.part_number)
    yield from keys_of(precedent.model)


def _stands_alone(places: Iterable[Written], taken: set[Span]) -> bool:
    """Whether a number that nobody else's maker claims is so distinctive that it needs no maker."""
    return any(is_distinctive(place.key) and place.span not in taken for place in places)


def is_distinctive(key: str) -> bool:
    """Whether a number needs no maker beside it: long, with letters and several digits."""
    digits = sum(letter.isdigit() for letter in key)
    return len(key) >= _DISTINCTIVE and digits >= _DISTINCTIVE_DIGITS and not key.replace(_POINT, "").isdigit()


# -- numbers ---------------------------------------------------------------------------------------


def _written(folded: str) -> Iterator[Written]:
    """The numbers of a text, at most MOST_KEYS: pieces that stand beside each other are also read as one."""
    pieces = list(_PIECE.finditer(folded))
    seen = 0
    for first, start in enumerate(pieces):
        for last in range(first, min(first + _MOST_PIECES, len(pieces))):
            end = pieces[last]
            if last > first and not _joined(folded, pieces[last - 1].end(), end.start()):
                break
            if end.end() - start.start() > LONGEST_KEY:
                break
            piece = folded[start.start() : end.end()]
            if not _has_digit(piece):
                continue
            whole = not _hangs_on(folded, pieces, first - 1, first) and not _hangs_on(folded, pieces, last + 1, last)
            for key in sorted({_key(piece, alphabet) for alphabet in _ALPHABETS}):
                if seen >= MOST_KEYS:
                    return
                if len(key) >= LEAST_KEY:
                    seen += 1
                    yield Written(key, (start.start(), end.end()), whole)


def _joined(folded: str, start: int, end: int) -> bool:
    return _BETWEEN.fullmatch(folded, start, end) is not None or _decimal(folded, start, end)


def _decimal(folded: str, start: int, end: int) -> bool:
    return folded[start:end] == "," and folded[start - 1].isdigit() and folded[end : end + 1].isdigit()


def _hangs_on(folded: str, pieces: list[re.Match[str]], other: int, piece: int) -> bool:
    """Whether a piece beside is joined without a space and short or with a digit: it belongs to the number."""
    if not 0 <= other < len(pieces):
        return False
    left, right = sorted((other, piece))
    between = folded[pieces[left].end() : pieces[right].start()]
    word = pieces[other].group()
    joined = between in _HANGS_ON or _decimal(folded, pieces[left].end(), pieces[right].start())
    return joined and (len(word) <= _MARK or _has_digit(word))


def _key(folded: str, alphabet: Callable[[str], str]) -> str:
    """Letters and digits alone; a decimal point between digits stays, since 2.5 is not 25."""
    return alphabet("".join(letter for letter in _DECIMAL.sub(_POINT, folded) if letter.isalnum() or letter == _POINT))


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


# -- makers ----------------------------------------------------------------------------------------


class _Makers:
    """The words of a text, among which makers are looked for. ``told``: the text says who made the goods."""

    def __init__(self, folded: str) -> None:
        labelled = _LABEL.findall(folded)
        self.told = bool(labelled)
        self.words = [_telling(part) for part in (labelled or [folded])]

    def named(self, maker: str) -> bool:
        """Whether the maker stands there, in either alphabet, a letter or two wrong in a long name."""
        wanted = _telling(text.fold(text.compose(maker)))
        return bool(wanted) and any(_stands_in(wanted, words) for words in self.words)


def _stands_in(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    name = "".join(wanted)
    allowed = 0 if len(name) < 5 else 1 if len(name) < 9 else 2
    for first in range(len(words)):
        for last in range(first + 1, min(first + len(wanted) + 1, len(words)) + 1):
            other = "".join(words[first:last])
            if other[:1] == name[:1] and OSA.distance(name, other, score_cutoff=allowed) <= allowed:
                return True
    return False


def _telling(folded: str) -> tuple[str, ...]:
    """The keys of a maker's words without legal forms and without small words."""
    found = tuple(token.key for token in text.tokens(folded))
    return tuple(key for key in found if key not in _FORMS and key not in STOP_WORDS) or found
