"""Words of a goods line: folded so that one thing has one key, with the spans where it was written.

English, Russian, Tajik and Uzbek, in either alphabet and mixed, meet in one key space: the key of a
word is the Latin skeleton of its stem. So "насосов", "nasos" and "nasoslari" have the same key, and a
chemical name often has one key in all four languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import Stemmer

# -- letters ---------------------------------------------------------------------------------------

_APOSTROPHES: Final = "\u02bb\u2018\u2019`\u02bc\u00b4\u02b9\u2032"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
_LEGACY_TAJIK: Final = {"ќ": "қ", "њ": "ҳ", "љ": "ҷ", "ї": "ӣ"}  # what old Tajik fonts leave behind
_LOOK_ALIKES: Final = dict(zip("авекмнорстухіј", "abekmhopctyxij", strict=True))
_TO_LATIN: Final = _LOOK_ALIKES | {"ѕ": "s", "ԛ": "q", "ԝ": "w", "г": "r", "п": "n", "и": "u"}
_TO_CYRILLIC: Final = {latin: cyrillic for cyrillic, latin in _LOOK_ALIKES.items() if cyrillic not in "іј"} | {
    "b": "в",
    "h": "н",
}
_SKELETON: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "ҷ": "j", "з": "z",
    "и": "i", "й": "i", "ӣ": "i", "і": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ӯ": "u", "ў": "o", "ф": "f", "х": "h", "ҳ": "h", "ц": "s", "ч": "ch",
    "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a",
}  # fmt: skip
_TAJIK_OR_UZBEK: Final = frozenset("ғқҳҷӣӯў")
_SINGLE: Final = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-") | _LEGACY_TAJIK | {"μ": "µ"}
)


_NO_ROOM: Final = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFE0E, 0xFE0F)
)


_POWER: Final = re.compile(r"(?<=10)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")  # 10¹³, which would become 1013
_LOWERED: Final = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")


def fold(text: str) -> str:
    """Lower case, one apostrophe, one dash, repaired legacy letters; as long as ``text``, so spans hold."""
    if text.isascii():
        return text.lower().replace("`", "'")
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(_SINGLE)


def compose(text: str) -> str:
    """Joins letters with their accents (NFC) and turns compatible forms (full width, ligatures) plain.

    What takes no room (zero-width letters, marks of writing direction) is left out: it only divides words.
    Spans count in the composed text, which is what is stored beside the evidence.
    """
    if not text.isascii():
        text = _POWER.sub(lambda power: "^" + power.group().translate(_LOWERED), text)
    # NFKC makes a space and an accent of a lone acute, which is meant as an apostrophe.
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_NO_ROOM).replace("\u00b4", "'"))


# -- words -----------------------------------------------------------------------------------------

# A code such as T800, N2O5 or DN160 is one word; a figure with its unit (5mm) is two.
_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]{1,2}\d[^\W_]*|[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_HAS_DIGIT: Final = re.compile(r"\d")
_TAJIK_SUFFIX: Final = re.compile(r"(?<=.{3})(?:ҳоямон|ҳояшон|ҳоро|ҳои|ҳо|ҳояш|ашон|амон|ӣ|ро|еро)$")
_UZBEK_SUFFIX: Final = re.compile(
    r"(?<=.{3})(?:lar(?:i(?:ni(?:ng)?|ga|da(?:n)?)?|ni(?:ng)?|ga|da(?:n)?)?|ning|dan|sini|sining)$"
)
_LAST_VOWEL: Final = re.compile(r"(?<=.{4})[aeiou]$")
_FOLDINGS: Final = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"dzh|dj|zh"), "j"),
    (re.compile(r"th"), "t"),
    (re.compile(r"kh|^x|x(?=[^aeiouy])|ch(?=[lrn])"), "h"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c(?!h)"), "k"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ts"), "s"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(?<=.{4})(.)\1|(.)\2(?=.{4})"), r"\1\2"),  # in longer words: металл, metal; not in mill, tool
)
_NO_PLURAL: Final = frozenset({"as", "is", "os", "us", "ss"})
# What the stemmer would make another word of: ammonia; revolving.
_IRREGULAR: Final = {"ammonal": "ammonal", "revolver": "revolver", "revolvers": "revolver"}
# Endings of nouns and adjectives alone: stemmers for running text take -ит and -ил for endings of verbs and
# make one word of нитрит and нитрил, of динамит and динамо.
_RUSSIAN_ENDING: Final = re.compile(
    r"(?:(?<=.{4})(?:иями|ями|ами|ыми|ими|ого|его|ому|ему|иях|ией|ием|иям|ых|их|ый|ий|ой|ая|яя|ое|ее|ые|ие|ия|ии|ию"
    r"|ью|ую|юю|ым|им|ом|ем|ов|ев|ей|ам|ям|ах|ях)|(?<=.{3})[аяыиоеуюьй])$"
)
_ENGLISH: Final = Stemmer.Stemmer("english", 0)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text: where it stands, what it is compared by, and whether scripts are mixed in it."""

    start: int
    end: int
    key: str
    mixed: bool


def tokens(folded: str) -> Iterator[Token]:
    """The words and numbers of a folded text, in order."""
    for match in _WORD.finditer(folded):
        key, mixed = word_key(match.group())
        if key:
            yield Token(match.start(), match.end(), key, mixed)


def keys(text: str) -> tuple[str, ...]:
    """The keys of a text's words, in order."""
    return tuple(token.key for token in tokens(fold(compose(text))))


def code_key(text: str) -> str:
    """What numbers of declarations, plates and containers are compared by: letters and digits alone, in lower case,
    Cyrillic letters by the Latin ones that look the same, so that a plate is one in either alphabet.
    """
    return look_alike("".join(filter(str.isalnum, fold(compose(text)))))


def look_alike(folded: str) -> str:
    """Cyrillic letters by the Latin ones that look the same, the rest by sound."""
    return _plain_latin("".join(_LOOK_ALIKES.get(letter) or _SKELETON.get(letter, letter) for letter in folded))


def by_sound(folded: str) -> str:
    """Cyrillic letters by the Latin ones that sound the same."""
    return _plain_latin("".join(_SKELETON.get(letter, letter) for letter in folded))


@lru_cache(maxsize=200_000)
def word_key(word: str) -> tuple[str, bool]:
    """The key of one folded word, and whether Latin and Cyrillic letters were mixed in it."""
    if word.isascii():
        return (word, False) if _HAS_DIGIT.search(word) else (_latin_key(word), False)
    if _HAS_DIGIT.search(word):
        return _code_key(word)
    repaired, mixed = one_script(word)
    return (_latin_key(repaired) if repaired.isascii() else _cyrillic_key(repaired)), mixed


def _code_key(code: str) -> tuple[str, bool]:
    """A code typed with Cyrillic letters: Т800, Д16."""
    look_alike = all(letter in _LOOK_ALIKES for letter in code if not letter.isascii())
    letters = _LOOK_ALIKES if look_alike else _SKELETON
    return "".join(letters.get(letter, letter) for letter in code), False


def one_script(word: str) -> tuple[str, bool]:
    """A word with look-alike letters of the other alphabet put right; the second value says if any were.

    The alphabet is the one whose letters cannot be the other's; Cyrillic where all could be either.
    """
    cyrillic = [letter for letter in word if "\u0400" <= letter <= "\u052f"]
    latin = [letter for letter in word if letter.isascii() and letter.isalpha()]
    if not cyrillic or not latin:
        return word, False
    sure_cyrillic = sum(letter not in _LOOK_ALIKES for letter in cyrillic)
    sure_latin = sum(letter not in _TO_CYRILLIC for letter in latin)
    if sure_latin > sure_cyrillic:
        return "".join(_TO_LATIN.get(letter, letter) for letter in word), True
    return "".join(_TO_CYRILLIC.get(letter, letter) for letter in word), True


def _latin_key(word: str) -> str:
    plain = word.replace("'", "")
    if len(plain) <= 3:
        return plain if plain.isascii() else _plain_latin(plain)
    plain = _UZBEK_SUFFIX.sub("", _plain_latin(plain))
    # "nasos", "gas", "chassis" are no plurals
    if plain in _IRREGULAR:
        return _skeleton(_IRREGULAR[plain])
    return _skeleton(plain if plain[-2:] in _NO_PLURAL else _ENGLISH.stemWord(plain))


def _cyrillic_key(word: str) -> str:
    plain = word.replace("'", "")
    if len(plain) > 3:
        native = not _TAJIK_OR_UZBEK.isdisjoint(plain)
        plain = _TAJIK_SUFFIX.sub("", plain) if native else _RUSSIAN_ENDING.sub("", plain)
    latin = "".join(_SKELETON.get(letter, letter) for letter in plain)
    return latin if len(latin) <= 3 else _skeleton(_plain_latin(latin))


def _skeleton(latin: str) -> str:
    latin = _UZBEK_SUFFIX.sub("", latin)
    for pattern, letters in _FOLDINGS:
        latin = pattern.sub(letters, latin)
    return _LAST_VOWEL.sub("", latin)


def _plain_latin(word: str) -> str:
    """Without accents: ü → u."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
