"""A sign of life of the queue's workers: beat asks every few seconds for a task, and the worker that does it signs.

Kept in the queue's own server, where web servers on any host find it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

TASK: Final = "screening.take_over"
PATIENCE: Final = timedelta(seconds=60)
"""Beat asks every five seconds; a worker may be busy with a large file."""
_UNREACHABLE: Final = (OperationalError, RedisError, OSError)


def sign() -> None:
    """Called by a worker when it has done the task. A queue that cannot be reached shows soon enough."""
    with contextlib.suppress(*_UNREACHABLE), _server() as server:
        server.set(_key(), datetime.now(UTC).isoformat())


def last_beat() -> datetime | None:
    """When a worker last signed; None where none ever did, or the queue does not answer."""
    try:
        with _server() as server:
            value = server.get(_key())
    except _UNREACHABLE:
        return None
    return datetime.fromisoformat(value.decode()) if value else None


def workers_work() -> bool:
    beat = last_beat()
    return beat is not None and datetime.now(UTC) - beat < PATIENCE


def _key() -> str:
    return f"{settings.CELERY_TASK_DEFAULT_QUEUE}.heartbeat"


@contextlib.contextmanager
def _server() -> Iterator[Any]:
    """The Redis or Valkey behind the queue."""
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0)
        channel: Any = connection.default_channel  # its type says nothing of Redis
        yield channel.client
