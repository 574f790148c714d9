"""What I decided and confirmed, by day, with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.models.reviews import Decision
from screening.selectors import my_decisions as selector
from screening.selectors.my_decisions import Mine
from screening.selectors.reviews import Standing, standing
from screening.selectors.since import Since
from screening.web.access import Request, actor_of, needs
from screening.web.shipment_page import address_of
from screening.web.timeline import name_of
from screening.web.words import DECISIONS, FINDINGS, STANDINGS, word


@dataclass(frozen=True)
class Row:
    """``part``: what I did, as proposer or second person; ``other``: who the other person was."""

    url: str
    number: str
    at: datetime
    decision: str
    part: str
    other: str
    standing: str
    in_effect: bool
    found: str
    note: str


@dataclass(frozen=True)
class Day:
    date: date
    rows: list[Row]


@dataclass(frozen=True)
class Filter:
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class MyDecisions:
    days: list[Day]
    filters: list[Filter]
    filtered: bool
    next_url: str
    first_url: str
    later: bool


@require_GET
@needs(Ability.DECIDE)
def my_decisions(request: Request) -> HttpResponse:
    asked = request.GET.get("decision", "")
    decision = asked if asked in Decision.values else ""
    after = Since.read(request.GET.get("after", ""))
    found = selector.page(actor_of(request), decision=decision, after=after)
    page = MyDecisions(
        days=_days(found.rows),
        filters=_filters(decision),
        filtered=bool(decision),
        next_url=_address(decision, found.next) if found.next else "",
        first_url=_address(decision),
        later=after is not None,
    )
    return render(request, "web/my_decisions.html", {"page": page})


def _address(decision: str, after: Since | None = None) -> str:
    asked = ({"decision": decision} if decision else {}) | ({"after": str(after)} if after else {})
    return reverse("my-decisions") + ("?" + urlencode(asked) if asked else "")


def _filters(current: str) -> list[Filter]:
    names = {"": _("All"), **{value: str(name) for value, name in DECISIONS.items()}}
    return [Filter(name, _address(value), value == current) for value, name in names.items()]


def _days(rows: list[Mine]) -> list[Day]:
    return [
        Day(day, [_row(mine) for mine in of_day])
        for day, of_day in groupby(rows, key=lambda mine: timezone.localdate(mine.at))
    ]


def _row(mine: Mine) -> Row:
    review, now = mine.review, standing(mine.review)
    return Row(
        url=address_of(review.shipment),
        number=review.shipment.declaration_number,
        at=mine.at,
        decision=word(DECISIONS, review.decision),
        part=_part(mine),
        other=_other(mine),
        standing=word(STANDINGS, now),
        in_effect=now == Standing.IN_EFFECT,
        found=word(FINDINGS, mine.found) if mine.found else "",
        note=review.note,
    )


def _part(mine: Mine) -> str:
    review = mine.review
    if mine.confirmed:
        return _("confirmed") if review.confirmation.confirmed else _("sent back")
    if review.corrects_id:
        return _("corrected")
    return _("proposed") if review.needs_confirmation else _("decided")


def _other(mine: Mine) -> str:
    if mine.confirmed:
        return name_of(mine.review.proposer)
    confirmation = getattr(mine.review, "confirmation", None)
    return name_of(confirmation.confirmer) if confirmation else ""
