"""Shipments by what was declared: numbers, plates, containers, parties, HS codes, words of the goods, in any script.

Every word of a query must begin some key of the shipment (models/search.py); a number may also be written with
blanks and dashes of its own. EXPLAIN shows ranges of the index ``search_key`` on both databases, joined by OR and
nested for each further word; with 1.3 million keys of 20,000 shipments a page takes 30 to 300 ms on a busy machine,
and as long where nothing is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from checkpoints.actors import Actor
from screening.engine.text import compose
from screening.models import Container, GoodsItem, Party, SearchKey, Shipment
from screening.selectors import folding
from screening.selectors.scope import visible_shipments

PAGE: Final = 25
LONGEST: Final = 200
MOST_WORDS: Final = 8
MOST_HITS: Final = 4
"""Places where a shipment matched that one row shows."""
_MOST_VERSIONS: Final = 20
_MOST_LINES: Final = 100
"""Lines of one shipment that are looked through for what matched."""
_LAST: Final = "\U0010ffff"
_ALL: Final = 2**31 - 1
"""A limit that limits nothing. Without one PostgreSQL walks the shipments from the newest on in the hope of early
matches, so that a search for what is not there reads every key."""
_Kind = SearchKey.Kind


class Unusable(StrEnum):
    """Why nothing can be looked for."""

    SHORT = "short"
    LONG = "long"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a query: the key that it has as a number, and the keys of the words in it."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """``whole`` is the key of the query taken as one number."""

    whole: str
    parts: tuple[Part, ...]


def read(text: str) -> Query | Unusable:
    """A query from what was typed."""
    if len(text) > LONGEST:
        return Unusable.LONG
    written = text.replace("\x00", " ").split()
    if len(written) > MOST_WORDS:
        return Unusable.MANY
    telling = [each for each in written if folding.telling(each) or folding.code(each).isdigit()]
    parts = [part for part in map(_part, telling or written) if part.code or part.words]
    return Query(folding.code(text), tuple(parts)) if parts else Unusable.SHORT


def _part(written: str) -> Part:
    found = folding.telling(written) or dict.fromkeys(word.key for word in folding.words(written))
    return Part(folding.code(written), tuple(found)[:MOST_WORDS])


# -- shipments -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """Something declared that matched; ``spans`` in ``text`` say where."""

    kind: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    shipment: Shipment
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Page:
    """``named`` are the versions of the declaration whose number was asked for, the latest first."""

    named: list[Found]
    others: list[Found]
    next: UUID | None


def page(actor: Actor, query: Query, *, after: UUID | None) -> Page:
    """What the actor may see, the newest first; five statements whatever there is."""
    visible = visible_shipments(actor)
    named = _named(visible, query)
    others = visible.filter(pk__in=SearchKey.objects.filter(_matching(query)).values("shipment")[:_ALL])
    others = others.exclude(pk__in=[shipment.pk for shipment in named])
    if after:
        others = others.filter(pk__lt=after)
    rows = list(others.select_related("route").order_by("-id")[: PAGE + 1])
    shown = rows[:PAGE]
    found = _found([*([] if after else named), *shown], query)
    first = len(found) - len(shown)
    return Page(found[:first], found[first:], shown[-1].pk if len(rows) > PAGE else None)


def _named(visible: QuerySet[Shipment], query: Query) -> list[Shipment]:
    keys = SearchKey.objects.filter(kind=_Kind.NUMBER, key=query.whole).values("shipment")
    rows = visible.filter(pk__in=keys).select_related("route").order_by("-version", "-id")[:_MOST_VERSIONS]
    return [row for row in rows if folding.code(row.declaration_number) == query.whole]


def _matching(query: Query) -> Q:
    asked = _all_of([_part_matches(part) for part in query.parts])
    return asked | begins(query.whole) if query.whole else asked


def _part_matches(part: Part) -> Q:
    as_words = [_all_of([begins(key) for key in part.words])] if part.words else []
    as_code = [begins(part.code)] if part.code else []
    return reduce(lambda one, other: one | other, [*as_words, *as_code])


def _all_of(conditions: list[Q]) -> Q:
    """Keys that meet the first condition, of shipments with keys that meet the others."""
    first, *others = conditions
    keys = (SearchKey.objects.filter(condition).values("shipment") for condition in others)
    return reduce(lambda one, other: one & Q(shipment__in=other), keys, first)


def begins(key: str) -> Q:
    """Search keys that begin with a key.

    PostgreSQL compares by the collation of the database, under which letters of one prefix need not stand
    together; LIKE reads the index of the pattern operators. SQLite compares by code point, and its LIKE reads none.
    """
    if connection.vendor == "sqlite":
        return Q(key__gte=key, key__lt=key + _LAST)
    return Q(key__startswith=key)


# -- what matched ----------------------------------------------------------------------------------


def _found(shipments: list[Shipment], query: Query) -> list[Found]:
    """Three statements, for the parts of the shipments on this page alone."""
    keys = [shipment.pk for shipment in shipments]
    parties = _grouped(Party.objects.filter(shipment__in=keys).order_by("id"))
    containers = _grouped(Container.objects.filter(shipment__in=keys).order_by("number"))
    place = Window(RowNumber(), partition_by="shipment", order_by="number")
    lines = GoodsItem.objects.filter(shipment__in=keys).annotate(place=place).filter(place__lte=_MOST_LINES)
    items = _grouped(lines.order_by("shipment", "number"))
    asked = _Asked(query)
    return [
        Found(each, list(asked.hits(each, containers[each.pk], parties[each.pk], items[each.pk]))[:MOST_HITS])
        for each in shipments
    ]


def _grouped(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.shipment_id].append(row)
    return found


class _Asked:
    """Finds again in what was declared what the database found by its keys."""

    def __init__(self, query: Query) -> None:
        self.codes = tuple(filter(None, [query.whole, *(part.code for part in query.parts)]))
        self.words = tuple(key for part in query.parts for key in part.words)

    def hits(
        self, shipment: Shipment, containers: list[Container], parties: list[Party], items: list[GoodsItem]
    ) -> Iterator[Hit]:
        codes = [
            (_Kind.NUMBER, shipment.declaration_number),
            (_Kind.MEANS, shipment.route.means),
            *((_Kind.CONTAINER, each.number) for each in containers),
            *((_Kind.PARTY, each.identifier) for each in parties),
            *((_Kind.HS, code) for code in dict.fromkeys(each.hs_code for each in items)),
        ]
        yield from (Hit(kind, text, ((0, len(text)),)) for kind, text in codes if self._is_code(text))
        texts = [(_Kind.PARTY, each.name) for each in parties] + [(_Kind.WORD, each.description) for each in items]
        for kind, text in texts:
            spans = tuple((word.start, word.end) for word in folding.words(text) if self._is_word(word.key))
            if spans:
                yield Hit(kind, compose(text), spans)

    def _is_code(self, text: str) -> bool:
        return any(key.startswith((*self.codes, *self.words)) for key in folding.code_keys(text))

    def _is_word(self, key: str) -> bool:
        return key.startswith((*self.words, *self.codes))
