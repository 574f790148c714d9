"""Short forms that trade writes, spelled out: abbreviations.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from screening.engine.text import keys


def _spelled_out() -> dict[str, tuple[str, ...]]:
    rows = tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text("utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for table in rows.values():
        for short, meanings in table.items():
            (key,) = keys(short)
            found[key] = (*found.get(key, ()), *keys(meanings))
    return found


_MEANINGS: Final = _spelled_out()


def spelled_out(key: str) -> tuple[str, ...]:
    """The keys of the words that a short form stands for; none for any other word."""
    return _MEANINGS.get(key, ())
