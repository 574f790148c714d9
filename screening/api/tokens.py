"""How access tokens are read."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_backends import OAuthLibCore
from rest_framework.request import Request


class TokenFromHeader(OAuthLibCore):  # type: ignore[misc]  # untyped
    """The token endpoint reads its form; a call's body, which may be a large file, is left for its parser."""

    def extract_body(self, request: Any) -> Any:
        return [] if isinstance(request, Request) else super().extract_body(request)
