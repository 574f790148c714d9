"""The first page: the shipments that wait for a human, live; for people without a queue, where their work is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.selectors import queue
from screening.selectors.deadlines import Deadlines, Due, deadlines
from screening.selectors.queue import Counts, Place, Show
from screening.web.access import Request, actor_of, signed_in
from screening.web.doors import Door, doors
from screening.web.queue_lines import DUE, Broken, Group, Proposal, Reader, broken, groups, proposal

_MARKED: Final = frozenset({Show.WAITING, Show.CONFIRMING, Show.NEW, Show.OPEN})
"""Tabs that say how much is in them."""


@dataclass(frozen=True)
class Tab:
    id: str
    name: str
    url: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class Figure:
    """How much is due when, and the place in the queue where it begins."""

    id: str
    number: int
    text: str
    url: str
    urgent: bool


@dataclass(frozen=True)
class Queue:
    """Everything that the live part of the page shows."""

    tabs: list[Tab]
    figures: list[Figure]
    groups: list[Group]
    next_url: str
    first_url: str
    proposals: list[Proposal]
    broken: list[Broken]
    counts: Counts
    later: bool


@dataclass(frozen=True)
class Asked:
    """Which part of the queue a reader wants, from which place on."""

    show: Show
    after: Place | None

    @property
    def url(self) -> str:
        shown = {"show": self.show.value} if self.show != Show.WAITING else {}
        asked = shown | ({"after": str(self.after)} if self.after else {})
        return reverse("dashboard") + ("?" + urlencode(asked) if asked else "")

    def url_once_seen(self, seen: str) -> str:
        return f"{self.url}{'&' if '?' in self.url else '?'}seen={seen}"


@require_GET
@signed_in
def dashboard(request: Request) -> HttpResponse:
    """The whole page, or for htmx its live part: 204 where that has not changed since it was shown."""
    actor = actor_of(request)
    ways: list[Door] = [] if actor.may(Ability.DECIDE) else doors(actor)
    if not actor.may(Ability.VIEW):
        return render(request, "web/dashboard.html", {"doors": ways})
    due = deadlines(timezone.now())
    asked = _asked(request, due)
    shown = _queue(request, asked, due)
    live = render_to_string("web/_queue.html", {"queue": shown}, request)
    seen = hashlib.sha256(live.encode()).hexdigest()[:16]
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    context = {"doors": ways, "queue": shown, "live": live, "live_url": asked.url_once_seen(seen)}
    return render(request, "web/_live_queue.html" if request.htmx else "web/dashboard.html", context)


def _asked(request: Request, due: Deadlines) -> Asked:
    show, part = request.GET.get("show", ""), request.GET.get("from", "")
    start = due.start(Due(part)) if part in set(Due) else None
    after = Place.before(start) if start else Place.read(request.GET.get("after", ""))
    return Asked(Show(show) if show in set(Show) else Show.WAITING, after)


def _queue(request: Request, asked: Asked, due: Deadlines) -> Queue:
    actor = actor_of(request)
    reader = Reader(actor.id, get_language() or "en", _last_visit(request))
    counts = queue.counts(actor, due=due, since=reader.last_visit)
    page = queue.page(actor, show=asked.show, after=asked.after, since=reader.last_visit)
    return Queue(
        tabs=_tabs(asked.show, counts, works=actor.may(Ability.DECIDE)),
        figures=_figures(counts) if asked.show == Show.WAITING else [],
        groups=groups(page.rows, show=asked.show, counts=counts, due=due, reader=reader),
        next_url=Asked(asked.show, page.next).url if page.next else "",
        first_url=Asked(asked.show, None).url,
        proposals=[proposal(review, due.now) for review in queue.to_confirm(actor)],
        broken=[broken(failed) for failed in queue.failed(actor)],
        counts=counts,
        later=asked.after is not None,
    )


def _last_visit(request: Request) -> datetime | None:
    return request.user.previous_login


def _tabs(show: Show, counts: Counts, *, works: bool) -> list[Tab]:
    """New ones only where there are some, one's own only for those who hold any."""
    names = {
        Show.WAITING: _("Waiting"),
        Show.NEW: _("New since your last visit"),
        Show.MINE: _("I work on"),
        Show.CONFIRMING: _("Second person"),
        Show.OPEN: _("No indication, open questions"),
        Show.CLEAR: _("No indication"),
        Show.DECIDED: _("Decided"),
    }
    left_out = ({Show.NEW} if not counts.new else set()) | ({Show.MINE} if not works else set())
    return [
        Tab(
            each.value,
            name,
            Asked(each, None).url,
            each == show,
            getattr(counts, each.value) if each in _MARKED else None,
        )
        for each, name in names.items()
        if each == show or each not in left_out
    ]


def _figures(counts: Counts) -> list[Figure]:
    return [_figure(each, getattr(counts, each.value)) for each in Due] if counts.waiting else []


def _figure(part: Due, number: int) -> Figure:
    # By name, not by moment: an address that changed all the time would be sent all the time.
    url = f"{reverse('dashboard')}?from={part.value}"
    return Figure(part.value, number, str(DUE[part]), url, part == Due.OVERDUE and number > 0)
