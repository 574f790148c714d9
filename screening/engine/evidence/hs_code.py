"""Does the HS code agree with the entry?"""

from __future__ import annotations

from collections.abc import Mapping

from screening.engine.index import CompiledEntry
from screening.engine.verdict import Evidence


def weigh(hs_code: str, compiled: CompiledEntry, points: Mapping[str, float]) -> Evidence | None:
    """EV-HS: the declared code is one under which such goods are declared, by confidence of the correlation.

    EV-HS-OUTSIDE: its chapter is none of theirs. An HS code is evidence, never a verdict.
    """
    if len(hs_code) < 4 or not compiled.hs:
        return None
    for length in (6, 4):
        confidence = compiled.hs.get(hs_code[:length])
        if confidence:
            arguments = {"declared": hs_code, "listed": hs_code[:length]}
            return Evidence(f"EV-HS-{confidence}", points[confidence], arguments)
    if hs_code[:2] in compiled.chapters:
        return None
    return Evidence(
        "EV-HS-OUTSIDE", points["outside"], {"declared": hs_code, "chapters": ", ".join(sorted(compiled.chapters))}
    )


def alone(hs_code: str, points: Mapping[str, float]) -> Evidence:
    """EV-HS-ALONE: the code stands on a list that consists of HS codes."""
    return Evidence("EV-HS-ALONE", points["alone"], {"declared": hs_code})
