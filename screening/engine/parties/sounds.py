"""How the word of a name sounds, whatever alphabet and spelling it is written in.

Russian, Tajik, Uzbek (both alphabets), their neighbours' letters and the many Latin spellings meet in one short
alphabet, a letter a sound: ``c`` is ch, ``x`` is sh, ``j`` is zh, dj and dzh, ``h`` is kh, ``g`` is gh. Of ya, yu and
yo the vowel is left. So one wrong letter is one wrong letter, and Ҷӯраев, Juraev and Djuraev are one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "e", "ж": "j",
    "ҷ": "j", "җ": "j", "ӂ": "j", "з": "z", "и": "i", "й": "y", "ӣ": "i", "і": "i", "ї": "i", "к": "k", "қ": "k",
    "ҡ": "k", "ќ": "k", "л": "l", "љ": "l", "м": "m", "н": "n", "ң": "n", "њ": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "ҫ": "s", "т": "t", "у": "u", "ў": "o", "ӯ": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h",
    "ҳ": "h", "һ": "h", "ц": "ts", "ч": "C", "ҹ": "J", "ћ": "C", "ш": "X", "щ": "X", "ъ": "", "ы": "i", "ь": "",
    "э": "e", "ә": "a", "ю": "yu", "я": "ya", "ј": "y", "ђ": "J", "џ": "J", "ѓ": "g", "ѕ": "z",
}  # fmt: skip
# Latin letters that stand for others than the one that their marks adorn.
_LATIN: Final = {
    "ş": "X", "š": "X", "ś": "X", "ș": "X", "ç": "C", "č": "C", "ć": "C", "ž": "J", "ź": "J", "ż": "J", "ğ": "g",
    "ı": "i", "ł": "l", "ø": "o", "œ": "e", "æ": "e", "ð": "d", "đ": "d", "þ": "t", "ß": "s", "ə": "a", "ë": "yo",
    "ō": "u", "ū": "u", "ī": "i",
}  # fmt: skip
_SOUNDS: Final = _CYRILLIC | _LATIN
APOSTROPHES: Final = "'ʻʼ‘’`´ʹ′ʾʿ"
_DROPPED: Final = str.maketrans(dict.fromkeys(APOSTROPHES))
# In turn. Capitals are sounds that no further rule may touch.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"shch|stsch|schtsch", "X"),
        (r"tsch|tch", "C"),
        (r"dsch|dzh|dj|zh", "J"),
        (r"sch|sh", "X"),
        (r"ch", "C"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"(?<=t)h|(?<=^r)h", ""),
        (r"ck|q(?:u(?=[ei]))?", "k"),
        (r"tz$", "ts"),
        (r"(?<=al[eio])x|(?<=ma)x(?=i|$)|(?<=[fl][eio])x$", "ks"),
        (r"x", "h"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
    )
)
_COMMON: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<=[oe])f{1,2}$", "v"),
        (r"[iy]{2,}$", "i"),
        (r"[iy]+(?=[aeou])", ""),
        (r"y", "i"),
        (r"dJ|dj", "J"),
        (r"(.)\1+", r"\1"),
        (r"(?<=...[aoe])h$", ""),
    )
)
# Other readings of a Latin word: j of the Slavs, x as ks, c of the Turks and Poles, q of Azerbaijan, ue for ü,
# without the article of the Arabs.
_OTHERWISE: Final = (
    ("j", "y"), ("x", "ks"), ("c(?!h)", "zh"), ("c(?!h)", "ts"), ("c(?!h)", "ch"), ("ch", "kh"), ("w", "u"), ("q", "g"),
    ("(?<=[aou])e(?![aeiou])", ""), ("^[ae]l(?=[^aeiou'l].{3})", ""),
)  # fmt: skip
# The Russian way to write Chinese: what only it does, and what its letters are in Pinyin.
_CHINESE: Final = re.compile("чж|цз|ц[юя]|ци[нюа]|сю[йае]|ся[оан]|ж[уэ]|юань|ань|энь|унь|инь|хуэй|[аоуиэ]нь?ш")
_PALLADIUS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("чж", "zh"), ("цз(?=[июяеэ])", "j"), ("цз", "z"), ("ц(?=[июяе])", "q"), ("ц", "c"), ("с(?=[июяе])", "x"),
        ("ж", "r"), ("н(?!ь|[аоуиэыюяеё])", "ng"), ("нь", "n"), ("юй", "yu"), ("хуэй", "hui"), ("уэй|уй", "ui"),
        ("ю(?=[аэе])", "yu"), ("ю", "iu"), ("я", "ia"), ("е", "ie"), ("й", "i"), ("ы", "i"), ("ч", "ch"), ("ш", "sh"),
        ("(?<![a-z])i(?=[aue])", "y"),
    )
)  # fmt: skip
_JOINTS: Final = ((re.compile("kh"), "h"), (re.compile("gh"), "g"), (re.compile(r"(.)\1+"), r"\1"))
_VOWELS: Final = re.compile(r"[aeiou]+")


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """How a word in lower case sounds; figures stay, other signs go."""
    letters = "".join(map(_letter, unicodedata.normalize("NFC", word).translate(_DROPPED)))
    if any("a" <= letter <= "z" for letter in word):
        letters = _replaced(letters, _SPELLINGS)
    return _replaced(letters, _COMMON).lower()


@lru_cache(maxsize=100_000)
def sounds(word: str) -> tuple[str, ...]:
    """How a word in lower case may sound, the likeliest first."""
    if any(letter in _CYRILLIC for letter in word):
        chinese = (sound(_pinyin(word)),) if _CHINESE.search(word) else ()
        return tuple(dict.fromkeys((sound(word), *chinese)))
    others = (re.sub(pattern, to, word) for pattern, to in _OTHERWISE)
    return tuple(dict.fromkeys(sound(each) for each in (word, *others)))


@lru_cache(maxsize=100_000)
def skeleton(sounded: str) -> str:
    """The consonants of a sound."""
    return _VOWELS.sub("", sounded)


def together(heard: Iterable[str]) -> str:
    """How words sound when they are written as one."""
    return _replaced("".join(heard), _JOINTS)


def _pinyin(word: str) -> str:
    """A Chinese word in Russian letters as Chinese passports write it."""
    return "".join(_SOUNDS[letter] if letter in _CYRILLIC else letter for letter in _replaced(word, _PALLADIUS))


def _letter(letter: str) -> str:
    if letter in _SOUNDS:
        return _SOUNDS[letter]
    plain = letter if letter.isascii() else unicodedata.normalize("NFKD", letter)[:1].lower()
    return plain if plain.isalnum() else ""


def _replaced(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, to in rules:
        word = pattern.sub(to, word)
    return word
