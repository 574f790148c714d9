"""Did an officer determine this good before?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from screening.engine.precedents import Recognised
from screening.engine.score import FIGURES, FREED
from screening.engine.verdict import Evidence

CONTROLLED = "EV-PRECEDENT"


def weigh(recognised: Recognised, points: Mapping[str, float], composed: str) -> Evidence:
    """EV-PRECEDENT: an officer of the administration determined that the entry controls this very good.

    EV-PRECEDENT-FREE: that it does not. The good is known by its number and maker, however they are written.
    """
    found = recognised.precedent
    arguments = {
        "declared": ", ".join(dict.fromkeys(composed[start:end] for start, end in recognised.spans)),
        "good": " ".join(filter(None, [found.maker, found.model, found.part_number])),
        "list": found.list_slug,
        "code": found.code,
        "date": found.date,
        "officer": found.officer,
        "reason": found.reason,
        "determination": found.id,
    }
    if found.controlled:
        return Evidence(CONTROLLED, points["controlled"], arguments, recognised.spans)
    return Evidence(FREED, points["free"], arguments, recognised.spans)


def counted(determined: Iterable[Evidence], points: Mapping[str, float], others: Sequence[Evidence]) -> list[Evidence]:
    """One for and one against count, the latest. What frees the good counts less where a figure reaches a limit."""
    latest = {each.id: each for each in sorted(determined, key=_age)}
    against = any(each.id.startswith(FIGURES) and each.points > 0 for each in others)
    return [
        _despite(each, points["free_despite"]) if against and each.id == FREED else each for each in latest.values()
    ]


def _age(evidence: Evidence) -> tuple[str, str]:
    return evidence.arguments["date"], evidence.arguments["determination"]


def _despite(evidence: Evidence, points: float) -> Evidence:
    return Evidence(evidence.id, points, evidence.arguments, evidence.spans)
