"""A group's figures at an exercise: progress, scores, how each declaration worked; as a page and as CSV."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.intake.refused_rows import harmless
from screening.web.access import Request, needs
from screening.web.tongue import language_of
from training.exercise import Case, Exercise, exercise_named
from training.item_statistics import ItemStatistics, item_statistics
from training.models import Completion, Group
from training.scoring import Score
from training.selectors.attempts import score_of
from training.selectors.groups import Progress, members, progress
from training.web.access import group_or_404
from training.web.charts import Distribution, distribution
from training.web.figures_text import measure, share
from training.web.result import kind_of
from training.web.texts import in_language

_ENOUGH: Final = 10
"""Answers from which on a discrimination below nought is more than chance."""


@dataclass(frozen=True)
class MemberRow:
    """``first`` is the score of the first finished attempt; None before there is one."""

    name: str
    finished: int
    answered: int | None
    size: int
    first: Score | None
    result_url: str
    d_prime: str
    criterion: str
    passed: bool


@dataclass(frozen=True)
class ItemRow:
    """A declaration: how hard it was, whether it told the able from the rest, and what people decided.

    A target has hits and misses, the others have false alarms and correct releases; what it has not is empty.
    """

    number: str
    goods: str
    goods_language: str
    target: bool
    answered: int
    facility: str
    point_biserial: str
    upper_lower: str
    hits: str
    misses: str
    false_alarms: str
    correct_releases: str
    doubtful: bool


@dataclass(frozen=True)
class FiguresPage:
    group: Group
    title: str
    csv_url: str
    members: list[MemberRow]
    finished: int
    distribution: Distribution
    items: list[ItemRow]


@require_GET
@needs(Ability.TEACH)
def figures(request: Request, key: UUID, slug: str) -> HttpResponse:
    group = group_or_404(request, key)
    exercise = _assigned(group, slug)
    found = progress(members(group), slug)
    completions = [each.first for each in found if each.first]
    page = FiguresPage(
        group=group,
        title=in_language(exercise.title),
        csv_url=reverse("figures-csv", args=[group.pk, slug]),
        members=[_member(each) for each in found],
        finished=len(completions),
        distribution=distribution([score_of(each).d_prime for each in completions]),
        items=_items(exercise, completions),
    )
    return render(request, "training/figures.html", {"page": page})


@require_GET
@needs(Ability.TEACH)
def figures_csv(request: Request, key: UUID, slug: str) -> HttpResponse:
    """One row a member; figures with a point, so that every program reads them alike."""
    group = group_or_404(request, key)
    _assigned(group, slug)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(each)] for each in progress(members(group), slug))
    headers = {"Content-Disposition": f'attachment; filename="figures-{slug}.csv"'}
    # With a byte order mark, by which spreadsheets know UTF-8.
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


_COLUMNS: Final = (
    *("name", "sign_in_name", "finished_attempts", "first_finished_at", "hits", "misses", "false_alarms"),
    *("correct_releases", "hit_rate", "false_alarm_rate", "d_prime", "criterion", "a_prime", "passed"),
)


def _cells(each: Progress) -> list[str]:
    name = each.user.get_full_name() or each.user.username
    start = [name, each.user.username, str(each.finished)]
    if each.first is None:
        return [*start, *[""] * (len(_COLUMNS) - len(start))]
    reached = score_of(each.first)
    counts = (reached.hits, reached.misses, reached.false_alarms, reached.correct_releases)
    rates = (reached.hit_rate, reached.false_alarm_rate, reached.d_prime, reached.criterion, reached.a_prime)
    return [
        *start,
        _moment(each.first.created_at),
        *map(str, counts),
        *(f"{rate:.3f}" for rate in rates),
        "yes" if each.first.passed else "no",
    ]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _assigned(group: Group, slug: str) -> Exercise:
    if not group.exercises.filter(exercise=slug).exists():
        raise Http404
    return exercise_named(slug)


def _member(each: Progress) -> MemberRow:
    first = score_of(each.first) if each.first else None
    return MemberRow(
        name=each.user.get_full_name() or each.user.username,
        finished=each.finished,
        answered=each.answered,
        size=each.size,
        first=first,
        result_url=reverse("result", args=[each.first.attempt_id]) if each.first else "",
        d_prime=measure(first.d_prime) if first else "",
        criterion=measure(first.criterion) if first else "",
        passed=each.first is not None and each.first.passed,
    )


# -- declarations ----------------------------------------------------------------------------------


def _items(exercise: Exercise, completions: Iterable[Completion]) -> list[ItemRow]:
    marks = [completion.marks for completion in completions]
    sheets = [{mark["key"]: mark["target"] == mark["signal"] for mark in of_one} for of_one in marks]
    decided = Counter((mark["key"], kind_of(mark["target"], mark["signal"])) for of_one in marks for mark in of_one)
    cases = {case.key: case for case in exercise.cases}
    return [_item(each, cases[each.key], decided) for each in item_statistics(sheets) if each.key in cases]


def _item(each: ItemStatistics, case: Case, decided: Mapping[tuple[str, str], int]) -> ItemRow:
    goods = case.declaration["items"][max(case.decides.line, 1) - 1]["box_31_description"]

    def shown(kind: str) -> str:
        possible = case.target == (kind in ("hit", "miss"))
        return str(decided.get((case.key, kind), 0)) if possible else ""

    return ItemRow(
        number=case.declaration["declaration_number"],
        goods=goods,
        goods_language=language_of(goods),
        target=case.target,
        answered=each.answered,
        facility=share(each.facility),
        point_biserial=measure(each.point_biserial),
        upper_lower=measure(each.upper_lower),
        hits=shown("hit"),
        misses=shown("miss"),
        false_alarms=shown("alarm"),
        correct_releases=shown("release"),
        doubtful=each.answered >= _ENOUGH and each.point_biserial is not None and each.point_biserial < 0,
    )
