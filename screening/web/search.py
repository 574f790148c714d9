"""Search: shipments by what was declared, in whatever script it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.engine.explain import say
from screening.models import SearchKey
from screening.selectors import search as selector
from screening.selectors.search import Found, Hit, Unusable
from screening.services import entry_search
from screening.web.access import Request, actor_of, needs
from screening.web.marks import Piece, around
from screening.web.tongue import language_of
from screening.web.words import LANES, level_message, state_word, word

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_Kind = SearchKey.Kind
KINDS: Final[dict[str, _StrPromise]] = {
    _Kind.NUMBER: _("Declaration number"),
    _Kind.MEANS: _("Means of transport"),
    _Kind.CONTAINER: _("Container"),
    _Kind.PARTY: _("Party"),
    _Kind.HS: _("HS code"),
    _Kind.WORD: _("Goods"),
}
PROBLEMS: Final[dict[Unusable, _StrPromise]] = {
    Unusable.SHORT: _("That is too short to search for. Write at least two letters or digits."),
    Unusable.LONG: _("That is longer than 200 characters. Write a number or a few words."),
    Unusable.MANY: _("These are more than eight words. Write the most telling ones."),
}


@dataclass(frozen=True)
class Place:
    """Where a shipment matched; ``language`` is empty where the letters do not tell it."""

    kind: str
    text: list[Piece]
    language: str


@dataclass(frozen=True)
class Row:
    key: str
    url: str
    number: str
    version: int
    arrival_at: datetime
    places: list[Place]
    lane: str
    lane_word: str
    level_word: str
    state_word: str


@dataclass(frozen=True)
class SearchPage:
    """``asked`` as typed; ``problem`` where nothing can be searched for; ``entries_url`` asks the lists the same."""

    asked: str
    problem: str
    named: list[Row]
    others: list[Row]
    next_url: str
    first_url: str
    searched: bool
    entries_url: str = ""


@require_GET
@needs(Ability.VIEW)
def search(request: Request) -> HttpResponse:
    page = _page(request, " ".join(request.GET.get("q", "").replace("\x00", " ").split()))
    return render(request, "web/search.html", {"page": page}, status=422 if page.problem else 200)


def _page(request: Request, asked: str) -> SearchPage:
    query = selector.read(asked) if asked else None
    if query is None or isinstance(query, Unusable):
        problem = str(PROBLEMS[query]) if query else ""
        return SearchPage(asked[: selector.LONGEST], problem, [], [], "", "", searched=False)
    after, language = _key(request.GET.get("after", "")), get_language() or "en"
    found = selector.page(actor_of(request), query, after=after)
    return SearchPage(
        asked=asked,
        problem="",
        named=[_row(each, language) for each in found.named],
        others=[_row(each, language) for each in found.others],
        next_url=_address(asked, found.next) if found.next else "",
        first_url=_address(asked) if after else "",
        searched=True,
        entries_url=_entries(asked),
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _address(asked: str, after: UUID | None = None) -> str:
    return f"{reverse('search')}?{urlencode({'q': asked} | ({'after': str(after)} if after else {}))}"


def _entries(asked: str) -> str:
    """Empty where the question is longer than the lists take."""
    return f"{reverse('lists')}?{urlencode({'q': asked})}" if len(asked) <= entry_search.LONGEST else ""


def _row(found: Found, language: str) -> Row:
    shipment = found.shipment
    return Row(
        key=str(shipment.pk),
        url=reverse("shipment", args=[shipment.pk]),
        number=shipment.declaration_number,
        version=shipment.version,
        arrival_at=shipment.arrival_at,
        places=[_place(hit) for hit in found.hits],
        lane=shipment.lane,
        lane_word=word(LANES, shipment.lane) if shipment.lane else "",
        level_word=say(level_message(shipment.level), language) if shipment.level or shipment.lane else "",
        state_word=state_word(shipment.state, shipment.level),
    )


def _place(hit: Hit) -> Place:
    tongue = language_of(hit.text) if hit.kind in (_Kind.WORD, _Kind.PARTY) else ""
    return Place(word(KINDS, hit.kind), around(hit.text, hit.spans), tongue)
