"""What became of a file: the shipments taken, what was refused and why, and the refused rows to correct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from checkpoints.roles import Ability
from screening.intake.declaration import Refusal
from screening.intake.refused_rows import refused_rows_csv
from screening.models import Shipment, Submission
from screening.selectors.scope import visible_shipments, visible_submissions
from screening.web.access import Request, actor_of, needs
from screening.web.doubts import refusal_text
from screening.web.words import CHANNELS, SUBMISSIONS, state_word, word

_MOST: Final = 100


@dataclass(frozen=True)
class Refused:
    number: str
    line: int
    field: str
    value: str
    text: str


@dataclass(frozen=True)
class SubmissionPage:
    submission: Submission
    again: bool
    channel: str
    state: str
    shipments: list[tuple[Shipment, str]]
    more_shipments: int
    refusals: list[Refused]
    more_refusals: int


@require_GET
@needs(Ability.VIEW)
def submission(request: Request, key: UUID) -> HttpResponse:
    found = get_object_or_404(visible_submissions(actor_of(request)), pk=key)
    shipments = visible_shipments(actor_of(request)).filter(submission=found).order_by("id")
    taken, language = list(shipments[: _MOST + 1]), get_language() or "en"
    page = SubmissionPage(
        submission=found,
        again=request.GET.get("again") == "1",
        channel=word(CHANNELS, found.channel),
        state=word(SUBMISSIONS, found.state),
        shipments=[(shipment, state_word(shipment.state, shipment.level)) for shipment in taken[:_MOST]],
        more_shipments=shipments.count() - _MOST if len(taken) > _MOST else 0,
        refusals=[_refused(each, language) for each in _refusals(found)[:_MOST]],
        more_refusals=max(0, len(found.refusals) - _MOST),
    )
    return render(request, "web/submission.html", {"page": page})


@require_GET
@needs(Ability.VIEW)
def refused_rows(request: Request, key: UUID) -> HttpResponse:
    """The refused rows as CSV with the reason beside each."""
    found = get_object_or_404(visible_submissions(actor_of(request)).select_related("original"), pk=key)
    content = bytes(found.original.content)
    rows = refused_rows_csv(content, _refusals(found), language=get_language() or "en")
    answer = HttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{found.pk}.csv"'
    return answer


def _refusals(found: Submission) -> list[Refusal]:
    return [Refusal(**each) for each in found.refusals]


def _refused(refusal: Refusal, language: str) -> Refused:
    return Refused(
        number=refusal.declaration_number,
        line=refusal.line,
        field=refusal.field,
        value=refusal.value,
        text=refusal_text(refusal, language),
    )
