"""Bytes of a table into text, always the same text for the same bytes."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from screening.intake.fields import NotReadable

_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HEAD: Final = 4096
# What a tie of the frequencies below leaves: the code page of Windows comes first.
_CYRILLIC: Final = ("cp1251", "cp866", "koi8_r")
_LETTERS: Final = re.compile(r"[\u0400-\u04ff]")
_FREQUENT: Final = frozenset("оеаинтсрвлкмдпя")
_CASE_BREAK: Final = re.compile(r"[а-яё][А-ЯЁ]")


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
    """"" unless most letters beyond ASCII are Cyrillic under one of the code pages."""
    scored = [(_score(text), text) for text in (_try(content, codec) for codec in _CYRILLIC) if text]
    best, text = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return text if best > 0 else ""


def _try(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return ""


def _score(text: str) -> float:
    """How Russian the text reads: share of frequent letters, less the breaks of case a wrong page makes."""
    beyond = [char for char in text if ord(char) > 127]
    letters = [char for char in beyond if _LETTERS.match(char)]
    if not letters or len(letters) * 2 < len(beyond):
        return 0.0
    frequent = sum(char.lower() in _FREQUENT for char in letters)
    return (frequent - 2 * len(_CASE_BREAK.findall(text))) / len(beyond)


def _guessed(content: bytes) -> str:
    best = from_bytes(content).best()
    if best is None:
        raise NotReadable("encoding-unknown")
    return str(best)
