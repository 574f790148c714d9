"""A name read once: its words, in order, each with what it is and how it sounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from screening.engine.parties import vocabulary
from screening.engine.parties.sounds import APOSTROPHES, sound, sounds
from screening.engine.text import compose, fold, one_script

PERSON: Final = "person"
LONGEST: Final = 300
"""Letters of a name that are read."""
_LONGEST_WORD: Final = 60
_MOST_WORDS: Final = 24
_DIGRAPHS: Final = frozenset({"дж", "dj", "dzh", "sh", "ch", "zh", "kh", "yu", "ya", "ye", "ts"})  # initials
_ABBREVIATION: Final = 3  # single letters that are one word
_FULL_NAME: Final = 3  # words of a name that may have a father's among them
_BY_ENDING: Final = "ending"
_PIECE: Final = 4  # letters of a word that is glued to another
_CAPITAL: Final = re.compile(r"(?<=[a-zа-яёғқҳҷӣӯў]{3})(?=[A-ZА-ЯЁҒҚҲҶӢӮЎ][a-zа-яёғқҳҷӣӯў])")
_TAIL: Final = 5  # letters at least of a word of trade that is glued to another

WORD, FATHER, INITIAL, NUMBER = "word", "father", "initial", "number"
TRADE, FORM = vocabulary.TRADE, vocabulary.FORM

_COMMA: Final = re.compile(r",")
_REMARK: Final = re.compile(r"[(\[]|(?<![^\W_])(?:for|для|барои|uchun|c/o|attn|склад|warehouse)(?![^\W_])")
_ROMAN: Final = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}
_OFFSPRING: Final = re.compile(r"zod[ae]h?|zad[ae]h?|зод[ае]|заде|пур|pou?r")  # are joined to the word before
_SERVANTS: Final = re.compile(r"abd|abd[aeou][lr]|abou?|абд|абд[уе]ль?|абу")  # are joined to the word behind
_WORD: Final = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*[{APOSTROPHES}]?|\d+", re.UNICODE)
_FATHERS: Final = re.compile(r"(?:(?<=[bdgjzklmnprstfhcxv])[oe]vic|[ie]vic|(?<=..)[oei](?:vn|cn)a|icna|ic)$")
_FATHERS_ENDING: Final = re.compile(r"(?:[oei]?vic|[oei]vna|[ie]?cna|ic)$")
_DAUGHTER: Final = re.compile(r"(?:[vc]na)$")
_FEMININE: Final = re.compile(r"(?:[oe]va|ska|tskaa?)$")
_MASCULINE: Final = re.compile(r"(?:[oe]v|ski|tski)$")
_FAMILY: Final = re.compile(r"(?:sk[iao]*e?|[oe]va?|zod[ae]h?|zad[aeo]?h?|pur|pu?or|ian|ion|on|in?|[uo]l[aoe]?)$")
_SOFT_END: Final = re.compile(r"[aeiou]+$")
_AFTER_ABD: Final = re.compile(r"^abd(?:[aeiou][lrnstdzx]?)?(?=[bcdfghjklmnpqrstvxz])")


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name: what it is, how it may sound, and where it stands in the text.

    ``stem`` is it without the ending of a family's or a father's name; ``sex`` is f or m where the ending tells;
    ``meaning`` is what a word of trade or a legal form says in any language.
    """

    kind: str
    sounds: tuple[str, ...]
    stem: str
    sex: str
    meaning: str
    start: int
    end: int
    aside: bool = False  # behind the name: a town, a warehouse, for whom

    @property
    def sound(self) -> str:
        return self.sounds[0]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared. ``written`` is the composed text in which the parts' places count."""

    written: str
    person: bool
    parts: tuple[Part, ...]
    mixed: bool  # letters of two alphabets in one word

    def of(self, *kinds: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind in kinds)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def read(written: str, kind: str = "") -> Name:
    """Reads a name. ``kind`` is "person", or another word for what is none; where it is empty the words tell."""
    composed = compose(written).replace("\u0130", "I")[:LONGEST]  # whose small letter would be two
    folded = fold(composed)
    words, mixed = [], False
    for found in islice(_WORD.finditer(folded), _MOST_WORDS):
        for start, end in _glued(composed, *found.span()):
            word, repaired = one_script(folded[start:end])
            mixed |= repaired
            if end - start <= _LONGEST_WORD:
                words.append(_Word(word.rstrip(APOSTROPHES), start, end))
    if vocabulary.says_nothing([word.text for word in words]):
        words = []
    person = kind == PERSON or (not kind and not _is_a_firm(words))
    end = _end_of_the_name(folded, person)
    parts = tuple(
        replace(part, aside=part.start >= end)
        for part in (_families_last(tuple(_of_a_person(words))) if person else _of_a_firm(words))
    )
    return Name(composed, person, parts, mixed)


def _glued(composed: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words in what is written as one, where capitals tell: "KarimovRustam"."""
    for found in _CAPITAL.finditer(composed, start + _PIECE, end - _PIECE + 1):
        yield start, found.start()
        start = found.start()
    yield start, end


def _end_of_the_name(folded: str, person: bool) -> int:
    """Where a name ends and what follows is an address or a remark: behind the first comma of a firm, the second of a
    person ("KARIMOV, Rustam, Dushanbe"), a bracket, or "for".
    """
    commas = [found.start() for found in _COMMA.finditer(folded)]
    ends = commas[1:2] if person else commas[:1]
    ends += [found.start() for found in (_REMARK.search(folded, 3),) if found]
    return min(ends, default=len(folded))


def _is_a_firm(words: Sequence[_Word]) -> bool:
    """Whether some word is one of trade, a legal form or a number; initials are none: "Karimov S.A."."""
    long = [word for word in words if len(word.text) > 1]
    return any(part.kind in (FORM, TRADE, NUMBER) for part in _of_a_firm(long))


def _of_a_firm(words: Sequence[_Word]) -> Iterator[Part]:
    texts = [word.text for word in words]
    at = 0
    while at < len(words):
        kind, meaning, length = vocabulary.phrase_at(texts, at)
        letters = next((to for to in range(at, len(words)) if len(texts[to]) > 1), len(words)) - at
        if letters >= _ABBREVIATION and length < letters:  # C.N.C.
            yield _part(WORD, words[at : at + letters])
            length = letters
        elif kind in (FORM, TRADE):
            yield _part(kind, words[at : at + length], meaning)
        elif not kind:
            yield from _of_one_word_of_a_firm(words[at])
        at += length


def _of_one_word_of_a_firm(word: _Word) -> Iterator[Part]:
    """A number, or a word; one that ends in a word of trade is two: "AlpTrade", "Осиёсавдо"."""
    if word.text.isdigit():
        yield _part(NUMBER, [word])
        return
    if word.text in _ROMAN:
        yield _part(NUMBER, [_Word(_ROMAN[word.text], word.start, word.end)])
        return
    for cut in range(3, len(word.text) - _TAIL + 1):
        kind, meaning = vocabulary.known(word.text[cut:])
        if kind == TRADE:
            yield _part(WORD, [_Word(word.text[:cut], word.start, word.start + cut)])
            yield _part(TRADE, [_Word(word.text[cut:], word.start + cut, word.end)], meaning)
            return
    yield _part(WORD, [word])


def _of_a_person(words: Sequence[_Word]) -> Iterator[Part]:
    waiting: _Word | None = None  # the name that "oʻgʻli" may make a father's
    for word in words:
        if waiting and _SERVANTS.fullmatch(waiting.text) and vocabulary.known(word.text)[0] == vocabulary.EMPTY:
            continue
        if waiting and (_SERVANTS.fullmatch(waiting.text) or _OFFSPRING.fullmatch(word.text)):
            waiting = _Word(waiting.text + word.text, waiting.start, word.end)
            continue
        sex = {"sons": "m", "daughters": "f"}.get(vocabulary.of_a_father(word.text), "")
        if sex and waiting:
            yield _father(waiting, word, sex)
            waiting = None
            continue
        if waiting:
            yield _of_one_word(waiting)
            waiting = None
        if (
            _SERVANTS.fullmatch(word.text)
            or vocabulary.known(word.text)[0] != vocabulary.EMPTY
            or (len(word.text) == 1 and len(words) > 1)
        ):
            waiting = word
    if waiting:
        yield _of_one_word(waiting)


def _families_last(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, of which one at most is a father's name: a family's name may end like it (Грицкевич). It is the last
    that does, not the first word, and has two others beside it.
    """
    fathers = [at for at, part in enumerate(parts) if part.kind == FATHER and part.meaning == _BY_ENDING]
    few = sum(part.kind in (WORD, FATHER) for part in parts) < _FULL_NAME
    wrong = {at for at in fathers if at == 0 or few or at != fathers[-1]}
    return tuple(
        replace(part, kind=WORD, stem=stem_of(part.sound), sex="", meaning="") if at in wrong else part
        for at, part in enumerate(parts)
    )


def _of_one_word(word: _Word) -> Part:
    if word.text.isdigit():
        return _part(NUMBER, [word])
    if len(word.text) == 1 or word.text in _DIGRAPHS:
        return _part(INITIAL, [word])
    heard = sound(word.text)
    if len(heard) > len("ovic") + 1 and _FATHERS.search(heard):
        sex = "f" if _DAUGHTER.search(heard) else "m"
        return Part(
            FATHER, sounds(word.text), _soft(_FATHERS_ENDING.sub("", heard)), sex, _BY_ENDING, word.start, word.end
        )
    return _part(WORD, [word])


def _father(name: _Word, mark: _Word, sex: str) -> Part:
    heard = sounds(name.text)
    return Part(FATHER, heard, _soft(heard[0]), sex, "", name.start, mark.end)


def _part(kind: str, words: Sequence[_Word], meaning: str = "") -> Part:
    text = "".join(word.text for word in words)
    heard = (text.lstrip("0") or "0",) if kind == NUMBER else _heard(text)
    sex = ""
    if kind == WORD:
        sex = "f" if _FEMININE.search(heard[0]) else "m" if _MASCULINE.search(heard[0]) else ""
    return Part(kind, heard, stem_of(heard[0]), sex, meaning, words[0].start, words[-1].end)


def _heard(text: str) -> tuple[str, ...]:
    """How a word may sound; what follows "servant of" in Arabic names is glued to it in many ways."""
    return tuple(dict.fromkeys(_AFTER_ABD.sub("abdu", each) if len(each) > 6 else each for each in sounds(text)))


@lru_cache(maxsize=100_000)
def stem_of(heard: str) -> str:
    """A sound without the ending of a family's name: Каримов, Каримзода and Карими have one stem."""
    stem = _FAMILY.sub("", heard)
    return _soft(stem) if len(stem) > 1 else heard


def _soft(stem: str) -> str:
    return _SOFT_END.sub("", stem) or stem
