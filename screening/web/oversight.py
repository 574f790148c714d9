"""The supervisor's morning: what waits for me, what escalated, what is overdue, who works on what, by checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.selectors import oversight as selector
from screening.selectors.oversight import FIRST, PAGE, AtCheckpoint, Part, Row
from screening.selectors.since import Since
from screening.web.access import Request, actor_of, needs
from screening.web.times import how_long, spelt
from screening.web.words import DECISIONS, ESCALATIONS, state_word, word

_WITH_DEADLINE: Final = frozenset({Part.CONFIRM, Part.ESCALATED})
"""Parts whose deadline is another than the arrival."""


@dataclass(frozen=True)
class Line:
    """A shipment of a part; ``age`` and ``due_in`` are spelt out, ``late`` says that the deadline is past."""

    url: str
    number: str
    what: str
    who: str
    since: datetime
    age: str
    due_at: datetime
    due_in: str
    late: bool
    arrival_at: datetime
    arrival_in: str
    arrived: bool
    places: str


@dataclass(frozen=True)
class Section:
    """A part of the overview. ``hint`` says what is in it; ``age`` is what the column of ages is called."""

    id: str
    title: str
    hint: str
    age: str
    lines: list[Line]
    total: int
    with_deadline: bool
    more_url: str
    first_url: str
    next_url: str


@dataclass(frozen=True)
class Figure:
    """A count that leads to its part."""

    id: str
    number: int
    text: str
    url: str
    urgent: bool


@dataclass(frozen=True)
class PlaceLine:
    """How a checkpoint stands; ``oldest`` is the age of what waits longest, empty where nothing waits."""

    name: str
    waiting: int
    overdue: int
    oldest: str
    decided_today: int


@require_GET
@needs(Ability.OVERSEE)
def oversight(request: Request) -> HttpResponse:
    """The overview, or one part of it page by page."""
    actor, now = actor_of(request), timezone.now()
    part = request.GET.get("part", "")
    if part in set(_parts(actor)):
        section = _whole(actor, Part(part), Since.read(request.GET.get("after", "")), now)
        return render(request, "web/oversight_part.html", {"section": section})
    counts = selector.counts(actor)
    page = {
        "figures": [_figure(each, counts[each]) for each in _parts(actor)],
        "sections": [_beginning(actor, each, counts[each], now) for each in _parts(actor)],
        "places": [_place(each, now) for each in selector.by_checkpoint(actor)],
    }
    return render(request, "web/oversight.html", page)


def _parts(actor: Actor) -> list[Part]:
    return [part for part in Part if part != Part.CONFIRM or actor.may(Ability.CONFIRM)]


def _beginning(actor: Actor, part: Part, total: int, now: datetime) -> Section:
    rows = selector.page(actor, part=part, size=FIRST).rows if total else []
    return _section(part, rows, total, now, more_url=_address(part) if total > len(rows) else "")


def _whole(actor: Actor, part: Part, after: Since | None, now: datetime) -> Section:
    page = selector.page(actor, part=part, after=after, size=PAGE)
    total = selector.count(actor, part)
    first, following = _address(part) if after else "", _address(part, page.next) if page.next else ""
    return _section(part, page.rows, total, now, first_url=first, next_url=following)


def _address(part: Part, after: Since | None = None) -> str:
    return f"{reverse('oversight')}?{urlencode({'part': part.value} | ({'after': str(after)} if after else {}))}"


def _section(
    part: Part,
    rows: list[Row],
    total: int,
    now: datetime,
    *,
    more_url: str = "",
    first_url: str = "",
    next_url: str = "",
) -> Section:
    title, hint = _said(part)
    return Section(
        id=part.value,
        title=title,
        hint=hint,
        age=_("Held for") if part == Part.HELD else _("Waits"),
        lines=[_line(part, row, now) for row in rows],
        total=total,
        with_deadline=part in _WITH_DEADLINE,
        more_url=more_url,
        first_url=first_url,
        next_url=next_url,
    )


def _said(part: Part) -> tuple[str, str]:
    """Title and hint."""
    return {
        Part.CONFIRM: (
            _("Waits for my confirmation"),
            _("Decisions of others that need a second person, the soonest arrival first."),
        ),
        Part.ESCALATED: (
            _("Escalated"),
            _(
                "Past the deadline: proposals, which any supervisor of the administration may confirm, and goods that"
                " arrived while nobody decided."
            ),
        ),
        Part.OVERDUE: (
            _("Also overdue"),
            _("The goods have arrived while the shipment is being screened or waits for a person."),
        ),
        Part.HELD: (
            _("Who works on what"),
            _("Shipments that somebody has taken, the longest first. Open one to hand it to another person."),
        ),
    }[part]


def _figure(part: Part, number: int) -> Figure:
    texts = {
        Part.CONFIRM: _("wait for my confirmation"),
        Part.ESCALATED: _("escalated"),
        Part.OVERDUE: _("also overdue"),
        Part.HELD: _("being worked on"),
    }
    urgent = bool(number) and part in (Part.ESCALATED, Part.OVERDUE)
    return Figure(part.value, number, texts[part], f"#{part.value}", urgent)


def _line(part: Part, row: Row, now: datetime) -> Line:
    return Line(
        url=reverse("shipment", args=[row.shipment]),
        number=row.number,
        what=_what(part, row),
        who=row.person,
        since=row.since,
        age=spelt(now - row.since),
        due_at=row.deadline,
        due_in=how_long(row.deadline, now),
        late=row.deadline < now,
        arrival_at=row.arrival_at,
        arrival_in=how_long(row.arrival_at, now),
        arrived=row.arrival_at < now,
        places=", ".join(row.places),
    )


def _what(part: Part, row: Row) -> str:
    if part == Part.CONFIRM:
        return word(DECISIONS, row.decision)
    return word(ESCALATIONS, row.cause) if row.cause else state_word(row.state, row.level)


def _place(stand: AtCheckpoint, now: datetime) -> PlaceLine:
    return PlaceLine(
        name=stand.checkpoint.name,
        waiting=stand.waiting,
        overdue=stand.overdue,
        oldest=spelt(now - stand.oldest) if stand.oldest else "",
        decided_today=stand.decided_today,
    )
