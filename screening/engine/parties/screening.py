"""Names held against a watchlist: which listed parties they may be, how likely, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.engine.parties.compare import compare
from screening.engine.parties.index import ListedName, NameIndex
from screening.engine.parties.listed import WEAK, ListedParty, Watchlist
from screening.engine.parties.names import Name, Part, read
from screening.engine.parties.pairing import Met
from screening.engine.parties.policy import NamePolicy, read_policy

IDENTIFIER, COUNTRY, WEAK_ALIAS = "NM-IDENTIFIER", "NM-COUNTRY", "NM-WEAK"


@dataclass(frozen=True, slots=True)
class PartyName:
    """A party as declared. ``kind`` is person, company, vessel, aircraft or empty; ``country`` is of two letters."""

    id: str
    name: str
    kind: str = ""
    country: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """Why, as message id and arguments. ``points`` is what it takes from 1, or nought; ``spans`` count in the name."""

    id: str
    points: float
    arguments: Mapping[str, str]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A listed party that a name may be: by which of its names, how likely, and why."""

    party: ListedParty
    list_slug: str
    edition: str
    name: str
    score: float
    level: str
    evidence: tuple[NameEvidence, ...]

    def as_document(self) -> dict[str, Any]:
        """The match as a document of plain values."""
        return {
            "entity_id": self.party.reference,
            "score": self.score,
            "level": self.level,
            "name": self.name,
            "list": self.list_slug,
            "edition": self.edition,
            "evidence": [
                {"id": each.id, "points": each.points, "arguments": dict(each.arguments), "spans": list(each.spans)}
                for each in self.evidence
            ],
        }


class Screener:
    """Screens names against one edition of one watchlist. The same input gives the same answer, anywhere.

    ``stored`` is what ``to_bytes`` of an earlier one of the same edition gave; it spares most of the building.
    """

    def __init__(self, watchlist: Watchlist, policy: NamePolicy | None = None, stored: bytes = b"") -> None:
        self.watchlist = watchlist
        self.policy = policy or read_policy()
        names = [
            ListedName(number, text, party.kind, strength == WEAK)
            for number, party in enumerate(watchlist.parties)
            for text, strength in party.names
        ]
        self.index = NameIndex(names, stored)
        self._by_identifier = _by_identifier(watchlist)

    def to_bytes(self) -> bytes:
        return self.index.to_bytes()

    def screen(self, query: PartyName) -> list[NameMatch]:
        """The listed parties that a name may be, the likeliest first, each by the name that is likest."""
        name = read(query.name, query.kind)
        best: dict[int, NameMatch] = {}
        for match, number in (*self._by_number(query), *self._by_name(query, name)):
            if number not in best or best[number].score < match.score:
                best[number] = match
        return sorted(best.values(), key=lambda match: (-match.score, match.party.reference))

    def _by_name(self, query: PartyName, name: Name) -> Iterator[tuple[NameMatch, int]]:
        for hit in self.index.search(name, self.policy):
            listed = self.index.names[hit.number]
            party = self.watchlist.parties[listed.party]
            evidence = [*_told(name, listed.text, hit.met), *_of_the_party(query, party, listed, self.policy)]
            score = round(hit.score - sum(each.points for each in evidence if each.id == COUNTRY), 4)
            if score >= self.policy.least_score:
                yield self._match(party, listed.text, score, evidence), listed.party

    def _by_number(self, query: PartyName) -> Iterator[tuple[NameMatch, int]]:
        """Parties with the same passport, tax or ship's number, whatever their names."""
        for kind, value in query.identifiers:
            for number in self._by_identifier.get((kind, _plain(value)), ()):
                party = self.watchlist.parties[number]
                evidence = [NameEvidence(IDENTIFIER, 0.0, {"kind": kind, "value": value})]
                yield self._match(party, party.names[0][0], 1.0, evidence), number

    def _match(self, party: ListedParty, name: str, score: float, evidence: list[NameEvidence]) -> NameMatch:
        slug, label = self.watchlist.slug, self.watchlist.label
        return NameMatch(party, slug, label, name, score, self.policy.level(score), tuple(evidence))


def likeness(query: PartyName, candidate: PartyName, policy: NamePolicy | None = None) -> float:
    """How alike two names are, from 0 to 1; of two countries that differ a little is taken."""
    policy = policy or read_policy()
    comparison = compare(read(query.name, query.kind), read(candidate.name, candidate.kind), policy.names)
    differ = query.country and candidate.country and query.country.casefold() != candidate.country.casefold()
    return round(max(0.0, comparison.score - (policy.listed["other_country"] if differ else 0.0)), 4)


def _by_identifier(watchlist: Watchlist) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for number, party in enumerate(watchlist.parties):
        for kind, value in party.identifiers:
            if plain := _plain(value):
                found.setdefault((kind, plain), []).append(number)
    return found


def _plain(value: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(filter(str.isalnum, value.casefold()))


def _of_the_party(
    query: PartyName, party: ListedParty, listed: ListedName, policy: NamePolicy
) -> Iterator[NameEvidence]:
    """What the list says of the party beside its name."""
    if listed.weak:
        yield NameEvidence(WEAK_ALIAS, policy.listed["weak"], {})
    country = query.country.upper()
    if country and party.countries and country not in {each.upper() for each in party.countries}:
        arguments = {"declared": country, "listed": ", ".join(party.countries)}
        yield NameEvidence(COUNTRY, policy.listed["other_country"], arguments)


def _told(name: Name, listed: str, met: tuple[Met, ...]) -> Iterator[NameEvidence]:
    """Each word that met one or none, in the words of both sides."""
    for each in met:
        arguments = {
            side: text
            for side, text in (("word", _word(name.written, each.mine)), ("listed", _word(listed, each.other)))
            if text
        }
        spans = ((each.mine.start, each.mine.end),) if each.mine else ()
        yield NameEvidence(each.how, round(each.cost, 4), arguments, spans)


def _word(written: str, part: Part | None) -> str:
    return written[part.start : part.end] if part else ""
