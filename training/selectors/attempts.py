"""Attempts with what was drawn, answered and said by the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from checkpoints.models import User
from ledger.audit import canonical
from training.exercise import Case
from training.models import Attempt, Completion, Response
from training.scoring import Mark, Score, score


@dataclass(frozen=True)
class Content:
    """What an attempt is about: title by language, least d′ that passes, the declarations in order."""

    title: Mapping[str, str]
    pass_from: float
    cases: tuple[Case, ...]

    def as_text(self) -> str:
        cases = [case.as_document() for case in self.cases]
        return canonical({"title": self.title, "pass_from": self.pass_from, "cases": cases})


def content_of(attempt: Attempt) -> Content:
    said = json.loads(attempt.content)
    return Content(said["title"], said["pass_from"], tuple(Case.from_document(case) for case in said["cases"]))


def evidence_of(attempt: Attempt) -> list[list[dict[str, Any]]]:
    """The engine's verdicts on the lines of each declaration, in order."""
    verdicts: list[list[dict[str, Any]]] = json.loads(attempt.evidence)
    return verdicts


def without_texts(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """For lists: content and evidence stay in the database."""
    return attempts.defer("content", "evidence").select_related("completion")


def open_attempt(trainee: User, slug: str) -> Attempt | None:
    """The attempt that waits to be finished; there is at most one an exercise."""
    return Attempt.objects.filter(trainee=trainee, exercise=slug, completion=None).order_by("-id").first()


def latest_responses(attempt: Attempt) -> dict[int, Response]:
    """The answer that counts for each declaration, by position; one statement."""
    later = Response.objects.filter(
        attempt=OuterRef("attempt"), position=OuterRef("position"), number__gt=OuterRef("number")
    )
    rows = Response.objects.filter(~Exists(later), attempt=attempt).order_by("position")
    return {response.position: response for response in rows}


def answered(attempts: Iterable[UUID]) -> dict[UUID, int]:
    """How many declarations of each attempt have an answer; one statement."""
    rows = Response.objects.filter(attempt__in=list(attempts)).values("attempt")
    counted = rows.annotate(n=Count("position", distinct=True)).values_list("attempt", "n")
    return dict(counted)


# -- results ---------------------------------------------------------------------------------------


def marks_of(completion: Completion) -> list[Mark]:
    return [Mark(each["target"], each["signal"], each["confidence"]) for each in completion.marks]


def score_of(completion: Completion) -> Score:
    return score(marks_of(completion))


def engine_score_of(completion: Completion) -> Score:
    """The engine on the same declarations: flagged is a signal."""
    return score(Mark(each["target"], each["engine"], 5) for each in completion.marks)
