"""Signed-in people, and shipments that were really screened."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from checkpoints.actors import person
from checkpoints.models import User
from screening import models
from screening.intake.json_format import parse_json
from screening.intake.reception import Received, receive
from screening.services import run
from tests.cast import Cast

SignedIn = Callable[[User], Client]
Declared = Callable[..., models.Shipment]

SOLVENT = {"box_31_description": "Thiodiglycol 99%, drums of 220 kg, CAS 111-48-8", "box_33_hs_code": "2930709809"}
MACHINE = {"box_31_description": "Five-axis milling machine with CNC", "box_33_hs_code": "8457101000"}
SHIRTS = {"box_31_description": "Cotton shirts for men", "box_33_hs_code": "6105100000"}


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser with this person signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def declared(cast: Cast, lists: None) -> Declared:
    """Sends a declaration in at Dushanbe-2 and has it screened: ``declared("TJ-1", SOLVENT, SHIRTS)``."""

    def declare(number: str, *items: dict[str, Any], screened: bool = True, **fields: Any) -> models.Shipment:
        message = {
            "declaration_number": number,
            "box_8_consignee": {"name": "Invented Trading LLC", "country": "TJ"},
            "items": list(items),
            **fields,
        }
        receipt = receive(
            actor=person(cast.officer),
            received=Received(models.Submission.Channel.FORM, json.dumps(message).encode()),
            parsed=parse_json(message),
            enqueue=lambda _: None,
            at=cast.dushanbe_2,
        )
        if screened:
            screen()
        return models.Shipment.objects.get(pk=receipt.shipments[0].pk)

    return declare


def screen() -> None:
    """What the worker does."""
    for request in models.ScreeningRequest.objects.filter(state=models.ScreeningRequest.State.WAITING):
        run.execute(request.pk)
