"""Asks the engine in force about the declarations of an attempt, once, when it begins."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from ledger import audit
from screening import adapters
from screening.engine import ENGINE_VERSION
from screening.services.index import engine_in_force
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


def screen(cases: Iterable[Case]) -> Screened:
    """Raises NoCatalogue where no control list is in force."""
    engine = engine_in_force()
    evidence = audit.canonical(
        [
            [
                verdict.as_document()
                for verdict in engine.screen(adapters.line_of(item, ()) for item in declared(case).items)
            ]
            for case in cases
        ]
    )
    return Screened(
        evidence=evidence,
        evidence_sha256=hashlib.sha256(evidence.encode()).hexdigest(),
        editions=list(engine.editions),
        index_digest=engine.digest,
        policy_version=engine.policy.version,
        engine_version=ENGINE_VERSION,
    )
