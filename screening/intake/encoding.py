"""Bytes of a table into text, always the same text for the same bytes."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from screening.intake.fields import NotReadable

_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HEAD: Final = 4096
_SAMPLE: Final = 200_000
_CYRILLIC: Final = ("cp1251", "cp866", "koi8_r")
# Another page than that of Windows must read this much better: a few words alone prove little.
_PRIOR: Final = {"cp1251": 1.25}
_LETTERS: Final = re.compile(r"[\u0400-\u04ff]")
# How often a letter stands in Russian text, in thousandths.
_BY_FREQUENCY: Final = (
    "о110 е85 а80 и74 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч14 й12 х10 ж9 ш7 ю6 "
    "ц5 щ4 э3 ф3 ъ1 ё1"
)
_FREQUENCY: Final = {pair[0]: int(pair[1:]) for pair in _BY_FREQUENCY.split()}


def decoded(content: bytes) -> str:
    """UTF-8 if the bytes allow it, UTF-16 by its mark or its zero bytes, else the Cyrillic code page that fits.

    Raises NotReadable: encoding-unknown.
    """
    if codec := _utf_16(content):
        return _strict(content, codec).removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _cyrillic(content) or _guessed(content)


def _utf_16(content: bytes) -> str:
    if codec := _UTF_16.get(content[:2], ""):
        return codec
    head = content[:_HEAD]
    low, high = head[::2].count(0), head[1::2].count(0)
    if max(low, high) * 8 < len(head) or min(low, high) * 4 > max(low, high):
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _strict(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise NotReadable("encoding-unknown") from error


def _cyrillic(content: bytes) -> str:
    """ "" unless most letters beyond ASCII are Cyrillic under one of the code pages."""
    scores = {codec: _score(_try(content[:_SAMPLE], codec)) * _PRIOR.get(codec, 1) for codec in _CYRILLIC}
    best = max(scores, key=lambda codec: scores[codec])
    return _try(content, best) if scores[best] > 0 else ""


def _try(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return ""


def _score(text: str) -> float:
    """How Russian the text reads: the mean frequency of its letters; 0 where half of them are no Cyrillic."""
    beyond = [char for char in text if ord(char) > 127]
    letters = [char for char in beyond if _LETTERS.match(char)]
    if not letters or len(letters) * 2 < len(beyond):
        return 0.0
    return sum(_FREQUENCY.get(char.lower(), 0) for char in letters) / len(beyond)


def _guessed(content: bytes) -> str:
    best = from_bytes(content[:_SAMPLE]).best()
    if best is None:
        raise NotReadable("encoding-unknown")
    return _strict(content, best.encoding)
