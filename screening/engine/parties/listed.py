"""Listed parties, as the name engine needs them: what one edition of one watchlist says."""

from __future__ import annotations

from dataclasses import dataclass

FULL, ALIAS, WEAK = "full", "alias", "weak"


@dataclass(frozen=True, slots=True)
class ListedParty:
    """A person, organisation, ship or aircraft on a list.

    ``kind`` is person, company, vessel, aircraft or empty; ``names`` holds each name with its strength (full, alias or
    weak), the first is the one that the list leads with; ``countries`` are ISO codes of two letters; ``born`` are dates
    or years as ISO 8601; ``sex`` is m, f or empty; ``identifiers`` are (kind, value): tax, passport, imo, registration,
    swift, phone, email.
    """

    reference: str
    kind: str
    names: tuple[tuple[str, str], ...]
    countries: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    sex: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()
    programme: str = ""
    listed_on: str = ""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """One edition of one list. ``label`` names it in answers: "ofac-sdn 2026-07-31"."""

    slug: str
    label: str
    parties: tuple[ListedParty, ...]
