"""The debrief of one declaration: the truth, the trainee's answer, and the engine's evidence as it was."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from screening.web.access import Request, signed_in
from screening.web.edition_titles import edition_titles, editions_text
from screening.web.words import DECISIONS, word
from training.declared import declared
from training.exercise import Case
from training.models import Attempt, Response
from training.reasons import REASONS
from training.selectors.attempts import content_of, evidence_of, latest_responses
from training.web.access import result_or_404
from training.web.answer_form import CONFIDENCES
from training.web.declared_page import DeclaredPage, declared_page
from training.web.result import kind_of, kind_word
from training.web.texts import in_language


@dataclass(frozen=True)
class DebriefPage:
    """``decides`` says which evidence settles the case; ``engine_lesson`` what the engine's word teaches here."""

    attempt: Attempt
    position: int
    own: bool
    declared: DeclaredPage
    target: bool
    kind: str
    kind_word: str
    decision: str
    confidence: str
    words: str
    named_rightly: list[str]
    overlooked: list[str]
    not_there: list[str]
    decides: str
    entry_url: str
    note: str
    engine: str
    engine_right: bool
    engine_lesson: str
    before_url: str
    after_url: str
    editions: str


@require_GET
@signed_in
def debrief(request: Request, key: UUID, position: int) -> HttpResponse:
    attempt = result_or_404(request, key)
    if not 1 <= position <= attempt.size:
        raise Http404
    return render(request, "training/debrief.html", {"page": _page(request, attempt, position)})


def _page(request: Request, attempt: Attempt, position: int) -> DebriefPage:
    case, mark = content_of(attempt).cases[position - 1], attempt.completion.marks[position - 1]
    response = latest_responses(attempt)[position]
    kind = kind_of(mark["target"], mark["signal"])
    rightly, overlooked, not_there = _reasons(case, response)
    return DebriefPage(
        attempt=attempt,
        position=position,
        own=attempt.trainee_id == request.user.pk,
        declared=declared_page(declared(case, evidence_of(attempt)[position - 1]), get_language() or "en"),
        target=case.target,
        kind=kind,
        kind_word=kind_word(kind),
        decision=word(DECISIONS, response.decision),
        confidence=str(CONFIDENCES[response.confidence]),
        words=response.words,
        named_rightly=rightly,
        overlooked=overlooked,
        not_there=not_there,
        decides=_decides(case),
        entry_url=reverse("entry", args=[case.decides.list, case.decides.entry]) if case.decides.entry else "",
        note=in_language(case.note),
        engine=_("flagged") if mark["engine"] else _("not flagged"),
        engine_right=mark["engine"] == mark["target"],
        engine_lesson=_lesson(target=mark["target"], engine=mark["engine"]),
        before_url=_address(attempt, position - 1) if position > 1 else "",
        after_url=_address(attempt, position + 1) if position < attempt.size else "",
        editions=editions_text(attempt.editions, edition_titles(get_language() or "en", attempt.administration_id)),
    )


def _reasons(case: Case, response: Response) -> tuple[list[str], list[str], list[str]]:
    """Named and there, there and not named, named and not there; in the order of the form."""
    there, named = set(case.reasons), set(response.reasons)
    return _words(there & named), _words(there - named), _words(named - there)


def _words(names: set[str]) -> list[str]:
    return [str(text) for name, text in REASONS.items() if name in names]


def _decides(case: Case) -> str:
    if not case.decides.line:
        return _("The declaration as a whole")
    return _("Line %(number)s") % {"number": case.decides.line}


def _lesson(*, target: bool, engine: bool) -> str:
    """What it teaches that engine and truth agree, or do not."""
    if target and not engine:
        return _(
            "The engine reads goods, not people and routes, and it cannot work out what the text leaves open."
            " Here the officer was needed."
        )
    if engine and not target:
        return _(
            "The engine goes by names and numbers. Packing, amount and use speak for ordinary trade."
            " A flag is a question, not a verdict."
        )
    if target:
        return _("Engine and truth agree. Its evidence below says which words and figures carry the flag.")
    return _("Engine and truth agree: nothing in the goods points at a list.")


def _address(attempt: Attempt, position: int) -> str:
    return reverse("debrief", args=[attempt.pk, position])
