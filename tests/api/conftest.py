"""A customs system that calls, what it sends, and the worker behind it."""

import json
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client

from checkpoints.models import ApiClient
from screening import models
from screening.services import run
from tests.cast import Cast

EVERYTHING: Final = "shipments:write shipments:read answers:write check lists:read"
SECRET: Final = "invented secret of a customs system"
SHIPMENTS: Final = "/api/v1/shipments"


@pytest.fixture
def caller(cast: Cast) -> Client:
    """An HTTP client that carries the customs system's token, for every scope."""
    return calling(cast.customs_system)


@pytest.fixture
def stranger(cast: Cast) -> Client:
    """Another customs system of the same administration."""
    return calling(another_system(cast))


@pytest.fixture
def worker(lists: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens at once, as a quick worker does: what a test does is never committed, so nothing would wake it."""
    monkeypatch.setattr(transaction, "on_commit", lambda wake, **_: wake())


def calling(system: ApiClient, scope: str = EVERYTHING) -> Client:
    """An HTTP client that carries a token of this system."""
    return Client(headers={"Authorization": f"Bearer {token(system, scope)}"})


def another_system(cast: Cast) -> ApiClient:
    made: ApiClient = ApiClient.objects.create(
        name="Another invented system",
        administration=cast.tajikistan,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
    )
    return made


def token(system: ApiClient, scope: str = EVERYTHING) -> str:
    given: str = asked_for_token(system, scope).json()["access_token"]
    return given


def asked_for_token(system: ApiClient, scope: str) -> Any:
    """The token endpoint's answer."""
    system.client_secret = SECRET
    system.save()
    form = {"grant_type": "client_credentials", "client_id": system.client_id, "client_secret": SECRET, "scope": scope}
    return Client().post("/api/v1/token", form)


# -- what is sent ------------------------------------------------------------------------------------


def declaration(number: str = "TJ-1", **changed: Any) -> dict[str, Any]:
    """Invented: a solvent that is flagged, and shirts."""
    return {
        "declaration_number": number,
        "offices": {"lodgement": "TJ0202"},
        "box_8_consignee": {"name": "Invented Trading LLC", "country": "TJ"},
        "items": [
            {"box_32_number": 1, "box_31_description": "thiodiglycol in drums", "box_33_hs_code": "2930709809"},
            {"box_32_number": 2, "box_31_description": "cotton shirts", "box_33_hs_code": "6105100000"},
        ],
        **changed,
    }


def shirts(number: str) -> dict[str, Any]:
    """Invented: nothing to find."""
    return declaration(number, items=[{"box_32_number": 1, "box_31_description": f"cotton shirts {number}"}])


def sent(caller: Client, body: Any, address: str = SHIPMENTS, **headers: str) -> Any:
    """The answer to a JSON body, or to these very bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return caller.post(address, content, content_type="application/json", headers=headers)


def screen() -> None:
    """What the worker does."""
    for request in models.ScreeningRequest.objects.filter(state=models.ScreeningRequest.State.WAITING):
        run.execute(request.pk)
