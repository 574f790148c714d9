"""Which language a declared text is in, as far as its letters tell: for screen readers."""

from __future__ import annotations

from typing import Final

_TAJIK: Final = frozenset("ғқҳҷӣӯ")
_UZBEK: Final = ("oʻ", "gʻ", "o‘", "g‘")


def language_of(text: str) -> str:
    """A language tag; empty where the letters do not tell (Latin letters are English or Uzbek)."""
    lowered = text.lower()
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in lowered)
    latin = sum("a" <= letter <= "z" for letter in lowered)
    if cyrillic > latin:
        return "ru" if _TAJIK.isdisjoint(lowered) else "tg"
    if any(mark in lowered for mark in _UZBEK):
        return "uz"
    return "en" if latin else ""
