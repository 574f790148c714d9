"""The pipeline, as one would explain it to an officer.

A line is read into words, identifiers and figures. The catalogue's index names the entries that could
be meant. For each, evidence for and against is weighed into one score. The best are reported with their
reasons; where a figure is missing that would decide, a question is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from screening.engine import candidates, headings, questions
from screening.engine.candidates import Match
from screening.engine.catalogue import Catalogue, Entry
from screening.engine.evidence import decontrol, description, hs_code, identifier, parameters, precedent
from screening.engine.identifiers import Found
from screening.engine.index import CompiledEntry, Index, Limit, Use
from screening.engine.policy import Policy, read_policy
from screening.engine.reading import Reading, read
from screening.engine.score import points, repeated, score
from screening.engine.verdict import LEVELS, Candidate, Evidence, Line, Sign, Verdict, Why
from screening.engine.weights import STOP_WORDS, VAGUE_WORDS, is_everyday, names_nothing

ENGINE_VERSION: Final = "4"
_MOST_CANDIDATES: Final = 10
_A_NAME: Final = 2.0  # points from which a word names goods that the lists know
_ADJECTIVE: Final = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их")
_RADIOLOGICAL: Final = "radiological"
_WHOLE_NAME: Final = 5.0  # points of a strong term
_FAR_BETTER: Final = 2.0  # points of naming
_LIKELY: Final = ("medium", "high")
_NAME: Final = "EV-WORDS"
_SURE: Final = ("EV-ID", "EV-LIMIT", "EV-PRECEDENT")
_MORE: Final = 1.3  # times the letters of another's name


class Engine:
    """Screens lines against one catalogue under one policy. Holds no state between calls that matters."""

    def __init__(self, catalogue: Catalogue, policy: Policy, digest: str, stored: bytes) -> None:
        self.digest = digest
        self._labels = tuple((edition.list_slug, edition.label) for edition in catalogue.editions)
        self.editions = self.editions_without(())
        self.policy = policy
        self.index = Index(catalogue, policy.matching["least_coverage"], stored)

    @classmethod
    def build(
        cls, catalogue: Catalogue, policy: Policy | None = None, *, digest: str = "", stored: bytes = b""
    ) -> Engine:
        """An engine for a catalogue, under the shipped policy unless another is given.

        ``digest`` and ``stored``, where an earlier engine of this catalogue gave them, spare a second or two of work.
        """
        return cls(catalogue, policy or read_policy(), digest or catalogue.digest, stored)

    def to_store(self) -> bytes:
        """What the next process builds the same engine from more quickly."""
        return self.index.to_bytes()

    def editions_without(self, slugs: Collection[str]) -> tuple[str, ...]:
        """The labels of the editions that are used where some lists are left out."""
        return tuple(label for slug, label in self._labels if slug not in slugs)

    def screen(self, lines: Iterable[Line], *, without: Collection[str] = ()) -> list[Verdict]:
        """A verdict for each line, in order. The same input gives the same bytes, anywhere.

        Lists whose slugs ``without`` names are left out before anything is weighed: nothing of them shows or asks.
        """
        left_out = self.index.numbers_of(without)
        return [self._verdict(read(line), left_out) for line in lines]

    def why(self, line: Line, list_slug: str, code: str, *, without: Collection[str] = ()) -> Why:
        """What speaks for and against one entry, found by itself or not. Raises KeyError for an unknown entry, as one
        of a list that is left out is.
        """
        compiled, left_out = self.index.entry(list_slug, code), self.index.numbers_of(without)
        if compiled.number in left_out:
            raise KeyError(f"{list_slug}:{code}")
        reading = read(line)
        named = self._named(reading).get(compiled.number, [])
        words = candidates.find(reading, self.index, self.policy, [compiled.number]).get(compiled.number, [])
        candidate, _, missing = self._weigh(reading, compiled, words, named)
        verdict = self._verdict(reading, left_out)
        told = any((each.list_slug, each.code) == (list_slug, code) for each in verdict.candidates)
        missing_quantities = tuple(dict.fromkeys(limit.quantity.slug for limit in missing))
        again = repeated(self.policy.most_naming, candidate.evidence)
        return Why(candidate, self.policy.prior, again, told, missing_quantities)

    def _verdict(self, reading: Reading, left_out: Collection[int]) -> Verdict:
        weighed = [self._weigh(reading, *material) for material in self._material(reading, left_out)]
        best = _best_first(
            each for each in _best_told(weighed, self.policy.most_naming) if each.score >= self.policy.least_score
        )
        found = [each for each in best if each.level != "none"]
        level = max((candidate.level for candidate in found), key=LEVELS.index, default="none")
        flagged = self.policy.flags(level)
        vague = (
            not flagged
            and not reading.recognised
            and _is_vague(reading, all(points(row[0].evidence)[0] < _A_NAME for row in weighed))
        )
        return Verdict(
            id=reading.line.id,
            level=level,
            flagged=flagged,
            vague=vague,
            candidates=tuple(found[:_MOST_CANDIDATES]),
            questions=questions.ask(reading, self._missing(weighed), vague),
            signs=tuple(_signs(reading, vague, self.policy.headings)),
            unlikely=tuple(best[len(found) : _MOST_CANDIDATES]),
            precedents=tuple(each for row in self._determined(reading).values() for each in row),
        )

    def _material(
        self, reading: Reading, left_out: Collection[int]
    ) -> Iterator[tuple[CompiledEntry, list[tuple[Use, Match]], list[Found]]]:
        """Every entry that something in the line points at, with what points at it, but for those left out."""
        named = self._named(reading)
        words = candidates.find(reading, self.index, self.policy, named.keys(), left_out)
        by_code = self.index.by_hs.get(reading.hs_code[:6], ())
        determined = self._proposed(reading)
        for number in sorted({*words, *named, *by_code, *determined}.difference(left_out)):
            yield self.index.entries[number], words.get(number, []), named.get(number, [])

    def _named(self, reading: Reading) -> dict[int, list[Found]]:
        """Entry number -> the identifiers in the line that are its own."""
        named: dict[int, list[Found]] = {}
        for found in reading.identifiers:
            for number in self.index.by_identifier.get((found.kind, found.value), ()) if found.valid else ():
                named.setdefault(number, []).append(found)
        return named

    def _determined(self, reading: Reading) -> dict[tuple[str, str], list[Evidence]]:
        """List and code -> what officers determined about the good that the line names."""
        found: dict[tuple[str, str], list[Evidence]] = {}
        for each in reading.recognised:
            evidence = precedent.weigh(each, self.policy.precedent, reading.composed)
            found.setdefault((each.precedent.list_slug, each.precedent.code), []).append(evidence)
        return found

    def _proposed(self, reading: Reading) -> Iterator[int]:
        """The entries that a determination names, those of lists in force."""
        for slug, code in self._determined(reading):
            compiled = self.index.find_entry(slug, code)
            if compiled is not None:
                yield compiled.number

    def _weigh(
        self, reading: Reading, compiled: CompiledEntry, words: list[tuple[Use, Match]], named: list[Found]
    ) -> tuple[Candidate, CompiledEntry, tuple[Limit, ...]]:
        policy = self.policy
        by_name, support = description.weigh(reading, words, policy.description)
        evidence = [identifier.weigh(found, policy.identifier) for found in _one_a_kind(named)]
        evidence += [by_name] if by_name else []
        missing: tuple[Limit, ...] = ()
        if evidence:
            limits = parameters.weigh(reading, compiled, policy.parameters, evidence)
            missing = limits.missing
            declared = hs_code.weigh(reading.hs_code, compiled, policy.hs)
            against = decontrol.weigh(reading, compiled, self.index, words, evidence, policy.description)
            evidence += [*support, *against, *limits.evidence]
            evidence += [declared] if declared else []
        elif compiled.number in self.index.by_hs.get(reading.hs_code[:6], ()):
            evidence = [hs_code.alone(reading.hs_code[:6], policy.hs)]
        determined = self._determined(reading).get((compiled.list_slug, compiled.entry.code), ())
        evidence += precedent.counted(determined, policy.precedent, evidence)
        return self._candidate(compiled, evidence), compiled, missing

    def _candidate(self, compiled: CompiledEntry, evidence: list[Evidence]) -> Candidate:
        value = score(self.policy.prior, self.policy.most_naming, evidence)
        return Candidate(
            list_slug=compiled.list_slug,
            code=compiled.entry.code,
            hazards=compiled.entry.hazards,
            score=value,
            level=self.policy.level(value, compiled.list_slug),
            evidence=tuple(sorted(evidence, key=lambda each: (-abs(each.points), each.id, each.spans))),
        )

    def _missing(self, weighed: list[tuple[Candidate, CompiledEntry, tuple[Limit, ...]]]) -> list[tuple[str, Limit]]:
        """Limits without a figure, of the entries likely enough to ask about, with the entry's code."""
        likely = [row for row in weighed if row[0].score >= self.policy.question_score]
        likely.sort(key=lambda row: (-row[0].score, row[1].number))
        return [(compiled.entry.code, limit) for _, compiled, missing in likely for limit in missing]


def _one_a_kind(named: list[Found]) -> list[Found]:
    """One identifier of each kind: a number repeated in the text proves nothing more."""
    return list({found.kind: found for found in reversed(named)}.values())


def _best_told(
    weighed: list[tuple[Candidate, CompiledEntry, tuple[Limit, ...]]], most_naming: float
) -> list[Candidate]:
    """The candidates without those that say only in general what another paragraph of their heading says better.

    That is a heading where one of its paragraphs is at least as likely, or as well named and freed by its
    figures; a paragraph where another of the same heading names the goods far better and frees them; and any entry
    whose name is but a part of a longer one, whose figures free the goods: "isotope separator" of an
    "electromagnetic isotope separator, 8 mA".
    """
    likeliest: dict[tuple[str, str], float] = {}
    freed: dict[tuple[str, str], float] = {}
    for candidate, compiled, _ in weighed:
        naming, figures = points(candidate.evidence)
        for node in compiled.above:
            key = (candidate.list_slug, node.code)
            likeliest[key] = max(likeliest.get(key, 0.0), candidate.score)
            if figures < 0:
                freed[key] = max(freed.get(key, 0.0), naming)
        if figures < 0 and _names_a_nuclide(candidate):
            freed[candidate.list_slug, _RADIOLOGICAL] = naming
    told = [
        candidate
        for candidate, compiled, _ in weighed
        if not _said_better(candidate, (compiled.entry, *compiled.above), likeliest, freed, most_naming)
    ]
    freed_names = [_letters(candidate, _NAME) for candidate, _, _ in weighed if _is_named_and_freed(candidate)]
    return [candidate for candidate in told if not any(_is_within(candidate, name) for name in freed_names)]


def _is_named_and_freed(candidate: Candidate) -> bool:
    naming, figures = points(candidate.evidence)
    return figures < 0 and naming >= _WHOLE_NAME


def _said_better(
    candidate: Candidate,
    line_up: Sequence[Entry],
    likeliest: Mapping[tuple[str, str], float],
    freed: Mapping[tuple[str, str], float],
    most_naming: float,
) -> bool:
    named, figures = points(candidate.evidence)
    own = (candidate.list_slug, candidate.code)
    top = (candidate.list_slug, line_up[-1].code)
    of_a_source = _RADIOLOGICAL in candidate.hazards and not _names_a_nuclide(candidate)
    if of_a_source and named <= freed.get((candidate.list_slug, _RADIOLOGICAL), -1.0):
        return True  # a source of too little of the nuclide is no source of another kind
    if candidate.score <= likeliest.get(own, -1.0) or named <= freed.get(own, -1.0):
        return True
    return figures <= 0 and named + _FAR_BETTER <= min(most_naming, freed.get(top, -1.0))


def _names_a_nuclide(candidate: Candidate) -> bool:
    return any(each.id == "EV-ID-nuclide" for each in candidate.evidence)


def _best_first(found: Iterable[Candidate]) -> list[Candidate]:
    """By level, score, and of equal ones by how much of the text their evidence tells of; but a flagged one whose name
    holds another's and more stands before it: "heavy water upgrading column" is no heavy water.
    """
    ordered = sorted(
        found,
        key=lambda each: (-LEVELS.index(each.level), -each.score, -len(_letters(each)), each.list_slug, each.code),
    )
    told: list[Candidate] = []
    for each in ordered:
        told.insert(next((at for at, other in enumerate(told) if _tells_more(each, other)), len(told)), each)
    return told


def _tells_more(candidate: Candidate, other: Candidate) -> bool:
    return candidate.level in _LIKELY and _is_within(other, _letters(candidate, _NAME))


def _is_within(candidate: Candidate, name: set[int]) -> bool:
    """Whether a candidate's name is a part of a longer one. Nothing tells more than a number or a figure that fits."""
    if any(each.id.startswith(_SURE) for each in candidate.evidence if each.points > 0):
        return False
    own = _letters(candidate, _NAME)
    return bool(own) and own < name and len(name) >= _MORE * len(own)


def _letters(candidate: Candidate, prefix: str = "") -> set[int]:
    """The places in the text that evidence for the candidate tells of, of one kind where ``prefix`` names it."""
    told = [each for each in candidate.evidence if each.points > 0 and each.id.startswith(prefix)]
    return {letter for each in told for start, end in each.spans for letter in range(start, end)}


def _is_vague(reading: Reading, nothing_found: bool) -> bool:
    """Whether the goods stay unknown: every word names nothing, or all but a few where a vague word leads.

    "Modules Vektor, 2 pcs": one or two names among vague words say as little, unless trade or the lists know them.
    """
    said = [key for key in reading.positions if key not in STOP_WORDS]
    specific = [key for key in said if not names_nothing(key)]
    if not specific:
        return True
    few = len(specific) == 1 or (len(specific) == 2 and len(said) >= 6)
    unknown = not any(is_everyday(key) or _is_an_adjective(reading, key) for key in specific)
    return nothing_found and few and unknown and said[0] in VAGUE_WORDS


def _is_an_adjective(reading: Reading, key: str) -> bool:
    """A Russian one tells what the thing is for: "машина стиральная"."""
    start, end = reading.span(reading.positions[key][0])
    return reading.folded[start:end].endswith(_ADJECTIVE)


def _signs(reading: Reading, vague: bool, weights: Mapping[str, float]) -> Iterator[Sign]:
    mixed = [place for place, token in enumerate(reading.tokens) if token.mixed]
    if mixed:
        spans = tuple(reading.span(place) for place in mixed)
        words = ", ".join(reading.composed[start:end] for start, end in spans)
        yield Sign("SI-SCRIPTS", {"words": words}, spans)
    if vague or not reading.hs_code:
        return
    model = headings.shipped(reading.folded)
    if fitting := headings.doubt(model, reading.hs_code, reading.positions, weights):
        likely = ", ".join(each.heading for each in fitting)
        yield Sign("SI-HEADING", {"declared": reading.hs_code[: headings.LENGTH], "likely": likely}, ())
