"""Who answers for an error: the API in its own shape, pages for people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from screening.api import fallback
from screening.web import errors


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fallback.unreadable(request) if _for_api(request) else errors.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fallback.forbidden(request) if _for_api(request) else errors.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return fallback.nothing_here(request) if _for_api(request) else errors.not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    return fallback.broken(request) if _for_api(request) else errors.broken(request)


def _for_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
