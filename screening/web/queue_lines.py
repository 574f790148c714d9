"""The rows of the queue as the dashboard shows them, put together by when they are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from screening.engine.explain import say
from screening.models import Review, ScreeningRequest
from screening.selectors.deadlines import Deadlines, Due
from screening.selectors.queue import Counts, Row, Show
from screening.web.times import how_long
from screening.web.tongue import language_of
from screening.web.words import DECISIONS, HAZARDS, LANES, level_message, state_word, word

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DUE: Final[dict[Due, str | _StrPromise]] = {
    Due.OVERDUE: _("Overdue: the goods have arrived"),
    Due.SOON: _("Within the hour"),
    Due.TODAY: _("Later today"),
    Due.LATER: _("Tomorrow and later"),
}
GROUPED: Final = frozenset({Show.WAITING, Show.MINE, Show.CONFIRMING, Show.NEW})
"""Where something is due; the rest is a plain table."""


@dataclass(frozen=True)
class Line:
    """A row of the queue as the page shows it. ``grade``: 0 none to 3 strong."""

    key: str
    url: str
    number: str
    version: int
    new: bool
    arrival_at: datetime
    how_long: str
    late: bool
    consignee: str
    goods: str
    goods_language: str
    lines: int
    lane: str
    lane_word: str
    grade: int
    level_word: str
    state_word: str
    flags: int
    hazards: list[str]
    failed: bool
    holder: str
    mine: bool


@dataclass(frozen=True)
class Group:
    """Rows that are due at about the same time; ``heading`` is empty where nothing is due."""

    due: str
    heading: str
    count: int | None
    lines: list[Line]


@dataclass(frozen=True)
class Proposal:
    """A decision of another person that waits for this one."""

    url: str
    number: str
    decision: str
    proposer: str
    proposed_at: datetime
    how_long: str


@dataclass(frozen=True)
class Broken:
    """A shipment whose screening failed for good."""

    url: str
    number: str
    attempts: int
    since: datetime


@dataclass(frozen=True)
class Reader:
    """For whom rows are put into words: key, language, and when they were here before."""

    id: str
    language: str
    last_visit: datetime | None


def groups(rows: Iterable[Row], *, show: Show, counts: Counts, due: Deadlines, reader: Reader) -> list[Group]:
    """By deadline where something is due, in the order of the rows."""
    if show not in GROUPED:
        lines = [line(row, due.now, reader, show) for row in rows]
        return [Group("", "", None, lines)] if lines else []
    parts = groupby(rows, key=lambda row: due.of(row.arrival_at))
    totals = {each: getattr(counts, each.value) for each in Due} if show == Show.WAITING else {}
    return [
        Group(each.value, str(DUE[each]), totals.get(each), [line(row, due.now, reader, show) for row in part])
        for each, part in parts
    ]


def line(row: Row, now: datetime, reader: Reader, show: Show) -> Line:
    screened = row.level > 0 or row.lane != ""
    return Line(
        key=str(row.id),
        url=reverse("shipment", args=[row.id]),
        number=row.declaration_number,
        version=row.version,
        new=reader.last_visit is not None and row.created_at > reader.last_visit,
        arrival_at=row.arrival_at,
        how_long=how_long(row.arrival_at, now),
        late=show in GROUPED and row.arrival_at < now,
        consignee=row.consignee,
        goods=row.goods,
        goods_language=language_of(row.goods),
        lines=row.lines,
        lane=row.lane,
        lane_word=word(LANES, row.lane) if row.lane else "",
        grade=row.level,
        level_word=say(level_message(row.level), reader.language) if screened else "",
        state_word=state_word(row.state, row.level),
        flags=row.flags,
        hazards=[word(HAZARDS, hazard) for hazard in row.hazards],
        failed=row.failed,
        holder=row.holder.name if row.holder else "",
        mine=row.holder is not None and str(row.holder.id) == reader.id,
    )


def proposal(review: Review, now: datetime) -> Proposal:
    return Proposal(
        url=reverse("shipment", args=[review.shipment_id]),
        number=review.shipment.declaration_number,
        decision=word(DECISIONS, review.decision),
        proposer=review.proposer.get_full_name() or review.proposer.username,
        proposed_at=review.created_at,
        how_long=how_long(review.shipment.arrival_at, now),
    )


def broken(failed: ScreeningRequest) -> Broken:
    return Broken(
        url=reverse("shipment", args=[failed.shipment_id]),
        number=failed.shipment.declaration_number,
        attempts=failed.attempts,
        since=failed.created_at,
    )
