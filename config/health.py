"""Whether the portal lives, and whether it is ready for work. For supervisors and load balancers.

The answers hold no personal data and no fault's text: what failed stands in the logs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.broker import broker_answers
from ledger import protection
from screening.models import Edition

_log = logging.getLogger(__name__)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The web server answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 where everything that a screening needs is there, 503 otherwise; ``checks`` names what is not."""
    checks = {name: _holds(name, question) for name, question in QUESTIONS.items()}
    fine = all(checks.values())
    words = {name: "ok" if held else "failed" for name, held in checks.items()}
    return JsonResponse({"status": "ok" if fine else "failed", "checks": words}, status=200 if fine else 503)


def _holds(name: str, question: Callable[[], bool]) -> bool:
    try:
        held = question()
    except DatabaseError:
        _log.exception("health: %s", name)
        return False
    if not held:
        _log.error("health: %s does not hold", name)
    return held


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        row = cursor.fetchone()
    return row is not None and row[0] == 1


def rules_stand() -> bool:
    return not protection.missing(connection)


def lists_are_in_force() -> bool:
    return Edition.objects.filter(state=Edition.State.ACTIVE).exists()


QUESTIONS: Final[dict[str, Callable[[], bool]]] = {
    "database": database_answers,
    "rules": rules_stand,
    "lists": lists_are_in_force,
    "queue": broker_answers,
}
