"""Whether the portal lives, and whether it is ready for work. For supervisors and load balancers.

The answers hold no personal data and no fault's text: what failed stands in the logs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.broker import broker_answers
from config.heartbeat import workers_work
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
    """200 where declarations can be taken and shown, 503 otherwise; ``checks`` names what is not there.

    "late" is 200 too: no worker signed lately. What is declared is kept and screened once one works again,
    so a web server must not be taken out of service for it.
    """
    checks = {name: _holds(name, question) for name, question in QUESTIONS.items()}
    fine, worked = all(checks.values()), _holds("workers", workers_work)
    words = {name: "ok" if held else "failed" for name, held in checks.items()}
    status = "failed" if not fine else "ok" if worked else "late"
    answer = {"status": status, "checks": {**words, "workers": "ok" if worked else "late"}}
    return JsonResponse(answer, status=200 if fine else 503)


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


def migrations_are_applied() -> bool:
    """A database ahead of the code is fine: an upgrade widens before it narrows (docs/operations.md)."""
    return _last_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def rules_stand() -> bool:
    return not protection.missing(connection)


def lists_are_in_force() -> bool:
    return Edition.objects.filter(state=Edition.State.ACTIVE).exists()


QUESTIONS: Final[dict[str, Callable[[], bool]]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "rules": rules_stand,
    "lists": lists_are_in_force,
    "queue": broker_answers,
}
