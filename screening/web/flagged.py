"""The part of an entry's page that says which shipments it flagged, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checkpoints.actors import Actor
from screening.engine.explain import say
from screening.selectors.entries import EntryKey
from screening.selectors.flagged_by import DAYS, Ended, Flagged, flagged_by
from screening.web.shipment_page import address_of
from screening.web.words import DECISIONS, level_message, state_word, word


@dataclass(frozen=True)
class FlaggedRow:
    url: str
    number: str
    at: datetime
    level: str
    outcome: str


@dataclass(frozen=True)
class FlaggedPanel:
    """``whole``: figures of the administration alone, for a reader who may not see its shipments."""

    days: int
    total: int
    ends: list[tuple[str, int]]
    rows: list[FlaggedRow]
    whole: bool


def panel(actor: Actor, entry: EntryKey, language: str) -> FlaggedPanel | None:
    """None for a reader who belongs to no administration."""
    if not actor.administration_id:
        return None
    found = flagged_by(actor, entry)
    ends = [(_end(each), each.count) for each in found.ends]
    return FlaggedPanel(DAYS, found.total, ends, [_row(each, language) for each in found.latest], found.whole)


def _end(ended: Ended) -> str:
    return word(DECISIONS, ended.decision) if ended.decision else state_word(ended.state, 1)


def _row(flagged: Flagged, language: str) -> FlaggedRow:
    shipment, decision = flagged.shipment, flagged.decision
    return FlaggedRow(
        url=address_of(shipment),
        number=shipment.declaration_number,
        at=flagged.screened_at,
        level=say(level_message(shipment.level), language),
        outcome=word(DECISIONS, decision) if decision else state_word(shipment.state, shipment.level),
    )
