"""The policy for names: what speaks against one party, levels, read from policy.toml and frozen."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

SHIPPED: Final = Path(__file__).with_name("policy.toml")


@dataclass(frozen=True)
class NamePolicy:
    """One version of the weights; policy.toml tells what each is."""

    version: str
    names: Mapping[str, float]
    listed: Mapping[str, float]
    levels: tuple[tuple[str, float], ...]  # highest first
    least_score: float

    def level(self, score: float) -> str:
        return next((name for name, least in self.levels if score >= least), "none")


@cache
def read_policy(path: Path = SHIPPED) -> NamePolicy:
    """The policy in a file. Its version carries a digest, so that an edited file is told apart."""
    text = path.read_text("utf-8")
    row = tomllib.loads(text)
    levels = tuple((name, row["levels"][name]) for name in ("high", "medium", "low"))
    version = f"{row['version']}+{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return NamePolicy(version, row["names"], row["listed"], levels, row["levels"]["low"])
