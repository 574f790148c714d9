"""Countries by name in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).territories)


def country(code: str, language: str) -> str:
    """“Germany (DE)”; the code alone for one that is not known."""
    name = _names(language).get(code)
    return f"{name} ({code})" if name else code
