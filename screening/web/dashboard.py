"""The dashboard: the shipments that wait for a human, live."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from screening.engine.explain import say
from screening.models import Review, ScreeningRequest
from screening.selectors import queue
from screening.selectors.queue import Counts, Place, Row, Show
from screening.web.access import Request, actor_of, signed_in
from screening.web.times import how_long
from screening.web.tongue import language_of
from screening.web.words import DECISIONS, HAZARDS, LANES, level_message, state_word, word


@dataclass(frozen=True)
class Line:
    """A row of the queue as the page shows it."""

    key: str
    url: str
    number: str
    version: int
    arrival_at: datetime
    how_long: str
    late: bool
    consignee: str
    goods: str
    goods_language: str
    lines: int
    lane: str
    lane_word: str
    level: int
    level_word: str
    state: str
    state_word: str
    flags: int
    hazards: list[str]
    failed: bool


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
class Tab:
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Queue:
    """Everything that the live part of the page shows."""

    lines: list[Line]
    next_url: str
    first_url: str
    proposals: list[Proposal]
    broken: list[Broken]
    counts: Counts
    show: Show
    later: bool


@signed_in
def dashboard(request: Request) -> HttpResponse:
    """The whole page, or for htmx its live part: 204 where that has not changed since it was shown."""
    show = _show(request.GET.get("show", ""))
    after = Place.read(request.GET.get("after", ""))
    context: dict[str, Any] = {"queue": _queue(request, show, after)}
    live = render_to_string("web/_queue.html", context, request)
    seen = hashlib.sha256(live.encode()).hexdigest()[:16]
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    address = f"{_address(show, after)}{'&' if after or show != Show.WAITING else '?'}seen={seen}"
    context |= {"live": live, "live_url": address, "tabs": _tabs(show)}
    return render(request, "web/_live_queue.html" if request.htmx else "web/dashboard.html", context)


def _show(text: str) -> Show:
    return Show(text) if text in set(Show) else Show.WAITING


def _address(show: Show, after: Place | None = None) -> str:
    asked = ({"show": show.value} if show != Show.WAITING else {}) | ({"after": str(after)} if after else {})
    return reverse("dashboard") + ("?" + urlencode(asked) if asked else "")


def _tabs(show: Show) -> list[Tab]:
    names = {
        Show.WAITING: _("Waiting"),
        Show.OPEN: _("No indication, open questions"),
        Show.CLEAR: _("No indication"),
        Show.DECIDED: _("Decided"),
    }
    return [Tab(name, _address(each), each == show) for each, name in names.items()]


def _queue(request: Request, show: Show, after: Place | None) -> Queue:
    actor, now, language = actor_of(request), timezone.now(), get_language() or "en"
    page = queue.page(actor, show=show, after=after)
    return Queue(
        lines=[_line(row, now, language) for row in page.rows],
        next_url=_address(show, page.next) if page.next else "",
        first_url=_address(show),
        proposals=[_proposal(review, now) for review in queue.to_confirm(actor)],
        broken=[_broken(failed) for failed in queue.failed(actor)],
        counts=queue.counts(actor),
        show=show,
        later=after is not None,
    )


def _line(row: Row, now: datetime, language: str) -> Line:
    screened = row.level > 0 or row.lane != ""
    return Line(
        key=str(row.id),
        url=reverse("shipment", args=[row.id]),
        number=row.declaration_number,
        version=row.version,
        arrival_at=row.arrival_at,
        how_long=how_long(row.arrival_at, now),
        late=row.arrival_at < now,
        consignee=row.consignee,
        goods=row.goods,
        goods_language=language_of(row.goods),
        lines=row.lines,
        lane=row.lane,
        lane_word=word(LANES, row.lane) if row.lane else "",
        level=row.level,
        level_word=say(level_message(row.level), language) if screened else "",
        state=row.state,
        state_word=state_word(row.state, row.level),
        flags=row.flags,
        hazards=[word(HAZARDS, hazard) for hazard in row.hazards],
        failed=row.failed,
    )


def _proposal(review: Review, now: datetime) -> Proposal:
    return Proposal(
        url=reverse("shipment", args=[review.shipment_id]),
        number=review.shipment.declaration_number,
        decision=word(DECISIONS, review.decision),
        proposer=review.proposer.get_full_name() or review.proposer.username,
        proposed_at=review.created_at,
        how_long=how_long(review.shipment.arrival_at, now),
    )


def _broken(failed: ScreeningRequest) -> Broken:
    return Broken(
        url=reverse("shipment", args=[failed.shipment_id]),
        number=failed.shipment.declaration_number,
        attempts=failed.attempts,
        since=failed.created_at,
    )
