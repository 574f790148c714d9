"""The policy: weights and thresholds, read from policy.toml and frozen."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening.engine.verdict import LEVELS

SHIPPED = Path(__file__).with_name("policy.toml")


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the weights; policy.toml tells what each is."""

    version: str
    prior: float
    most_naming: float
    levels: tuple[tuple[str, float], ...]  # highest first
    flag_rank: int
    least_score: float
    description: Mapping[str, float]
    matching: Mapping[str, float]
    identifier: Mapping[str, float]
    hs: Mapping[str, float]
    headings: Mapping[str, float]
    parameters: Mapping[str, float]
    precedent: Mapping[str, float]
    question_score: float
    caps: Mapping[str, str]

    def level(self, score: float, list_slug: str) -> str:
        """The level of a score, not above what its list alone may give."""
        level = next((name for name, least in self.levels if score >= least), "none")
        cap = self.caps.get(list_slug, "high")
        return min(level, cap, key=LEVELS.index)

    def flags(self, level: str) -> bool:
        """Whether a level is high enough to flag."""
        return LEVELS.index(level) >= self.flag_rank


def read_policy(path: Path = SHIPPED) -> Policy:
    """The policy in a file. Its version carries a digest, so that an edited file is told apart."""
    text = path.read_text("utf-8")
    row: dict[str, Any] = tomllib.loads(text)
    levels = row["levels"]
    return Policy(
        version=f"{row['version']}+{hashlib.sha256(text.encode()).hexdigest()[:8]}",
        prior=row["prior"],
        most_naming=row["most_naming"],
        levels=tuple((name, levels[name]) for name in ("high", "medium", "low")),
        flag_rank=LEVELS.index(levels["flag"]),
        least_score=levels["least_score"],
        description=row["description"],
        matching=row["matching"],
        identifier=row["identifier"],
        hs=row["hs"],
        headings=row["headings"],
        parameters=row["parameters"],
        precedent=row["precedent"],
        question_score=row["questions"]["least_score"],
        caps=row["caps"],
    )
