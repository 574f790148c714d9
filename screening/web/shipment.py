"""A shipment's page, and what is said about it there: answers, decisions, confirmations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from checkpoints.roles import Ability
from screening.models import Outcome, Review, Shipment
from screening.models.reviews import Decision
from screening.review import decisions
from screening.review.decisions import BadDecision, StaleDecision
from screening.selectors.shipments import is_under_way
from screening.services import answers
from screening.services.answers import BadAnswer
from screening.services.holdings import Held
from screening.tasks import enqueue
from screening.web.access import Request, actor_of, key_in, needs, require_here, shipment_or_404
from screening.web.goods_lines import Wrong
from screening.web.shipment_page import Said, Typed, address_of, show_shipment


@require_GET
@needs(Ability.VIEW)
def shipment(request: Request, key: UUID) -> HttpResponse:
    return show_shipment(request, shipment_or_404(request, key))


@require_GET
@needs(Ability.VIEW)
def shipment_state(request: Request, key: UUID) -> HttpResponse:
    """The live part: says when a new run is there. A page that showed none yet is loaded again."""
    found = shipment_or_404(request, key)
    shown, latest = request.GET.get("run", ""), str(found.latest_run_id or "")
    if shown == latest:
        under_way = is_under_way(found)
        if under_way == (request.GET.get("under_way") == "1"):
            return HttpResponse(status=204)
        return render(request, "web/_shipment_state.html", {"shipment": found, "under_way": under_way})
    if not shown:
        return HttpResponseClientRefresh()
    return render(request, "web/_shipment_state.html", {"shipment": found, "newer": True})


@require_POST
@needs(Ability.ANSWER)
def answer(request: Request, key: UUID) -> HttpResponse:
    """Stores an answer; one that cannot be used comes back with its reason at the field."""
    found = shipment_or_404(request, key)
    question = get_object_or_404(found.questions, pk=key_in(request.POST.get("question", "")))
    require_here(request, Ability.ANSWER, found)
    said = answers.UNKNOWN if "unknown" in request.POST else request.POST.get("text", "")
    try:
        answers.give(question=question, text=said, actor=actor_of(request), enqueue=enqueue)
    except BadAnswer as error:
        return show_shipment(request, found, wrong=Wrong(str(question.pk), said, str(error)), status=422)
    messages.success(request, _("The answer is kept. The shipment is being screened again."))
    return HttpResponseRedirect(address_of(found))


@require_POST
@needs(Ability.DECIDE)
def decide(request: Request, key: UUID) -> HttpResponse:
    """Records a decision on the run that was shown, or a correction of the decision that was shown."""
    found = shipment_or_404(request, key)
    corrects = _corrected(request, found)
    decision, note = request.POST.get("decision", ""), request.POST.get("note", "").strip()
    if decision not in Decision.values:
        return _refused(request, found, _("Choose a decision."), status=422)
    run = request.POST.get("run", "")
    try:
        review = decisions.propose(
            shipment=found, run_id=run, decision=decision, note=note, proposer=request.user, corrects=corrects
        )
    except BadDecision as error:
        return _refused(request, found, str(error), status=422)
    except (StaleDecision, Held) as error:
        return _refused(request, shipment_or_404(request, key), str(error), status=409)
    messages.success(request, _said_of(review))
    return HttpResponseRedirect(address_of(found))


@require_POST
@needs(Ability.CONFIRM)
def confirm(request: Request, key: UUID) -> HttpResponse:
    """A second person confirms a decision, or sends it back with a note."""
    found = shipment_or_404(request, key)
    review = get_object_or_404(found.reviews, pk=key_in(request.POST.get("review", "")))
    confirmed, note = request.POST.get("confirmed") == "yes", request.POST.get("note", "").strip()
    try:
        decisions.confirm(review=review, confirmed=confirmed, note=note, confirmer=request.user)
    except StaleDecision as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The decision is confirmed.") if confirmed else _("The decision was sent back."))
    return HttpResponseRedirect(address_of(found))


def _corrected(request: Request, found: Shipment) -> Outcome | None:
    key = request.POST.get("corrects", "")
    return get_object_or_404(found.outcomes, pk=key_in(key)) if key else None


def _refused(request: Request, found: Shipment, problem: str, *, status: int) -> HttpResponse:
    said = Said(problem, request.POST.get("decision", ""), request.POST.get("note", "").strip())
    typed = Typed(correction=said) if request.POST.get("corrects") else Typed(decision=said)
    return show_shipment(request, found, typed=typed, status=status)


def _said_of(review: Review) -> str:
    if review.needs_confirmation:
        return _("The decision is proposed. Another person must confirm it.")
    return _("The decision is taken.")
