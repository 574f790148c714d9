"""One declaration of an exercise: as declared, without the engine's word, and the trainee's answer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkpoints.roles import Ability
from screening.web.access import Request, needs
from training.declared import declared
from training.models import Attempt, Response
from training.selectors.attempts import content_of, latest_responses
from training.services import attempts
from training.services.attempts import Finished
from training.web.access import attempt_or_404
from training.web.answer_form import AnswerForm, blank, read
from training.web.declared_page import DeclaredPage, declared_page


@dataclass(frozen=True)
class DeclarationPage:
    attempt: Attempt
    position: int
    answered: int
    url: str
    manifest_url: str
    before_url: str
    after_url: str
    declared: DeclaredPage
    form: AnswerForm


@require_http_methods(["GET", "POST"])
@needs(Ability.LEARN)
def exercise_declaration(request: Request, key: UUID, position: int) -> HttpResponse:
    """Shows it; a POST keeps the answer and goes on to the next that has none."""
    attempt = attempt_or_404(request, key)
    if not 1 <= position <= attempt.size:
        raise Http404
    if hasattr(attempt, "completion"):
        return redirect("debrief", attempt.pk, position)
    responses = latest_responses(attempt)
    if request.method == "GET":
        return _shown(request, attempt, position, responses, blank(responses.get(position)))
    said, form = read(request.POST)
    if said is None:
        return _shown(request, attempt, position, responses, form, status=422)
    try:
        attempts.respond(attempt=attempt, position=position, said=said)
    except Finished:
        messages.error(request, _("The exercise was finished meanwhile; the answer was not kept."))
        return redirect("result", attempt.pk)
    return HttpResponseRedirect(_next(attempt, position, {*responses, position}))


def _shown(
    request: Request,
    attempt: Attempt,
    position: int,
    responses: dict[int, Response],
    form: AnswerForm,
    status: int = 200,
) -> HttpResponse:
    case = content_of(attempt).cases[position - 1]
    page = DeclarationPage(
        attempt=attempt,
        position=position,
        answered=len(responses),
        url=_address(attempt, position),
        manifest_url=reverse("manifest", args=[attempt.pk]),
        before_url=_address(attempt, position - 1) if position > 1 else "",
        after_url=_address(attempt, position + 1) if position < attempt.size else "",
        declared=declared_page(declared(case), get_language() or "en"),
        form=form,
    )
    return render(request, "training/exercise_declaration.html", {"page": page}, status=status)


def _next(attempt: Attempt, position: int, done: set[int]) -> str:
    """The next declaration without an answer, from here on and round again; the manifest once all have one."""
    onwards = [*range(position + 1, attempt.size + 1), *range(1, position)]
    waiting = next((each for each in onwards if each not in done), None)
    return _address(attempt, waiting) if waiting else reverse("manifest", args=[attempt.pk])


def _address(attempt: Attempt, position: int) -> str:
    return reverse("exercise-declaration", args=[attempt.pk, position])
