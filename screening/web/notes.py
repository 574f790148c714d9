"""A note added to a shipment."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checkpoints.roles import Ability
from screening.services import notes
from screening.services.notes import BadNote
from screening.web.access import Request, needs, shipment_or_404
from screening.web.shipment_page import Said, Typed, address_of, show_shipment


@require_POST
@needs(Ability.ANNOTATE)
def add_note(request: Request, key: UUID) -> HttpResponse:
    found, text = shipment_or_404(request, key), request.POST.get("text", "")
    try:
        notes.add(shipment=found, author=request.user, text=text)
    except BadNote as error:
        return show_shipment(request, found, typed=Typed(note=Said(str(error), text=text)), status=422)
    messages.success(request, _("The note is kept."))
    return HttpResponseRedirect(f"{address_of(found)}#timeline")
