"""Which entries flag, and what became of what they flagged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Q, Subquery

from screening.models import Flag, InspectionResult, Outcome, Shipment
from screening.models.reviews import Decision
from screening.selectors.entries import EntryKey, words_of
from screening.selectors.proportions import Share
from screening.selectors.statistics.frame import Frame

MOST_ENTRIES: Final = 10
_Found = InspectionResult.Found


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """Shipments that an entry flags as last screened in the period, and what became of them.

    ``false``: released, or checked and found in order. ``settled``: those and the ones where a check found
    something; the others are still open or were referred.
    """

    list_slug: str
    code: str
    title: str
    flagged: int
    released: int
    hit: int
    false: int
    settled: int

    @property
    def false_share(self) -> Share:
        return Share(self.false, self.settled)


def entries(frame: Frame, language: str) -> list[EntryFigures]:
    """The entries that flag most, with their titles; 10 at most. Two statements."""
    shipment = OuterRef("run__shipment")
    decision = Outcome.objects.filter(shipment=shipment).order_by("-created_at", "-id").values("decision")
    found = InspectionResult.objects.filter(outcome__shipment=shipment).order_by("-created_at", "-id").values("found")
    flags = Flag.objects.filter(
        frame.within("run__created_at"), frame.here("run__shipment"), run=F("run__shipment__latest_run")
    ).exclude(run__shipment__state=Shipment.State.SUPERSEDED)
    released = Q(decision=Decision.RELEASE, run__shipment__state=Shipment.State.DECIDED)
    rows = (
        flags.annotate(decision=Subquery(decision[:1]), found=Subquery(found[:1]))
        .values("list_slug", "entry_code")
        .annotate(
            flagged=_shipments(),
            released=_shipments(released),
            hit=_shipments(Q(found=_Found.AS_FLAGGED)),
            false=_shipments(released | Q(found=_Found.NOTHING)),
            settled=_shipments(released | Q(found__isnull=False)),
        )
        .order_by("-flagged", "list_slug", "entry_code")[:MOST_ENTRIES]
    )
    return _titled(rows, language)


def _shipments(where: Q | None = None) -> Count:
    return Count("run__shipment", distinct=True, filter=where)


def _titled(rows: Iterable[Mapping[str, Any]], language: str) -> list[EntryFigures]:
    rows = list(rows)
    keys: list[EntryKey] = [(row["list_slug"], row["entry_code"]) for row in rows]
    titles = {key: words.title for key, words in words_of(keys, language).items()}
    return [
        EntryFigures(slug, code, titles.get((slug, code), ""), **_figures(row))
        for (slug, code), row in zip(keys, rows, strict=True)
    ]


def _figures(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in ("flagged", "released", "hit", "false", "settled")}
