"""What inspections and checks of documents found."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from screening.models import InspectionResult
from screening.models.reviews import Decision
from screening.selectors.proportions import Share
from screening.selectors.statistics.frame import Frame, outcomes


@dataclass(frozen=True, slots=True)
class Results:
    """Checks that were decided in the period, by what the latest result says."""

    decision: str
    as_flagged: int
    other: int
    nothing: int
    not_recorded: int

    @property
    def hit_rate(self) -> Share:
        """Checks that found what the flag said, of those whose result is recorded."""
        return Share(self.as_flagged, self.as_flagged + self.other + self.nothing)


def results(frame: Frame) -> list[Results]:
    """Inspections, then checks of documents. One statement."""
    latest = InspectionResult.objects.filter(outcome=OuterRef("pk")).order_by("-created_at", "-id")
    checks = outcomes(frame).annotate(found=Subquery(latest.values("found")[:1]))
    rows = checks.order_by().values("decision", "found").annotate(n=Count("pk")).values_list("decision", "found", "n")
    counts = {(decision, found): n for decision, found, n in rows}
    return [
        Results(decision, *(counts.get((decision, found), 0) for found in (*InspectionResult.Found, None)))
        for decision in (Decision.INSPECT, Decision.DOCUMENTS)
    ]
