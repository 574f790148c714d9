"""Taking a shipment, handing it over, giving it back, taking it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checkpoints.models import User
from checkpoints.roles import Ability
from screening.models import Shipment
from screening.services import holdings
from screening.services.holdings import CannotHold, Held
from screening.web.access import Request, key_in, needs, shipment_or_404
from screening.web.shipment_page import Said, Typed, address_of, show_shipment

Act = Callable[[Request, Shipment], str]
"""Does it, and says what was done."""


@require_POST
@needs(Ability.DECIDE)
def holding(request: Request, key: UUID) -> HttpResponse:
    """One of the four by the button's name; 409 where another person was quicker, 422 for what cannot be done."""
    found = shipment_or_404(request, key)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        said = act(request, found)
    except (Held, CannotHold) as error:
        typed = Said(str(error), request.POST.get("to", ""), request.POST.get("note", ""))
        status = 409 if isinstance(error, Held) else 422
        return show_shipment(request, shipment_or_404(request, key), typed=Typed(holding=typed), status=status)
    messages.success(request, said)
    return HttpResponseRedirect(address_of(found))


def _take(request: Request, found: Shipment) -> str:
    holdings.take(shipment=found, holder=request.user)
    return _("You work on this shipment now. Others see that you do.")


def _hand_over(request: Request, found: Shipment) -> str:
    key = key_in(request.POST.get("to", ""))
    to = User.objects.filter(pk=key, administration=found.administration_id).first() if key else None
    if to is None:
        raise CannotHold(_("No person is chosen. Choose who goes on with the shipment."))
    holdings.hand_over(shipment=found, to=to, by=request.user, note=request.POST.get("note", ""))
    return _("The shipment is handed over to %(name)s.") % {"name": to.get_full_name() or to.username}


def _give_back(request: Request, found: Shipment) -> str:
    holdings.give_back(shipment=found, by=request.user)
    return _("The shipment is given back. Anybody at the checkpoint can take it.")


def _take_away(request: Request, found: Shipment) -> str:
    holdings.take_away(shipment=found, by=request.user, reason=request.POST.get("note", ""))
    return _("You work on this shipment now. Its time line says why.")


_ACTS: Final[dict[str, Act]] = {
    "take": _take,
    "hand_over": _hand_over,
    "give_back": _give_back,
    "take_away": _take_away,
}
