"""What gives a bad translation away, without knowing the language: scripts, letters, marks, figures, length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from tests.texts.sources import Text

_LATIN_WORD: Final = re.compile(r"[A-Za-z]{3,}")
_FILLED_IN: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^{}]*\}|<[^>]*>|https?://\S+|[\w.]*[/_]\w[\w./_]*")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FIGURE: Final = re.compile(r"(?<![\w-])\d+(?![\w-])")
_TAJIK_HAS_NOT: Final = set("цщыьЦЩЫЬ")
_LEGACY: Final = set("ќњљїўЌЊЉЇЎ")
_OPENING: Final = {"en": "“", "ru": "«", "tg": "«", "uz": "“"}


def suspicions(text: Text) -> Iterator[str]:
    """The reasons to have a person look at it; none for a text that looks right."""
    for reason, found in _RULES.items():
        if found(text):
            yield reason


def _prose(text: str) -> str:
    """Without what is filled in, marked up, or the name of a file or field."""
    return _FILLED_IN.sub(" ", text)


def _is_empty(text: Text) -> bool:
    return bool(text.english.strip()) and not text.text.strip()


def _is_english(text: Text) -> bool:
    """Said as in English, though English says it with two ordinary words; one may be a name."""
    return text.text == text.english and len(re.findall(r"[a-z]{4,}", _prose(text.english))) > 1


def _holds_english_words(text: Text) -> bool:
    """A Latin word in a Cyrillic text that is no name, code or unit which the English one has too."""
    if text.language == "uz":
        return False
    words = (word for word in _LATIN_WORD.findall(_prose(text.text)) if word.islower())
    return any(word not in text.english.lower() for word in words)


def _holds_cyrillic(text: Text) -> bool:
    """Uzbek is written in Latin letters here."""
    return text.language == "uz" and any("CYRILLIC" in unicodedata.name(letter, "") for letter in text.text)


def _mixes_scripts(text: Text) -> bool:
    return any(len({_script(letter) for letter in word} - {""}) > 1 for word in _WORD.findall(_prose(text.text)))


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in ("LATIN", "CYRILLIC", "GREEK") if name.startswith(script)), "")


def _has_letters_that_tajik_has_not(text: Text) -> bool:
    words = (word for word in _WORD.findall(_prose(text.text)) if not word.isupper())  # АЦП is called so there too
    return text.language == "tg" and any(_TAJIK_HAS_NOT & set(word) for word in words)


def _has_letters_of_legacy_fonts(text: Text) -> bool:
    return text.language in ("ru", "tg") and bool(_LEGACY & set(text.text))


def _has_russian_words_in_tajik(text: Text) -> bool:
    words = {word.lower() for word in _WORD.findall(text.text)}
    return text.language == "tg" and bool(words & {"или", "для", "при", "чтобы", "если", "это", "как", "что"})


def _has_a_wrong_apostrophe(text: Text) -> bool:
    """oʻ and gʻ take U+02BB, the stop between vowels U+02BC; no typewriter or quotation mark."""
    return text.language == "uz" and bool(re.search(r"[A-Za-z]['`‘’´][A-Za-z]|[oOgG]['`‘’´ʼ]", _prose(text.text)))


def _has_other_figures(text: Text) -> bool:
    """A figure that the English has not. That a text says less is for its readers to judge."""
    english = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.english)  # 2,000 is 2000 elsewhere
    return bool(set(_FIGURE.findall(text.text)) - set(re.findall(r"\d+", f"{english} {text.english}")))


def _has_other_places_to_fill(text: Text) -> bool:
    places = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    return set(places.findall(text.english)) != set(places.findall(text.text))


def _ends_otherwise(text: Text) -> bool:
    """Without the mark that ends the English, or with another; an abbreviation may end in a full stop."""
    ours, theirs = _end(text.text), _end(text.english)
    return ours != theirs and not any(_is_abbreviated(each) for each in (text.text, text.english))


def _is_abbreviated(text: str) -> bool:
    words = text.split()
    return len(words) <= 4 and bool(words) and words[-1].endswith(".") and len(words[-1]) <= 4


def _end(text: str) -> str:
    last = text.rstrip('”»")\n ')[-1:]
    return last if last in ".?!:…" else ""


def _has_odd_spaces(text: Text) -> bool:
    return "  " in text.text or _edges(text.text) != _edges(text.english)


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _quotes_otherwise(text: Text) -> bool:
    """Quotation marks of another language, or other than the English has them."""
    wanted, said = _OPENING[text.language], _prose(text.text)
    others, asked = set('“«"') - {wanted}, text.english.count("“")
    return bool(others & set(said)) or (asked > 0 and said.count(wanted) != asked)


def _has_an_odd_length(text: Text) -> bool:
    return len(text.english) >= 40 and not 0.4 <= len(text.text) / len(text.english) <= 2.2


_RULES: Final[dict[str, Callable[[Text], bool]]] = {
    "nothing is said": _is_empty,
    "said as in English": _is_english,
    "holds English words": _holds_english_words,
    "holds Cyrillic letters": _holds_cyrillic,
    "mixes scripts within a word": _mixes_scripts,
    "has letters that Tajik has not": _has_letters_that_tajik_has_not,
    "has letters of a legacy font": _has_letters_of_legacy_fonts,
    "has Russian words": _has_russian_words_in_tajik,
    "has a wrong apostrophe": _has_a_wrong_apostrophe,
    "has other figures": _has_other_figures,
    "has other places to fill": _has_other_places_to_fill,
    "ends otherwise": _ends_otherwise,
    "has odd spaces": _has_odd_spaces,
    "quotes otherwise": _quotes_otherwise,
    "has an odd length": _has_an_odd_length,
}
