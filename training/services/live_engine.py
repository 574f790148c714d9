"""Asks the engine in force about the declarations of an attempt, once, when it begins."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ledger import audit
from screening import adapters
from screening.engine import ENGINE_VERSION
from screening.services.index import engine_in_force, lists_of_others
from training.declared import declared
from training.exercise import Case


@dataclass(frozen=True)
class Screened:
    """``evidence`` is canonical JSON: a list a declaration of the verdicts of its lines; the rest says who judged."""

    evidence: str
    evidence_sha256: str
    editions: list[str]
    index_digest: str
    policy_version: str
    engine_version: str


def screen(cases: Iterable[Case], administration: UUID) -> Screened:
    """As the lists that apply to the trainee's administration judge. Raises NoCatalogue where none is in force."""
    engine = engine_in_force()
    left_out = lists_of_others(administration, engine.digest)
    evidence = audit.canonical(
        [
            [
                verdict.as_document()
                for verdict in engine.screen(
                    (adapters.line_of(item, ()) for item in declared(case).items), without=left_out
                )
            ]
            for case in cases
        ]
    )
    return Screened(
        evidence=evidence,
        evidence_sha256=hashlib.sha256(evidence.encode()).hexdigest(),
        editions=list(engine.editions_without(left_out)),
        index_digest=engine.digest,
        policy_version=engine.policy.version,
        engine_version=ENGINE_VERSION,
    )
