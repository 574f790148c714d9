"""Where a shipment's time goes, in one process: web (HTTP, JSON, the ORM), storage (the database driver), matching.

Run by bench.load with the environment of the portal that it measures, but for a queue that no worker reads.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import django

django.setup()

from django.db import connection  # noqa: E402  (after the apps are loaded)
from django.test import Client  # noqa: E402

from bench.declarations import declarations  # noqa: E402
from screening import models  # noqa: E402
from screening.engine import Engine  # noqa: E402
from screening.services import run  # noqa: E402

SHIPMENTS: Final = 200


class Clock:
    """Adds up the seconds spent inside what it wraps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - begun

        return timed


def main(token: str) -> None:
    logging.disable(logging.INFO)  # a line a request would bury the figures
    storage, matching = Clock(), Clock()
    Engine.screen = matching.wrap(Engine.screen)  # type: ignore[method-assign]
    client, headers = Client(SERVER_NAME="127.0.0.1"), {"Authorization": f"Bearer {token}"}
    bodies = [body for _, body in declarations(SHIPMENTS + 1, "shares")]
    _send(client, headers, bodies.pop())  # what is loaded once is loaded now
    begun, before = time.perf_counter(), matching.seconds
    with connection.execute_wrapper(lambda execute, *call: storage.wrap(execute)(*call)):
        connection.commit = storage.wrap(connection.commit)  # type: ignore[method-assign]
        for body in bodies:
            _send(client, headers, body)
    total = time.perf_counter() - begun
    matched = matching.seconds - before
    for name, seconds in (
        ("web and Python", total - storage.seconds - matched),
        ("storage", storage.seconds),
        ("matching", matched),
    ):
        print(f"  {name:<18}{seconds / SHIPMENTS * 1e3:6.2f} ms  {seconds / total:4.0%}")


def _send(client: Client, headers: dict[str, str], body: bytes) -> None:
    answer = client.post("/api/v1/shipments", body, content_type="application/json", headers=headers)
    assert answer.status_code in (200, 202), answer.content
    for request in models.ScreeningRequest.objects.filter(state=models.ScreeningRequest.State.WAITING):
        run.execute(request.pk)


if __name__ == "__main__":
    main(sys.argv[1])
