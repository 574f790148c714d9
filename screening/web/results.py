"""What the check of a shipment found, recorded by an officer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checkpoints.roles import Ability
from screening.review import results
from screening.review.results import BadResult
from screening.web.access import Request, key_in, needs, shipment_or_404
from screening.web.shipment_page import Said, Typed, address_of, show_shipment


@require_POST
@needs(Ability.REPORT)
def record_result(request: Request, key: UUID) -> HttpResponse:
    found = shipment_or_404(request, key)
    outcome = get_object_or_404(found.outcomes, pk=key_in(request.POST.get("outcome", "")))
    finding, note = request.POST.get("found", ""), request.POST.get("note", "")
    try:
        results.record(outcome=outcome, found=finding, note=note, by=request.user)
    except BadResult as error:
        return show_shipment(request, found, typed=Typed(result=Said(str(error), finding, note)), status=422)
    messages.success(request, _("The result is kept."))
    return HttpResponseRedirect(f"{address_of(found)}#decision")
