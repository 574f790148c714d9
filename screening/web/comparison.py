"""Two versions of a declaration side by side: what differs first, the rest folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.models import Document, GoodsItem, Party
from screening.selectors.comparison import Declared, Pair, pair
from screening.web.access import Request, actor_of, needs
from screening.web.changes import Change, change
from screening.web.countries import country
from screening.web.declared import facts_of
from screening.web.goods_lines import decimal_text
from screening.web.shipment_page import address_of
from screening.web.words import FIELDS, PARTIES, state_word, word

LINES: Final = 50
"""Goods lines that differ, on one page."""
_NAMED: Final = 12


@dataclass(frozen=True)
class Side:
    version: int
    url: str
    received_at: datetime
    state: str


@dataclass(frozen=True)
class Group:
    """Fields that belong together: the shipment, a party, a goods line. ``kind``: added, removed, changed, same."""

    title: str
    kind: str
    differing: list[Change]
    same: list[Change]


@dataclass(frozen=True)
class ComparisonPage:
    """``weighty`` names changes that often hide something; ``same`` are fields of the groups and lines shown."""

    number: str
    former: Side
    present: Side
    flagged_before: bool
    weighty: list[str]
    more_weighty: int
    groups: list[Group]
    lines: Page[Group]
    same: list[Group]
    same_lines: int
    nothing_differs: bool


@require_GET
@needs(Ability.VIEW)
def comparison(request: Request, key: UUID, other: UUID) -> HttpResponse:
    found = pair(actor_of(request), key, other)
    if found is None:
        raise Http404
    page = comparison_page(found, get_language() or "en", page=request.GET.get("page", "1"))
    return render(request, "web/comparison.html", {"page": page})


def comparison_page(found: Pair, language: str, *, page: str) -> ComparisonPage:
    """Asks nothing of the database."""
    former, present = found.former, found.present
    groups = [_shipment(former, present, language), *_parties(former, present, language)]
    lines = list(_lines(former, present, language))
    differing = [line for line in lines if line.kind != "same"]
    shown = Paginator(differing, LINES).get_page(page)
    run, weighty = former.shipment.latest_run, list(_weighty([*groups, *differing]))
    return ComparisonPage(
        number=present.shipment.declaration_number,
        former=_side(former),
        present=_side(present),
        flagged_before=run is not None and run.flagged,
        weighty=weighty[:_NAMED],
        more_weighty=len(weighty[_NAMED:]),
        groups=[group for group in groups if group.kind != "same"],
        lines=shown,
        same=[group for group in [*groups, *shown] if group.same],
        same_lines=len(lines) - len(differing),
        nothing_differs=not differing and all(group.kind == "same" for group in groups),
    )


def _side(declared: Declared) -> Side:
    shipment = declared.shipment
    state = state_word(shipment.state, shipment.level)
    return Side(shipment.version, address_of(shipment), shipment.created_at, state)


def _weighty(groups: Iterable[Group]) -> Iterator[str]:
    for group in groups:
        for field in group.differing:
            if field.weighty:
                yield f"{group.title}: {field.name}"


# -- the shipment and its parties ------------------------------------------------------------------------


def _shipment(former: Declared, present: Declared, language: str) -> Group:
    before, after = dict(_facts(former, language)), dict(_facts(present, language))
    destination = word(FIELDS, "destination")
    names = list(dict.fromkeys([*before, *after]))
    changes = [change(name, before.get(name, ""), after.get(name, ""), weighty=name == destination) for name in names]
    return _group(_("Shipment"), changes)


def _facts(declared: Declared, language: str) -> Iterator[tuple[str, str]]:
    arrival = timezone.localtime(declared.shipment.arrival_at)
    yield word(FIELDS, "arrival_at"), date_format(arrival, "d.m.Y H:i")
    yield from facts_of(declared.shipment, language)
    yield word(FIELDS, "containers"), ", ".join(container.number for container in declared.containers)
    yield word(FIELDS, "documents"), "; ".join(_document(document) for document in declared.documents)


def _document(document: Document) -> str:
    dated = date_format(document.dated, "d.m.Y") if document.dated else ""
    line = _("line %(number)d") % {"number": document.item} if document.item else ""
    return " ".join(filter(None, [document.code, document.reference, dated, line]))


def _parties(former: Declared, present: Declared, language: str) -> Iterator[Group]:
    for role, name in PARTIES.items():
        before, after = former.parties.get(role), present.parties.get(role)
        if before or after:
            yield _party(str(name), before, after, language, weighty=role == Party.Role.CONSIGNEE)


def _party(title: str, before: Party | None, after: Party | None, language: str, *, weighty: bool) -> Group:
    changes = [
        change(name, said, now, weighty=weighty)
        for (name, said), (_name, now) in zip(_said(before, language), _said(after, language), strict=True)
    ]
    return _group(title[:1].upper() + title[1:], changes, added=before is None, removed=after is None)


def _said(party: Party | None, language: str) -> list[tuple[str, str]]:
    return [
        (pgettext("party", "Name"), party.name if party else ""),
        (_("Tax number"), party.identifier if party else ""),
        (_("Country"), country(party.country, language) if party else ""),
        (_("Address"), party.address if party else ""),
        (_("Telephone, e-mail"), ", ".join(filter(None, [party.phone, party.email])) if party else ""),
    ]


# -- goods lines -------------------------------------------------------------------------------------------


def _lines(former: Declared, present: Declared, language: str) -> Iterator[Group]:
    """Matched by number: a line that moved stands as changed."""
    for number in sorted({*former.items, *present.items}):
        before, after = former.items.get(number), present.items.get(number)
        pairs = zip(_declared(before, language), _declared(after, language), strict=True)
        hs_code = word(FIELDS, "hs_code")
        changes = [change(name, said, now, weighty=name == hs_code) for (name, said), (_name, now) in pairs]
        title = _("Line %(number)d") % {"number": number}
        yield _group(title, changes, added=before is None, removed=after is None)


def _declared(item: GoodsItem | None, language: str) -> list[tuple[str, str]]:
    fields = ("description", "hs_code", "origin", "gross_kg", "net_kg", "packages", "quantity", "value", "licence")
    values = _values(item, language) if item else [""] * len(fields)
    return [(word(FIELDS, name), value) for name, value in zip(fields, values, strict=True)]


def _values(item: GoodsItem, language: str) -> list[str]:
    return [
        item.description,
        item.hs_code,
        country(item.origin, language),
        decimal_text(item.gross_kg),
        decimal_text(item.net_kg),
        " ".join(filter(None, [decimal_text(item.packages), item.package_kind])),
        " ".join(filter(None, [decimal_text(item.quantity), item.unit])),
        decimal_text(item.value),
        item.licence,
    ]


def _group(title: str, changes: list[Change], *, added: bool = False, removed: bool = False) -> Group:
    """Fields that neither version declares are left out."""
    declared = [each for each in changes if each.former or each.present]
    differing = [each for each in declared if each.changed]
    kind = "added" if added else "removed" if removed else "changed" if differing else "same"
    return Group(title, kind, differing, [each for each in declared if not each.changed])
