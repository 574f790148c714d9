"""Screens the demo's shipments with the live engine, and looks whether it finds what the tables expect."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from ledger import clock
from screening.models import ScreeningRequest, Shipment
from screening.services import run

_WORKER: Final = timedelta(seconds=2)
"""What a worker takes until the result is there."""


class Unexpected(AssertionError):
    """Screening found something else than the demo's tables expect: engine or catalogue changed."""


def screen(shipment: Shipment, *, expected: str) -> None:
    """Executes what the shipment's latest request asks for. Raises Unexpected."""
    request = shipment.requests.filter(state=ScreeningRequest.State.WAITING).latest("created_at")
    with clock.at(clock.now() + _WORKER):
        run.execute(request.pk)
    shipment.refresh_from_db()
    found = found_in(shipment)
    if found != expected:
        raise Unexpected(f"{shipment}: expected {expected}, found {found}")


def found_in(shipment: Shipment) -> str:
    """flagged, open (no indication, but questions, signs or doubts), or clear."""
    run = shipment.latest_run
    if run is not None and run.flagged:
        return "flagged"
    return "open" if shipment.lane == Shipment.Lane.YELLOW or shipment.doubts else "clear"
