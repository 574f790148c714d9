"""Asks the engine about one goods line that belongs to no shipment. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from screening.engine import ENGINE_VERSION, Line
from screening.engine.text import compose
from screening.selectors.precedents import with_precedents
from screening.services import index

LINE = "1"
"""The id of the only line in the verdict."""


@dataclass(frozen=True, slots=True)
class Check:
    """``verdict`` is a document as a run's evidence holds it; the rest says by which lists and rules it came."""

    verdict: dict[str, Any]
    editions: tuple[str, ...]
    index_digest: str
    policy_version: str
    engine_version: str


def check_line(
    *, text: str, hs_code: str = "", answers: Mapping[str, str] | None = None, administration: UUID | None = None
) -> Check:
    """What a run would say of this line. ``answers`` are by question key, as officers give them on a shipment;
    ``administration`` is the one whose precedents and
    national lists count, none without it.

    Raises NoCatalogue (services/index.py) where no control list is in force.
    """
    engine = index.engine_in_force()
    said = tuple(sorted((answers or {}).items()))
    left_out = index.lists_of_others(administration, engine.digest)
    lines = with_precedents([Line(LINE, compose(text), hs_code, said)], administration)
    [verdict] = engine.screen(lines, without=left_out)
    editions = engine.editions_without(left_out)
    return Check(verdict.as_document(), editions, engine.digest, engine.policy.version, ENGINE_VERSION)
