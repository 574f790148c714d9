"""Errors in one shape, RFC 9457: type, title, status, detail, and for refused declarations what was wrong where."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

_CONTENT_TYPE = "application/problem+json"
_CODES = {400: "bad-request", 401: "not-signed-in", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed"}


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem document; ``code`` is stable, ``detail`` is for humans."""
    body = {"type": f"urn:problem:{code}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response({**body, **more}, status=status, content_type=_CONTENT_TYPE)


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Any error that a view raises, as a problem; None leaves it to the server's own handling."""
    plain = exception_handler(error, context)
    if plain is None:
        return None
    code = _CODES.get(plain.status_code) or _code_of(error)
    shaped = problem(plain.status_code, code, _detail(error))
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in plain.headers:
            shaped[name] = plain.headers[name]
    return shaped


def _code_of(error: Exception) -> str:
    return str(error.get_codes()) if isinstance(error, APIException) else "bad-request"


def _detail(error: Exception) -> str:
    if isinstance(error, Http404):
        return "There is no such object, or it does not concern you."
    if isinstance(error, PermissionDenied):
        return "Your credentials do not allow this."
    return str(getattr(error, "detail", error))
