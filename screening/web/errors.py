"""Error pages: what happened, and what to do."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says why where the refusal does."""
    return render(request, "web/403.html", {"reason": str(exception or "")}, status=403)


def bad_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: an old page, or another site."""
    return render(request, "web/403_form.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    limit = settings.MAX_UPLOAD_BYTES // 2**20
    return render(request, "web/413.html", {"limit": limit}, status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database: it may be what broke."""
    return HttpResponse(render_to_string("web/500.html"), status=500)
