"""Stores what shipments are found by: numbers, plates, containers, parties, HS codes, words of the goods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

from django.db import connection, transaction

from screening.models import SearchKey, Shipment
from screening.selectors import folding

MOST_WORDS_A_LINE: Final = 12
MOST_KEYS: Final = 500
"""Of one shipment. Some sixty are usual; only a declaration of very many lines has more."""
_BATCH: Final = 1_000
_SHIPMENT: Final = SearchKey._meta.get_field("shipment")
_Kind = SearchKey.Kind
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Findable:
    """A shipment with what it can be found by. ``codes`` are tax numbers of parties, ``goods`` are HS code and text."""

    shipment: Shipment
    means: str = ""
    containers: Sequence[str] = ()
    names: Sequence[str] = ()
    codes: Sequence[str] = ()
    goods: Sequence[tuple[str, str]] = ()


def store(findable: Iterable[Findable]) -> None:
    """Stores the keys of new shipments together."""
    rows = (
        (shipment, str(kind), key)
        for each in findable
        for shipment in [_SHIPMENT.get_db_prep_save(each.shipment.pk, connection)]
        for kind, key in islice(dict.fromkeys(_keys(each)), MOST_KEYS)
    )
    while batch := list(islice(rows, _BATCH)):
        _insert(batch)


def _insert(rows: Sequence[tuple[Any, str, str]]) -> None:
    """Plain SQL, the same on both databases: bulk_create costs each declaration four times as much."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(name) for name in (_SHIPMENT.column, "kind", "key"))
    places = ", ".join(["(%s, %s, %s)"] * len(rows))
    statement = f"INSERT INTO {quoted(SearchKey._meta.db_table)} ({columns}) VALUES {places}"  # noqa: S608  (our names)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(chain.from_iterable(rows)))


def renew(shipment: Shipment) -> None:
    """Makes the keys of a stored shipment anew: after a change of how words are folded."""
    parties = list(shipment.parties.all())
    with transaction.atomic():
        SearchKey.objects.filter(shipment=shipment).delete()
        store(
            [
                Findable(
                    shipment,
                    means=shipment.route.means,
                    containers=[each.number for each in shipment.containers.all()],
                    names=[party.name for party in parties],
                    codes=[party.identifier for party in parties],
                    goods=[(item.hs_code, item.description) for item in shipment.items.all()],
                )
            ]
        )


def _keys(each: Findable) -> Iterator[_Key]:
    """What identifies a shipment goes first: it stays where the keys are too many."""
    yield from _codes(_Kind.NUMBER, [each.shipment.declaration_number])
    yield from _codes(_Kind.MEANS, [each.means])
    yield from _codes(_Kind.CONTAINER, each.containers)
    yield from _codes(_Kind.PARTY, each.codes)
    yield from ((_Kind.PARTY, key) for name in each.names for key in folding.telling(name))
    yield from ((_Kind.HS, key) for key in dict.fromkeys(folding.code(hs_code) for hs_code, _ in each.goods) if key)
    yield from chain.from_iterable(_words(description) for _, description in each.goods)


def _codes(kind: str, texts: Iterable[str]) -> Iterator[_Key]:
    return ((kind, key) for text in texts for key in folding.code_keys(text))


def _words(description: str) -> Iterator[_Key]:
    return ((_Kind.WORD, key) for key in islice(folding.telling(description), MOST_WORDS_A_LINE))
