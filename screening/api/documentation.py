"""The OpenAPI document, browsable on this portal's own files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """``GET /api/v1/docs/``; open to all, since it holds no data."""
    return render(request, "api/documentation.html")
