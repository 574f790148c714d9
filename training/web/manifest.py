"""The manifest of an attempt: its declarations, what was answered, and the end."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checkpoints.roles import Ability
from screening.models import Party
from screening.selectors.queue import shortened
from screening.web.access import Request, needs
from screening.web.countries import country
from screening.web.tongue import language_of
from screening.web.words import DECISIONS, word
from training.declared import Declared, declared
from training.models import Attempt, Response
from training.selectors.attempts import content_of, latest_responses
from training.services import attempts
from training.services.attempts import Unanswered
from training.web.access import attempt_or_404
from training.web.texts import in_language


@dataclass(frozen=True)
class Entry:
    """A declaration of the manifest; ``decision`` is empty while it has no answer."""

    position: int
    url: str
    number: str
    consignee: str
    route: str
    goods: str
    goods_language: str
    lines: int
    decision: str


@dataclass(frozen=True)
class ManifestPage:
    attempt: Attempt
    title: str
    entries: list[Entry]
    answered: int
    next_url: str


@require_GET
@needs(Ability.LEARN)
def manifest(request: Request, key: UUID) -> HttpResponse:
    attempt = attempt_or_404(request, key)
    if hasattr(attempt, "completion"):
        return redirect("result", attempt.pk)
    return render(request, "training/manifest.html", {"page": _page(attempt)})


@require_POST
@needs(Ability.LEARN)
def finish_exercise(request: Request, key: UUID) -> HttpResponse:
    attempt = attempt_or_404(request, key)
    try:
        attempts.finish(attempt=attempt)
    except Unanswered as error:
        open_ones = ", ".join(map(str, error.positions))
        messages.error(
            request, _("Still without a decision: %(places)s. Decide them, then finish.") % {"places": open_ones}
        )
        return HttpResponseRedirect(reverse("manifest", args=[attempt.pk]))
    return HttpResponseRedirect(reverse("result", args=[attempt.pk]))


def _page(attempt: Attempt) -> ManifestPage:
    content, responses = content_of(attempt), latest_responses(attempt)
    entries = [
        _entry(attempt, position, declared(case), responses.get(position))
        for position, case in enumerate(content.cases, 1)
    ]
    return ManifestPage(
        attempt=attempt,
        title=in_language(content.title),
        entries=entries,
        answered=len(responses),
        next_url=next((entry.url for entry in entries if not entry.decision), ""),
    )


def _entry(attempt: Attempt, position: int, found: Declared, response: Response | None) -> Entry:
    goods = shortened(found.items[0].description)
    return Entry(
        position=position,
        url=reverse("exercise-declaration", args=[attempt.pk, position]),
        number=found.shipment.declaration_number,
        consignee=next((party.name for party in found.parties if party.role == Party.Role.CONSIGNEE), ""),
        route=_route(found, get_language() or "en"),
        goods=goods,
        goods_language=language_of(goods),
        lines=len(found.items),
        decision=word(DECISIONS, response.decision) if response else "",
    )


def _route(found: Declared, language: str) -> str:
    route = found.shipment.route
    return f"{country(route.dispatch, language)} → {country(route.destination, language)}"
