"""Exercises as their files tell them: declarations with the truth about each (docs/recipes/add-an-exercise.md)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from screening.engine.catalogue import LANGUAGES
from screening.intake.json_format import parse_json
from training.reasons import REASONS

FOLDER: Final = Path(__file__).parent / "exercises"
_EXERCISE: Final = frozenset({"slug", "title", "introduction", "draw", "pass_from_d_prime", "declarations"})
_CASE: Final = frozenset({"key", "target", "decides", "reasons", "note", "declaration"})


class BadExercise(ValueError):
    """The file gives no exercise; the message names file, declaration, fault and remedy."""


class UnknownExercise(LookupError):
    """There is no exercise of this name."""


@dataclass(frozen=True)
class Deciding:
    """What settles a case: a goods line (0: the declaration as a whole), and the list entry where there is one."""

    line: int = 0
    list: str = ""
    entry: str = ""


@dataclass(frozen=True)
class Case:
    """One declaration with the truth about it. ``target`` means that it deserves a check.

    ``reasons`` are the indicators that can be seen in it, ``note`` is what it teaches, by language.
    """

    key: str
    target: bool
    decides: Deciding
    reasons: tuple[str, ...]
    note: Mapping[str, str]
    declaration: Mapping[str, Any]

    def as_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, said: Mapping[str, Any]) -> Case:
        return cls(**{**said, "decides": Deciding(**said["decides"]), "reasons": tuple(said["reasons"])})


@dataclass(frozen=True)
class Exercise:
    """``targets`` and ``others`` are how many of each are drawn; ``pass_from`` is the least d′ that passes."""

    slug: str
    title: Mapping[str, str]
    introduction: Mapping[str, str]
    targets: int
    others: int
    pass_from: float
    cases: tuple[Case, ...]
    sha256: str

    @property
    def size(self) -> int:
        return self.targets + self.others

    def drawn(self, seed: int) -> list[Case]:
        """The declarations of one attempt in its order; the same for the same seed."""
        chance = Random(seed)  # noqa: S311  (an order to practise on, no secret)
        targets = chance.sample([case for case in self.cases if case.target], self.targets)
        others = chance.sample([case for case in self.cases if not case.target], self.others)
        return chance.sample([*targets, *others], self.size)


@lru_cache(maxsize=1)
def exercises() -> Mapping[str, Exercise]:
    """The shipped exercises by slug; read once a process."""
    return {found.slug: found for found in map(read_exercise, sorted(FOLDER.glob("*.yaml")))}


def exercise_named(slug: str) -> Exercise:
    try:
        return exercises()[slug]
    except KeyError:
        raise UnknownExercise(slug) from None


def read_exercise(path: Path) -> Exercise:
    """Raises BadExercise for a file that gives none."""
    content = path.read_bytes()
    try:
        said = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise BadExercise(f"{path.name}: this is no YAML: {error}") from error
    faults = list(_faults(said))
    if faults:
        raise BadExercise("\n".join(f"{path.name}: {fault}" for fault in faults))
    return _exercise(said, hashlib.sha256(content).hexdigest())


def _exercise(said: Mapping[str, Any], sha256: str) -> Exercise:
    return Exercise(
        slug=said["slug"],
        title=said["title"],
        introduction=said["introduction"],
        targets=said["draw"]["targets"],
        others=said["draw"]["others"],
        pass_from=said["pass_from_d_prime"],
        cases=tuple(Case.from_document(case) for case in said["declarations"]),
        sha256=sha256,
    )


# -- what can be wrong in a file -------------------------------------------------------------------


def _faults(said: Any) -> Iterator[str]:
    if not isinstance(said, Mapping) or said.keys() != _EXERCISE:
        yield f"an exercise has exactly these fields: {', '.join(sorted(_EXERCISE))}"
        return
    for name in ("title", "introduction"):
        yield from _language_faults(name, said[name])
    cases: Sequence[Any] = said["declarations"]
    malformed = [place for place, case in enumerate(cases, 1) if not isinstance(case, Mapping) or case.keys() != _CASE]
    if malformed:
        yield f"declarations {malformed}: each has exactly these fields: {', '.join(sorted(_CASE))}"
        return
    yield from _repeated("key", [case["key"] for case in cases])
    yield from _repeated("declaration_number", [case["declaration"].get("declaration_number") for case in cases])
    for kind, target in (("targets", True), ("others", False)):
        there = sum(case["target"] is target for case in cases)
        if said["draw"][kind] > there:
            yield f"draw: {said['draw'][kind]} {kind} are to be drawn, but only {there} are there: add some"
    for case in cases:
        yield from (f"{case['key']}: {fault}" for fault in _case_faults(case))


def _repeated(name: str, values: Sequence[Any]) -> Iterator[str]:
    twice = sorted(str(value) for value, times in Counter(values).items() if times > 1)
    if twice:
        yield f"{name}: {', '.join(twice)} stands more than once: give each its own"


def _case_faults(case: Mapping[str, Any]) -> Iterator[str]:
    yield from _language_faults("note", case["note"])
    unknown = [reason for reason in case["reasons"] if reason not in REASONS]
    if unknown:
        yield f"reasons: {', '.join(unknown)} not known; use of: {', '.join(REASONS)}"
    parsed = parse_json(case["declaration"])
    if not parsed.declarations:
        yield "; ".join(f"{refusal.field}: {refusal.message}" for refusal in parsed.refusals)
        return
    lines = {0, *(item.number for item in parsed.declarations[0].items)}
    if case["decides"].get("line") not in lines:
        yield f"decides: line {case['decides'].get('line')} is not there; use one of: {sorted(lines)}"


def _language_faults(name: str, texts: Any) -> Iterator[str]:
    missing = [language for language in LANGUAGES if not isinstance(texts, Mapping) or not texts.get(language)]
    if missing:
        yield f"{name}: {', '.join(missing)} missing: add it"
