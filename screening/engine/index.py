"""The catalogue compiled for look-up: words to terms, misspellings to words, identifiers and HS codes to entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from screening.engine import identifiers, measurements, weights
from screening.engine.catalogue import Catalogue, Entry, Identifier, Parameter
from screening.engine.misspellings import Misspellings
from screening.engine.shortenings import Shortenings
from screening.engine.term_words import TermWords
from screening.engine.text import keys

_SPELLED_OUT: Final = ("grade", "part")  # identifiers that stand in text like words
_QUOTED: Final = ("eu-dual-use", "eu-military")  # lists whose codes stand on invoices
NAMES: Final = ("exact", "strong", "weak")
_GUARDING: Final = 0.1  # share of an entry's names that tell of such goods
_MODEL: Final = 3  # digits
_CODE: Final = 2  # a word of so few letters is a code
_GLUED_FROM: Final = 8
_ACRONYM: Final = 6  # letters at most
_CLASSES: Final = 5  # of weight, so that no more of a term's last uses can be the same entry's
_SIZE: Final = 4  # bytes that tell how long a part is


@dataclass(frozen=True, slots=True)
class Limit:
    """A parameter with its limit in the base unit of its dimension."""

    parameter: Parameter
    quantity: measurements.Quantity
    limit: float


@dataclass(frozen=True, slots=True)
class CompiledEntry:
    """An entry with what it takes over from the headings above it: HS codes and contexts."""

    number: int
    list_slug: str
    entry: Entry
    above: tuple[Entry, ...]  # from parent to top
    hs: Mapping[str, str]  # code -> confidence
    chapters: frozenset[str]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One entry that a term belongs to, and how the catalogue writes it there."""

    entry: int
    weight_class: str
    text: str
    names: bool  # whether it names the goods, rather than speaking for or against


@dataclass(slots=True)
class CompiledTerm:
    """A sequence of word keys, in whatever languages it is written so."""

    keys: tuple[str, ...]
    weights: tuple[float, ...]
    total: float
    needed: frozenset[str]  # codes without which only everyday words remain: the B of "Composition B"
    twice: frozenset[str]  # words that stand in it more than once: "carbon-carbon"
    uses: list[Use] = field(default_factory=list)


class Index:
    """Read-only after building; the same catalogue gives the same index, which ``stored`` makes quicker to build."""

    def __init__(self, catalogue: Catalogue, least_coverage: float, stored: bytes = b"") -> None:
        words, near = _parts(stored)
        self.entries = tuple(_compile_entries(catalogue))
        self._by_list = _by_list(self.entries)
        self._words = TermWords((text for each in self.entries for text, _ in _wording(each)), words)
        self.terms = tuple(_compile_terms(self.entries, self._words))
        self.postings = _postings(self.terms, least_coverage)
        self.by_identifier = _by_identifier(self.entries)
        self.by_hs = _by_hs(self.entries)
        self.guards = _guards(self.terms)
        self.vocabulary = frozenset(key for term in self.terms for key in term.keys)
        self.pieces = _pieces(self.terms, self.vocabulary)
        self.shortenings = Shortenings(self.vocabulary)
        self.misspellings = Misspellings(self.vocabulary - _acronyms(self.terms), near)

    def to_bytes(self) -> bytes:
        """What the next process builds the same index from more quickly."""
        words = self._words.to_bytes()
        return len(words).to_bytes(_SIZE, "big") + words + self.misspellings.to_bytes()

    def entry(self, list_slug: str, code: str) -> CompiledEntry:
        """The entry of a list; raises KeyError where there is none."""
        found = self.find_entry(list_slug, code)
        if found is None:
            raise KeyError(f"{list_slug}:{code}")
        return found

    def find_entry(self, list_slug: str, code: str) -> CompiledEntry | None:
        """The entry of a list; None where there is none."""
        own = (list_slug, code)
        return next((each for each in self.entries if (each.list_slug, each.entry.code) == own), None)

    def numbers_of(self, slugs: Collection[str]) -> frozenset[int]:
        """The numbers of all entries of some lists."""
        return frozenset().union(*(self._by_list.get(slug, frozenset()) for slug in slugs))

    def near(self, key: str) -> tuple[tuple[str, int], ...]:
        """Words of the catalogue one or two letters away from a word that trade does not use often."""
        return () if weights.is_known(key) else self.misspellings.near(key)

    def short_for(self, key: str) -> tuple[str, ...]:
        """Words of the catalogue that a word which trade does not use often may be short for."""
        return () if weights.is_known(key) or key in self.vocabulary else self.shortenings.meant(key)


def _parts(stored: bytes) -> tuple[bytes, bytes]:
    """What was stored of the terms' words and of misspellings."""
    end = _SIZE + int.from_bytes(stored[:_SIZE], "big")
    return stored[_SIZE:end], stored[end:]


def _compile_entries(catalogue: Catalogue) -> Iterator[CompiledEntry]:
    numbers = count()
    for edition in catalogue.editions:
        by_code = {entry.code: entry for entry in edition.entries}
        for entry in edition.entries:
            above = tuple(_above(entry, by_code))
            hs = next((node.hs for node in (entry, *above) if node.hs), ())
            yield CompiledEntry(
                number=next(numbers),
                list_slug=edition.list_slug,
                entry=entry,
                above=above,
                hs={correlation.code: correlation.confidence for correlation in hs},
                chapters=frozenset(correlation.code[:2] for correlation in hs),
                limits=tuple(_limit(parameter) for parameter in entry.parameters),
            )


def _by_list(entries: Iterable[CompiledEntry]) -> dict[str, frozenset[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for compiled in entries:
        numbers[compiled.list_slug].append(compiled.number)
    return {slug: frozenset(each) for slug, each in numbers.items()}


def _above(entry: Entry, by_code: Mapping[str, Entry]) -> Iterator[Entry]:
    while entry.parent:
        entry = by_code[entry.parent]
        yield entry


def _limit(parameter: Parameter) -> Limit:
    quantity = measurements.QUANTITIES[parameter.quantity]
    factor = measurements.factor(parameter.unit, quantity.dimension)
    if factor is None:
        raise ValueError(f"the unit {parameter.unit!r} does not belong to {parameter.quantity}")
    return Limit(parameter, quantity, float(parameter.limit) * factor)


def _compile_terms(entries: Iterable[CompiledEntry], words: TermWords) -> Iterator[CompiledTerm]:
    by_keys: dict[tuple[str, ...], CompiledTerm] = {}
    for compiled in entries:
        for text, weight_class in _wording(compiled):
            word_keys, each = words[text]
            if not word_keys:
                continue
            if word_keys not in by_keys:
                needed, twice = _needed(word_keys, text), _twice(word_keys)
                by_keys[word_keys] = CompiledTerm(word_keys, each, sum(each), needed, twice)
            uses = by_keys[word_keys].uses
            if not any(use.entry == compiled.number and use.weight_class == weight_class for use in uses[-_CLASSES:]):
                uses.append(Use(compiled.number, weight_class, text, weight_class in NAMES))
    yield from by_keys.values()


def _needed(word_keys: tuple[str, ...], text: str) -> frozenset[str]:
    """Models (7075), codes in capitals (warfare agent GA), and codes beside which only everyday words remain."""
    codes = {key for key in word_keys if len(key) <= _CODE or key.isdigit()}
    if not codes:
        return frozenset()
    only_codes_tell = all(weights.is_everyday(key) for key in word_keys if key not in codes)
    models = {key for key in word_keys if key.isdigit() and len(key) >= _MODEL}  # shorter figures may be locants
    return frozenset(codes if only_codes_tell else models | (codes & _capitals(text)))


def _twice(word_keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for key in word_keys if word_keys.count(key) > 1)


def _capitals(text: str) -> set[str]:
    """The keys of a text's words of two capitals."""
    return {key for word in text.split() if len(word) == _CODE and word.isupper() for key in keys(word)}


def _wording(compiled: CompiledEntry) -> Iterator[tuple[str, str]]:
    """An entry's terms, what spells its goods like a word, and the contexts of the headings above it."""
    for term in compiled.entry.terms:
        yield term.text, term.weight
    for identifier in compiled.entry.identifiers:
        if identifier.kind in _SPELLED_OUT:
            yield identifier.value, "strong"
        elif _is_word(identifier):
            yield identifier.value, "weak"  # HfC is not HFC, but case is lost
    for node in compiled.above:
        for term in node.terms:
            if term.weight not in NAMES:
                yield term.text, term.weight


def _is_word(identifier: Identifier) -> bool:
    """A formula without a figure, which reads like a word: KCN. Of two letters it may be anything."""
    return identifier.kind == "formula" and identifier.value.isalpha() and len(identifier.value) > _CODE


def _postings(terms: tuple[CompiledTerm, ...], least_coverage: float) -> dict[str, tuple[int, ...]]:
    """Word -> terms it can begin to find.

    A term that is covered enough has one of its heaviest words in the text, so that only those are
    posted: the words that remain could not reach ``least_coverage`` without them.
    """
    postings: dict[str, list[int]] = defaultdict(list)
    for number, term in enumerate(terms):
        rest = term.total
        for weight, key in sorted(set(zip(term.weights, term.keys, strict=True)), reverse=True):
            if not key.isdigit():  # a figure alone finds no name
                postings[key].append(number)
            rest -= weight * term.keys.count(key)
            if rest < least_coverage * term.total:
                break
    return {key: tuple(numbers) for key, numbers in postings.items()}


def _pieces(terms: Iterable[CompiledTerm], vocabulary: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """A long term written as one word -> its words."""
    joined = {"".join(term.keys): term.keys for term in terms if len(term.keys) > 1}
    return {word: words for word, words in joined.items() if len(word) >= _GLUED_FROM and word not in vocabulary}


def _by_identifier(entries: Iterable[CompiledEntry]) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for compiled in entries:
        if compiled.list_slug in _QUOTED:
            found["code", compiled.entry.code.lower()].append(compiled.number)
        for identifier in compiled.entry.identifiers:
            if identifier.kind not in _SPELLED_OUT:
                found[identifier.kind, identifiers.normal(identifier.kind, identifier.value)].append(compiled.number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def _by_hs(entries: Iterable[CompiledEntry]) -> dict[str, tuple[int, ...]]:
    """HS code -> entries of the lists that consist of HS codes alone, without a word or identifier."""
    entries = tuple(entries)
    worded = {compiled.list_slug for compiled in entries if compiled.entry.terms or compiled.entry.identifiers}
    found: dict[str, list[int]] = defaultdict(list)
    for compiled in entries:
        if compiled.list_slug not in worded:
            for code in compiled.hs:
                found[code].append(compiled.number)
    return {code: tuple(numbers) for code, numbers in found.items()}


def _guards(terms: Iterable[CompiledTerm]) -> frozenset[int]:
    """Entries whose own goods are against a substance or look for one: masks, suits, detectors."""
    telling = weights.PURPOSES | weights.PURPOSES_BEHIND
    names, guarding = defaultdict[int, int](int), defaultdict[int, int](int)
    for term in terms:
        tells = not telling.isdisjoint(term.keys)
        for use in term.uses:
            names[use.entry] += use.names
            guarding[use.entry] += tells and use.names
    return frozenset(entry for entry, count in guarding.items() if count and count >= _GUARDING * names[entry])


def _acronyms(terms: Iterable[CompiledTerm]) -> set[str]:
    """Words that the catalogue writes in capitals: a few letters are soon another word's with one wrong."""
    capitals = {
        text
        for term in terms
        for use in term.uses
        for text in use.text.split()
        if len(text) <= _ACRONYM and text.isupper()
    }
    return {key for text in capitals for key in keys(text)}
