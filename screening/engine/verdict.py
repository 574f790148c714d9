"""What goes into the engine and what comes out: plain values with one canonical document form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LEVELS: Final = ("none", "low", "medium", "high")

Span = tuple[int, int]
Arguments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Precedent:
    """What an officer determined about a good that a line may name. ``date`` is ISO; ``id`` names the record."""

    id: str
    maker: str
    model: str
    part_number: str
    list_slug: str
    code: str
    controlled: bool
    date: str
    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A goods line as declared. ``answers`` are (question key, text) pairs given by officers since.

    ``precedents`` may apply: whether their goods stand in the text is found out when it is read.
    """

    id: str
    description: str
    hs_code: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    precedents: tuple[Precedent, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against. ``id`` names the sentence in messages.toml that ``arguments`` fill.

    ``points`` add to the log-odds of the score. ``spans`` are (start, end) in the composed description.
    """

    id: str
    points: float
    arguments: Arguments
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may control the line, with a score from 0 to 1 and the reasons."""

    list_slug: str
    code: str
    hazards: tuple[str, ...]
    score: float
    level: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is missing. ``key`` is the same from run to run; an answer names it."""

    key: str
    message: str
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Sign:
    """Something odd about the line itself: letters of two alphabets in one word, a text that its code does not fit."""

    id: str
    arguments: Arguments
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """How one entry stands to a line: its evidence less what is ``repeated`` adds up to the score, from ``prior``.

    ``told`` says whether the verdict names the entry; ``missing`` are the quantities of its limits that the line does
    not state.
    """

    candidate: Candidate
    prior: float
    repeated: float
    told: bool
    missing: tuple[str, ...]

    @property
    def sum(self) -> float:
        """The log-odds of the score."""
        return self.prior + sum(each.points for each in self.candidate.evidence) - self.repeated

    def as_document(self) -> dict[str, Any]:
        """The form in which answers hold it."""
        return {
            **_candidate_document(self.candidate),
            "prior": self.prior,
            "repeated": round(self.repeated, 3),
            "named": self.told,
            "not_stated": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says of one line; candidates best first.

    ``unlikely`` are entries that the line points at too little for a level: for files and for "why not", not for
    an officer's page. ``precedents`` are all determinations of the good that the line names, those among them
    whose entry is not reported any more because they free it.
    """

    id: str
    level: str
    flagged: bool
    vague: bool
    candidates: tuple[Candidate, ...]
    questions: tuple[Question, ...]
    signs: tuple[Sign, ...]
    unlikely: tuple[Candidate, ...] = ()
    precedents: tuple[Evidence, ...] = ()

    def as_document(self, *, with_unlikely: bool = False) -> dict[str, Any]:
        """The canonical form: what is stored, hashed and rendered."""
        return {
            "id": self.id,
            "flagged": self.flagged,
            "level": self.level,
            "vague": self.vague,
            "candidates": [
                _candidate_document(candidate)
                for candidate in (*self.candidates, *(self.unlikely if with_unlikely else ()))
            ],
            "questions": [
                {"key": question.key, "message": question.message, "arguments": dict(question.arguments)}
                for question in self.questions
            ],
            "signs": [
                {"id": sign.id, "arguments": dict(sign.arguments), "spans": [list(span) for span in sign.spans]}
                for sign in self.signs
            ],
            **({"precedents": [_evidence_document(each) for each in self.precedents]} if self.precedents else {}),
        }


def _candidate_document(candidate: Candidate) -> dict[str, Any]:
    return {
        "list": candidate.list_slug,
        "code": candidate.code,
        "hazards": list(candidate.hazards),
        "score": candidate.score,
        "level": candidate.level,
        "evidence": [_evidence_document(evidence) for evidence in candidate.evidence],
    }


def _evidence_document(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "points": evidence.points,
        "arguments": dict(evidence.arguments),
        "spans": [list(span) for span in evidence.spans],
    }
