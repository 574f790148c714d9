"""A declaration entered by hand; it goes through the same intake as a message."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkpoints.roles import Ability
from screening.intake.json_format import parse_json
from screening.intake.reception import Receipt, Received, receive
from screening.models import Submission
from screening.tasks import enqueue
from screening.web.access import Request, actor_of, needs
from screening.web.declaration_form import (
    DeclarationForm,
    LineForms,
    contract_of,
    show_refusals,
    with_more_lines,
)
from screening.web.places import own_checkpoints


@require_http_methods(["GET", "POST"])
@needs(Ability.SUBMIT)
def new_shipment(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _form(request), LineForms(prefix="lines"))
    if "more" in request.POST:
        typed = with_more_lines(request.POST)
        return _page(request, _form(request, initial=typed), LineForms(typed, prefix="lines"))
    return _entered(request)


def _entered(request: Request) -> HttpResponse:
    form, lines = _form(request, data=request.POST), LineForms(request.POST, prefix="lines")
    if not form.is_valid() or not lines.is_valid():
        return _page(request, form, lines, status=422)
    filled = [line for line in lines.forms if not line.is_empty]
    message = contract_of(form, filled)
    parsed = parse_json(message)
    if parsed.refusals:
        show_refusals(parsed.refusals, form, filled, get_language() or "en")
        return _page(request, form, lines, status=422)
    content = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
    receipt = receive(
        actor=actor_of(request),
        received=Received(Submission.Channel.FORM, content, media_type="application/json"),
        parsed=parsed,
        enqueue=enqueue,
        at=form.cleaned_data["checkpoint"],
    )
    return _received(request, receipt)


def _received(request: Request, receipt: Receipt) -> HttpResponse:
    if receipt.new:
        messages.success(request, _("The declaration is taken and being screened."))
    else:
        messages.info(request, _("This declaration had been received before. Nothing was changed."))
    return HttpResponseRedirect(reverse("shipment", args=[receipt.shipments[0].pk]))


def _form(request: Request, **given: object) -> DeclarationForm:
    form = DeclarationForm(**given)  # type: ignore[arg-type]
    form.fields["checkpoint"].queryset = own_checkpoints(actor_of(request))  # type: ignore[attr-defined]
    return form


def _page(request: Request, form: DeclarationForm, lines: object, status: int = 200) -> HttpResponse:
    return render(request, "web/new_shipment.html", {"form": form, "lines": lines}, status=status)
