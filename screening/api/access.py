"""Who calls."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.views import APIView

from checkpoints.actors import Actor, client


class ClientView(APIView):
    """A view for customs systems; ``scopes`` names the token scope that each method needs."""

    scopes: ClassVar[dict[str, str]] = {}

    def actor(self, request: Request) -> Actor:
        """The customs system that calls."""
        return client(request.auth.application)
