"""Refuses what is too large before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from screening.web.errors import too_large

FORM_AROUND_A_FILE: Final = 64 * 1024
"""What a form adds to the file in it: boundaries, token, checkpoint."""


class UploadLimit:
    """Answers 413 by the length that the sender declares. The API has its own answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if declared_length(request) > settings.MAX_UPLOAD_BYTES + FORM_AROUND_A_FILE and not _is_api(request):
            return too_large(request)
        return self.get_response(request)


def declared_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
