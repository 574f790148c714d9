import pytest
from django.test import Client

from checkpoints.models import ApiClient
from tests.cast import Cast

SECRET = "invented secret of a customs system"


@pytest.fixture
def caller(cast: Cast) -> Client:
    """An HTTP client that carries the customs system's token, for both scopes."""
    return calling(cast.customs_system)


def calling(system: ApiClient, scope: str = "shipments:write shipments:read") -> Client:
    """An HTTP client that carries a token of this system."""
    return Client(headers={"Authorization": f"Bearer {_token(system, scope)}"})


def _token(system: ApiClient, scope: str) -> str:
    system.client_secret = SECRET
    system.save()
    answer = Client().post(
        "/api/v1/token",
        {
            "grant_type": "client_credentials",
            "client_id": system.client_id,
            "client_secret": SECRET,
            "scope": scope,
        },
    )
    given: str = answer.json()["access_token"]
    return given
