"""What there is to practise, and one's own attempts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checkpoints.roles import Ability
from screening.services.index import NoCatalogue
from screening.web.access import Request, actor_of, needs
from training.exercise import Exercise, UnknownExercise
from training.exercise import exercises as shipped_exercises
from training.models import Attempt, GroupExercise
from training.selectors.attempts import answered, open_attempt, score_of, without_texts
from training.selectors.paging import page_of
from training.selectors.scope import own_attempts
from training.services import attempts
from training.web.figures_text import measure
from training.web.texts import exercise_title, in_language


@dataclass(frozen=True)
class Duty:
    """A group that is to do the exercise, and until when."""

    group: str
    due_on: date | None


@dataclass(frozen=True)
class ExerciseCard:
    slug: str
    title: str
    introduction: str
    size: int
    duties: list[Duty]
    continue_url: str


@dataclass(frozen=True)
class AttemptRow:
    """``d_prime`` is empty while the attempt is open, ``answered`` once it has ended."""

    title: str
    url: str
    started_at: datetime
    answered: int
    size: int
    d_prime: str
    passed: bool


@dataclass(frozen=True)
class ExercisesPage:
    exercises: list[ExerciseCard]
    attempts: list[AttemptRow]
    older_url: str
    may_teach: bool


@require_GET
@needs(Ability.LEARN)
def exercises(request: Request) -> HttpResponse:
    mine = page_of(without_texts(own_attempts(actor_of(request))), request.GET.get("after", ""))
    done = answered(attempt.pk for attempt in mine.rows)
    page = ExercisesPage(
        exercises=[_card(request, exercise) for exercise in shipped_exercises().values()],
        attempts=[_row(attempt, done.get(attempt.pk, 0)) for attempt in mine.rows],
        older_url=f"{reverse('exercises')}?after={mine.next}" if mine.next else "",
        may_teach=actor_of(request).may(Ability.TEACH),
    )
    return render(request, "training/exercises.html", {"page": page})


@require_POST
@needs(Ability.LEARN)
def start_exercise(request: Request, slug: str) -> HttpResponse:
    """Begins an attempt, or goes on with the one that is open."""
    try:
        attempt = attempts.start(trainee=request.user, slug=slug)
    except UnknownExercise:
        raise Http404 from None
    except NoCatalogue:
        messages.error(
            request, _("No control list is in force, so the engine has nothing to say. Tell the administrator.")
        )
        return HttpResponseRedirect(reverse("exercises"))
    return HttpResponseRedirect(reverse("manifest", args=[attempt.pk]))


def _card(request: Request, exercise: Exercise) -> ExerciseCard:
    begun = open_attempt(request.user, exercise.slug)
    asked = GroupExercise.objects.filter(exercise=exercise.slug, group__memberships__user=request.user)
    rows = asked.order_by("due_on", "group__name").values_list("group__name", "due_on")[:5]
    return ExerciseCard(
        slug=exercise.slug,
        title=in_language(exercise.title),
        introduction=in_language(exercise.introduction),
        size=exercise.size,
        duties=[Duty(*row) for row in rows],
        continue_url=reverse("manifest", args=[begun.pk]) if begun else "",
    )


def _row(attempt: Attempt, done: int) -> AttemptRow:
    completion = getattr(attempt, "completion", None)
    return AttemptRow(
        title=exercise_title(attempt.exercise),
        url=reverse("result" if completion else "manifest", args=[attempt.pk]),
        started_at=attempt.created_at,
        answered=done,
        size=attempt.size,
        d_prime=measure(score_of(completion).d_prime) if completion else "",
        passed=completion is not None and completion.passed,
    )
