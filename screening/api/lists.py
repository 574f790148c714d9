"""The control lists in force, and how fresh they are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from screening.api import contract
from screening.api.access import ClientView
from screening.selectors.entries import InForce, lists_in_force


class Lists(ClientView):
    """``GET /api/v1/lists``: a few dozen at most, so always whole."""

    scopes: ClassVar[dict[str, str]] = {"GET": "lists:read"}

    @contract.READ_LISTS
    def get(self, request: Request) -> Response:
        today = timezone.localdate()
        lists = lists_in_force(today, self.actor(request).administration_id)
        return Response({"as_of": today.isoformat(), "lists": [_row(each, self.language) for each in lists]})


def _row(edition: InForce, language: str) -> dict[str, Any]:
    return {
        "list": edition.slug,
        "edition": edition.name,
        "title": edition.title_in(language),
        "effective_from": edition.effective_from.isoformat(),
        "review_by": edition.review_by.isoformat(),
        "stale": edition.stale,
    }
