"""Who calls."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.views import APIView

from checkpoints.actors import Actor, client


class ClientView(APIView):
    """A view for customs systems; ``scopes`` names the token scope that each method needs."""

    scopes: ClassVar[dict[str, str]] = {}

    def actor(self, request: Request) -> Actor:
        """The customs system that calls."""
        token: Any = request.auth  # an access token of a client, since HasScope let the call in
        return client(token.application)
