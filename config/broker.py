"""Whether the queue's server answers."""

from __future__ import annotations

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError


def broker_answers() -> bool:
    """Connects once, without trying again."""
    try:
        with current_app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
    except (OperationalError, RedisError, OSError):
        return False
    return True
