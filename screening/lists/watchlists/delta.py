"""Two editions of a watchlist side by side: parties that came, went or changed, and what of them.

Editions share the rows of parties that did not change, so that only the others are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from screening import adapters
from screening.engine.parties.listed import ListedParty
from screening.lists.compare import Kind, PartChange
from screening.models import ListedParty as PartyRow
from screening.models import WatchlistEdition


@dataclass(frozen=True, slots=True)
class PartyChange:
    """``name`` is the leading one; ``parts`` is empty for parties that came or went whole."""

    reference: str
    name: str
    kind: Kind
    parts: tuple[PartChange, ...] = ()


def delta(before: WatchlistEdition, after: WatchlistEdition) -> list[PartyChange]:
    """By reference. Four statements, however many parties."""
    new, old = _only_in(after, before), _only_in(before, after)
    return [_change(old.get(reference), new.get(reference)) for reference in sorted({*old, *new})]


def parties_in(edition: WatchlistEdition, begin: int, most: int) -> list[PartyChange]:
    """Some parties of an edition that is compared with none, by reference: all of them came. Two statements."""
    keys = PartyRow.objects.filter(editions=edition).order_by("reference", "pk").values_list("pk", flat=True)
    rows = PartyRow.objects.filter(pk__in=list(keys[begin : begin + most]))
    return [_change(None, party) for party in adapters.listed_parties(rows)]


def _only_in(edition: WatchlistEdition, other: WatchlistEdition) -> Mapping[str, ListedParty]:
    """The parties by reference whose rows one edition holds and the other does not."""
    same = PartyRow.objects.filter(editions=other).values("pk")
    rows = PartyRow.objects.filter(editions=edition).exclude(pk__in=same)
    return {party.reference: party for party in adapters.listed_parties(rows)}


def _change(before: ListedParty | None, after: ListedParty | None) -> PartyChange:
    if after is None:
        assert before is not None
        return PartyChange(before.reference, before.names[0][0], Kind.REMOVED)
    if before is None:
        return PartyChange(after.reference, after.names[0][0], Kind.ADDED)
    return PartyChange(after.reference, after.names[0][0], Kind.CHANGED, tuple(_parts(before, after)))


def _parts(before: ListedParty, after: ListedParty) -> Iterator[PartChange]:
    for part, texts in _SAID.items():
        old, new = dict.fromkeys(texts(before)), dict.fromkeys(texts(after))
        removed, added = tuple(text for text in old if text not in new), tuple(text for text in new if text not in old)
        if removed or added:
            yield PartChange(part, removed, added)


def _names(party: ListedParty) -> Iterator[str]:
    yield from (f"{text} ({strength})" for text, strength in party.names)


def _identity(party: ListedParty) -> Iterator[str]:
    yield from filter(None, (party.kind, party.sex, *party.born, *party.countries))


def _identifiers(party: ListedParty) -> Iterator[str]:
    yield from (f"{kind}: {value}" for kind, value in party.identifiers)


def _addresses(party: ListedParty) -> Iterator[str]:
    yield from party.addresses


def _listing(party: ListedParty) -> Iterator[str]:
    yield from filter(None, (party.programme, party.listed_on))


_SAID: Final = {
    "names": _names,
    "identity": _identity,
    "identifiers": _identifiers,
    "addresses": _addresses,
    "listing": _listing,
}
PARTS: Final = tuple(_SAID)
"""The parts by name, as pages list them."""
