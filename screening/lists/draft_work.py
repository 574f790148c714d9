"""Work on drafts that stands in the database: claimed by compare-and-set, taken over when its worker died.

The broker only wakes a worker up, so a message lost or delivered twice changes nothing.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from screening.models import DraftWork

_log = logging.getLogger(__name__)

PATIENCE: Final = timedelta(seconds=10)
"""Work that no worker began with after this is queued again: its message may be lost."""
LEASE: Final = timedelta(seconds=30)
"""A claim runs out after this, unless the worker says that it is alive."""
STORING: Final = timedelta(minutes=2)
"""The same while a draft is made and written: nothing can be said from within its transaction."""
MOST_TRIES: Final = 3
_LONGEST_FAULT: Final = 2_000

Enqueue = Callable[[UUID], object]
Kind = type[DraftWork]


class Lost(Exception):
    """The claim ran out and another worker has the work."""


def wake(enqueue: Enqueue, key: UUID) -> None:
    """Sends a message once the transaction is committed. A broker that does not answer delays the work, no more."""
    transaction.on_commit(lambda: _send(enqueue, key), robust=True)


def claim(kind: Kind, key: UUID) -> UUID | None:
    """Claims work for this worker; None where another has it, or there is nothing to do."""
    mine, now = uuid.uuid4(), timezone.now()
    free = _open(kind).filter(Q(claim=None) | Q(due_at__lt=now), pk=key, tries__lt=MOST_TRIES)
    return mine if free.update(claim=mine, due_at=now + LEASE, tries=F("tries") + 1) else None


def keep(work: DraftWork, claim: UUID, *, lease: timedelta = LEASE, **progress: Any) -> None:
    """Says that the worker is alive and how far it is. Raises Lost."""
    _mine(work, claim, due_at=timezone.now() + lease, **progress)


def end(work: DraftWork, claim: UUID, state: str, **said: Any) -> None:
    """Ends the work as done or refused; in the transaction that stores what it made. Raises Lost."""
    _mine(work, claim, state=state, claim=None, due_at=None, ended_at=timezone.now(), **said)


def give_back(work: DraftWork, claim: UUID, **said: Any) -> None:
    """Lets another step follow: something is left to do. Raises Lost."""
    _mine(work, claim, claim=None, due_at=timezone.now() + PATIENCE, tries=0, **said)


def fail(work: DraftWork, claim: UUID, error: Exception) -> None:
    """Keeps a fault of ours, for a person to see; work that another has by now is left alone."""
    fault = f"{type(error).__name__}: {error}".replace("\x00", " ")[:_LONGEST_FAULT]
    mine = _open(type(work)).filter(pk=work.pk, claim=claim)
    mine.update(state=DraftWork.State.FAILED, claim=None, due_at=None, ended_at=timezone.now(), fault=fault)


def begin_anew(work: DraftWork, state: str, **said: Any) -> bool:
    """Opens work again that ended in a state; False where it stands in another by now."""
    ended = type(work)._default_manager.filter(pk=work.pk, state=state)
    fresh = {"tries": 0, "claim": None, "ended_at": None, "fault": "", "due_at": timezone.now() + PATIENCE}
    return bool(ended.update(state=DraftWork.State.RUNNING, **fresh, **said))


def take_over(kind: Kind, enqueue: Enqueue) -> int:
    """Queues again what waited too long or whose worker is gone; returns how many. Out of tries, it failed."""
    now = timezone.now()
    overdue = _open(kind).filter(due_at__lt=now)
    overdue.filter(tries__gte=MOST_TRIES).update(
        state=DraftWork.State.FAILED, claim=None, due_at=None, ended_at=now, fault="the worker died each time"
    )
    lost = list(overdue.values_list("pk", flat=True))
    for key in lost:
        _send(enqueue, key)
    return len(lost)


def _open(kind: Kind) -> Any:
    return kind._default_manager.filter(state=DraftWork.State.RUNNING)


def _mine(work: DraftWork, mine: UUID, /, **changed: Any) -> None:
    if not _open(type(work)).filter(pk=work.pk, claim=mine).update(**changed):
        raise Lost


def _send(enqueue: Enqueue, key: UUID) -> None:
    try:
        enqueue(key)
    except OperationalError as error:
        _log.warning("The broker does not answer, drafts wait to be taken over: %s", error)
