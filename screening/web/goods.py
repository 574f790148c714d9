"""The precedent library: known goods of the administration, what was determined about each, a second person's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.models import Determination, Good
from screening.selectors import precedents as selector
from screening.selectors.precedents import State, confirmation_of, state_of
from screening.selectors.scope import visible_shipments
from screening.selectors.since import Since
from screening.services import precedents as service
from screening.services.precedents import BadDetermination, Lapsed
from screening.web.access import Request, actor_of, needs
from screening.web.shipment_page import address_of
from screening.web.timeline import name_of
from screening.web.words import PRECEDENTS, RULINGS, word


@dataclass(frozen=True)
class Told:
    """A determination; ``uphold_url`` is where the reader confirms it, empty where they may not.

    ``line`` and ``line_url`` are the line that it came from, empty for who may not see its shipment.
    """

    key: str
    entry: str
    entry_url: str
    ruling: str
    state: str
    counts: bool
    reason: str
    source: str
    by: str
    at: datetime
    valid_until: date
    confirmer: str
    confirmed_at: datetime | None
    note: str
    uphold_url: str
    line: str
    line_url: str


@dataclass(frozen=True)
class Row:
    """A good with what was last determined for each entry."""

    url: str
    name: str
    kind: str
    told: list[Told]


@dataclass(frozen=True)
class Filter:
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Goods:
    rows: list[Row]
    asked: str
    state: str
    filters: list[Filter]
    next_url: str
    first_url: str
    may_determine: bool


@dataclass(frozen=True)
class GoodPage:
    good: Good
    told: list[Told]
    determine_url: str
    problem: str = ""
    problem_at: str = ""


@require_GET
@needs(Ability.GOODS)
def goods(request: Request) -> HttpResponse:
    asked, state = request.GET.get("q", "")[:120].strip(), request.GET.get("state", "")
    state = state if state in PRECEDENTS else ""
    after, actor = Since.read(request.GET.get("after", "")), actor_of(request)
    found = selector.page(actor, query=asked, state=state, after=after)
    page = Goods(
        rows=[_row(each, actor) for each in found.goods],
        asked=asked,
        state=state,
        filters=[Filter(name, _address(asked, value), value == state) for value, name in _states()],
        next_url=_address(asked, state, found.next) if found.next else "",
        first_url=_address(asked, state) if after else "",
        may_determine=actor.may(Ability.DETERMINE),
    )
    return render(request, "web/goods.html", {"page": page})


@require_GET
@needs(Ability.GOODS)
def good(request: Request, key: UUID) -> HttpResponse:
    return _show(request, _good_or_404(request, key))


@require_GET
@needs(Ability.GOODS)
def determination(request: Request, key: UUID) -> HttpResponse:
    """Evidence names a determination; its good's page shows it among the others."""
    found = _determination_or_404(request, key)
    return HttpResponseRedirect(f"{reverse('good', args=[found.good_id])}#d-{found.pk}")


@require_POST
@needs(Ability.UPHOLD)
def uphold(request: Request, key: UUID) -> HttpResponse:
    """A second person confirms a determination, or refuses it with a note."""
    found = _determination_or_404(request, key)
    confirmed, note = request.POST.get("confirmed") == "yes", request.POST.get("note", "")
    try:
        service.confirm(determination=found, confirmed=confirmed, note=note, by=request.user)
    except BadDetermination as error:
        return _show(request, _good_or_404(request, found.good_id), problem=str(error), at=str(found.pk), status=422)
    except Lapsed as error:
        messages.error(request, str(error))
    else:
        said = _("The determination is confirmed. It counts from the next screening.") if confirmed else _("Refused.")
        messages.success(request, said)
    return HttpResponseRedirect(reverse("good", args=[found.good_id]))


def _good_or_404(request: Request, key: UUID) -> Good:
    return get_object_or_404(selector.with_history(selector.goods_of(actor_of(request))), pk=key)


def _determination_or_404(request: Request, key: UUID) -> Determination:
    rows = Determination.objects.select_related("good").filter(good__in=selector.goods_of(actor_of(request)))
    return get_object_or_404(rows, pk=key)


def _show(request: Request, found: Good, *, problem: str = "", at: str = "", status: int = 200) -> HttpResponse:
    actor, history = actor_of(request), list(found.determinations.all())
    items = [row.item.shipment_id for row in history if row.item]
    seen = set(visible_shipments(actor).filter(pk__in=items).values_list("pk", flat=True)) if items else set()
    page = GoodPage(
        good=found,
        told=[_told(row, history, actor, seen) for row in history],
        determine_url=f"{reverse('determine')}?good={found.pk}" if actor.may(Ability.DETERMINE) else "",
        problem=problem,
        problem_at=at,
    )
    return render(request, "web/good.html", {"page": page}, status=status)


def _states() -> list[tuple[str, str]]:
    return [("", _("All")), *((str(value), str(name)) for value, name in PRECEDENTS.items())]


def _address(asked: str, state: str, after: Since | None = None) -> str:
    said = {"q": asked, "state": state, "after": str(after) if after else ""}
    filled = {name: value for name, value in said.items() if value}
    return reverse("goods") + ("?" + urlencode(filled) if filled else "")


def _row(found: Good, actor: Actor) -> Row:
    history = list(found.determinations.all())
    latest = {(row.list_slug, row.entry_code): row for row in reversed(history)}
    return Row(
        url=reverse("good", args=[found.pk]),
        name=str(found),
        kind=found.name,
        told=[_told(row, history, actor, set()) for row in latest.values()],
    )


def _told(row: Determination, history: list[Determination], actor: Actor, seen: set[UUID]) -> Told:
    state, confirmation = state_of(row, history), confirmation_of(row)
    may_uphold = state == State.WAITING and actor.may(Ability.UPHOLD) and str(row.determined_by_id) != actor.id
    shown = row.item is not None and row.item.shipment_id in seen
    return Told(
        key=str(row.pk),
        entry=row.entry_code,
        entry_url=reverse("entry", args=[row.list_slug, row.entry_code]),
        ruling=word(RULINGS, row.ruling),
        state=word(PRECEDENTS, state),
        counts=state == State.IN_FORCE,
        reason=row.reason,
        source=row.source,
        by=name_of(row.determined_by),
        at=row.created_at,
        valid_until=row.valid_until,
        confirmer=name_of(confirmation.confirmer) if confirmation else "",
        confirmed_at=confirmation.created_at if confirmation else None,
        note=confirmation.note if confirmation else "",
        uphold_url=reverse("uphold", args=[row.pk]) if may_uphold else "",
        line=f"{row.item.shipment.declaration_number}, {row.item.number}" if row.item and shown else "",
        line_url=address_of(row.item.shipment) if row.item and shown else "",
    )
