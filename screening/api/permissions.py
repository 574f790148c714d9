"""Whether a token's scopes allow a call. Apart from the views, which REST framework loads after it."""

from __future__ import annotations

from typing import Any, cast

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from checkpoints.models import ApiClient


class HasScope(BasePermission):
    """A view names the scope each method needs in ``scopes``; a method without one is closed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        needed: dict[str, str] = getattr(view, "scopes", {})
        method = "GET" if request.method == "HEAD" else request.method or ""
        scope, token = needed.get(method), cast("Any", request.auth)  # an access token, untyped
        return bool(scope and token and token.is_valid([scope]) and isinstance(token.application, ApiClient))
