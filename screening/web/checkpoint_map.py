"""The checkpoints on a map of our own making: where each lies, and how it stands. Beside it the same as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.selectors.oversight import AtCheckpoint, by_checkpoint
from screening.web.access import Request, actor_of, needs
from screening.web.map_projection import Drawing, Spot, drawing_of
from screening.web.times import spelt
from screening.web.words import KINDS, word

SILENCE: Final = timedelta(hours=24)
"""A checkpoint that received nothing for longer is said to be silent."""


@dataclass(frozen=True)
class Mark:
    """A checkpoint on the map; ``shape``: circle (calm), square (work waits), diamond (overdue), ring (silent)."""

    name: str
    state: str
    shape: str
    spot: Spot


@dataclass(frozen=True)
class Line:
    name: str
    kind: str
    state: str
    shape: str
    waiting: int
    overdue: int
    last_received: datetime | None
    placed: bool


@dataclass(frozen=True)
class MapPage:
    """``drawing`` is None where no checkpoint has coordinates."""

    drawing: Drawing | None
    marks: list[Mark]
    lines: list[Line]


@require_GET
@needs(Ability.OVERSEE)
def checkpoint_map(request: Request) -> HttpResponse:
    now, stands = timezone.now(), by_checkpoint(actor_of(request))
    placed = [(each, degrees) for each in stands if (degrees := _degrees(each))]
    country = placed[0][0].checkpoint.administration.country if placed else ""
    drawing = drawing_of([degrees for _stand, degrees in placed], country, get_language() or "en")
    page = MapPage(
        drawing=drawing,
        marks=[_mark(each, spot, now) for (each, _at), spot in zip(placed, drawing.spots, strict=True)]
        if drawing
        else [],
        lines=[_line(each, now) for each in stands],
    )
    return render(request, "web/checkpoint_map.html", {"page": page})


def _degrees(stand: AtCheckpoint) -> tuple[float, float] | None:
    """North and east."""
    place = stand.checkpoint
    if place.latitude is None or place.longitude is None:
        return None
    return float(place.latitude), float(place.longitude)


def _mark(stand: AtCheckpoint, spot: Spot, now: datetime) -> Mark:
    shape, state = _state(stand, now)
    return Mark(stand.checkpoint.name, state, shape, spot)


def _line(stand: AtCheckpoint, now: datetime) -> Line:
    shape, state = _state(stand, now)
    return Line(
        name=stand.checkpoint.name,
        kind=word(KINDS, stand.checkpoint.kind),
        state=state,
        shape=shape,
        waiting=stand.waiting,
        overdue=stand.overdue,
        last_received=stand.last_received,
        placed=_degrees(stand) is not None,
    )


def _state(stand: AtCheckpoint, now: datetime) -> tuple[str, str]:
    """Shape and words; the gravest thing that can be said."""
    if stand.overdue:
        return "diamond", _("%(count)d overdue") % {"count": stand.overdue}
    if stand.last_received is None:
        return "ring", _("nothing received yet")
    if now - stand.last_received > SILENCE:
        return "ring", _("silent for %(span)s") % {"span": spelt(now - stand.last_received)}
    if stand.waiting:
        return "square", _("%(count)d waiting") % {"count": stand.waiting}
    return "circle", _("nothing waits")
