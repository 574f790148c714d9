"""The result of a finished attempt: what was hit and missed, what the measures mean, and the engine beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from screening.web.access import Request, signed_in
from screening.web.edition_titles import edition_titles, editions_text
from screening.web.words import DECISIONS, word
from training.models import Attempt
from training.scoring import RocPoint, Score, area, roc
from training.selectors.attempts import content_of, engine_score_of, latest_responses, marks_of, score_of
from training.web.access import result_or_404
from training.web.charts import RocChart, roc_chart
from training.web.figures_text import measure, share
from training.web.texts import in_language


@dataclass(frozen=True)
class Measure:
    """A figure with its name and one sentence on what it means."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Outcome:
    """One declaration: what was decided, the truth, and what the engine said."""

    position: int
    url: str
    number: str
    decision: str
    kind: str
    kind_word: str
    engine_right: bool
    engine: str


@dataclass(frozen=True)
class RocRow:
    threshold: str
    false_alarm_rate: str
    hit_rate: str


@dataclass(frozen=True)
class ResultPage:
    attempt: Attempt
    title: str
    own: bool
    trainee: str
    finished_at: datetime
    passed: bool
    pass_from: str
    score: Score
    d_prime: str
    engine: Score
    engine_d_prime: str
    measures: list[Measure]
    outcomes: list[Outcome]
    engine_differs: list[Outcome]
    roc: RocChart
    roc_rows: list[RocRow]
    editions: str


@require_GET
@signed_in
def result(request: Request, key: UUID) -> HttpResponse:
    attempt = result_or_404(request, key)
    return render(request, "training/result.html", {"page": _page(request, attempt)})


def _page(request: Request, attempt: Attempt) -> ResultPage:
    content, marks = content_of(attempt), marks_of(attempt.completion)
    reached, points = score_of(attempt.completion), roc(marks)
    outcomes, engine = _outcomes(attempt), engine_score_of(attempt.completion)
    return ResultPage(
        attempt=attempt,
        title=in_language(content.title),
        own=attempt.trainee_id == request.user.pk,
        trainee=attempt.trainee.get_full_name() or attempt.trainee.username,
        finished_at=attempt.completion.created_at,
        passed=attempt.completion.passed,
        pass_from=measure(content.pass_from),
        score=reached,
        d_prime=measure(reached.d_prime),
        engine=engine,
        engine_d_prime=measure(engine.d_prime),
        measures=_measures(reached, area(points)),
        outcomes=outcomes,
        engine_differs=[each for each in outcomes if not each.engine_right],
        roc=roc_chart(points),
        roc_rows=[_roc_row(point) for point in points],
        editions=editions_text(attempt.editions, edition_titles(get_language() or "en", attempt.administration_id)),
    )


def _outcomes(attempt: Attempt) -> list[Outcome]:
    responses = latest_responses(attempt)
    found = zip(content_of(attempt).cases, attempt.completion.marks, strict=True)
    return [
        Outcome(
            position=position,
            url=reverse("debrief", args=[attempt.pk, position]),
            number=case.declaration["declaration_number"],
            decision=word(DECISIONS, responses[position].decision),
            kind=kind_of(mark["target"], mark["signal"]),
            kind_word=kind_word(kind_of(mark["target"], mark["signal"])),
            engine_right=mark["engine"] == mark["target"],
            engine=_("flagged") if mark["engine"] else _("not flagged"),
        )
        for position, (case, mark) in enumerate(found, 1)
    ]


def kind_of(target: bool, signal: bool) -> str:
    """“hit”, “miss”, “alarm” or “release”."""
    if target:
        return "hit" if signal else "miss"
    return "alarm" if signal else "release"


def kind_word(kind: str) -> str:
    return {"hit": _("hit"), "miss": _("miss"), "alarm": _("false alarm"), "release": _("correct release")}[kind]


def _measures(reached: Score, under_the_curve: float) -> list[Measure]:
    return [
        Measure(
            "H",
            measure(reached.hit_rate),
            _("Hit rate: the share of targets that were checked, with a small correction."),
        ),
        Measure(
            "F",
            measure(reached.false_alarm_rate),
            _("False alarm rate: the share of ordinary trade that was stopped, with the same correction."),
        ),
        Measure(
            "d′",
            measure(reached.d_prime),
            _("How well targets are told from ordinary trade: 0 is chance, 1 fair, 2 good."),
        ),
        Measure("c", measure(reached.criterion), _criterion(reached.criterion)),
        Measure(
            "A′",
            measure(reached.a_prime),
            _("The same skill from 0 to 1 without assumptions: 0.5 is chance, 1 is perfect."),
        ),
        Measure(
            "AUC",
            measure(under_the_curve),
            _("With confidence counted: how often a target looked more suspicious than an ordinary declaration."),
        ),
    ]


def _criterion(value: float) -> str:
    if value > _EVEN:
        return _("Leaning: above 0 releasing is preferred to checking, so more is missed.")
    if value < -_EVEN:
        return _("Leaning: below 0 checking is preferred to releasing, so more legal trade is stopped.")
    return _("Leaning: near 0 neither checking nor releasing is preferred.")


_EVEN = 0.25


def _roc_row(point: RocPoint) -> RocRow:
    """The threshold in words: which answers count as a signal down to it."""
    if point.from_suspicion > 5:
        text = _("check, confidence %(least)d or more") % {"least": point.from_suspicion - 5}
    else:
        text = _("every check, and release with confidence %(most)d or less") % {"most": 6 - point.from_suspicion}
    return RocRow(text, share(point.false_alarm_rate), share(point.hit_rate))
