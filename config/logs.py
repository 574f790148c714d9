"""What is logged, and how: one JSON object a line, or coloured text on a terminal. Names no framework.

Logs hold keys, routes, states and durations, no personal data and nothing of a declaration: no texts, no query
strings, no addresses. An exception is logged as its type and the places in the code that it came through; what
it says may quote the values that it failed on. With DEBUG it is logged whole.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog

Event = MutableMapping[str, Any]
_ROOT: Final = f"{Path(__file__).parents[1]}{os.sep}"
_MOST_FRAMES: Final = 15
_EVERY_FEW_SECONDS: Final = frozenset({"screening.take_over", "screening.escalate"})
_QUIET: Final = {
    # Told better by config/request_log.py and django_structlog, or with names and addresses in it.
    "celery.app.trace": "CRITICAL",
    "celery.worker.strategy": "WARNING",
    "celery.beat": "WARNING",
    "axes": "CRITICAL",
    "oauthlib": "ERROR",
    "oauth2_provider": "ERROR",
    "weasyprint": "ERROR",
    "fontTools": "ERROR",
}


def logging_config(*, debug: bool = False) -> dict[str, Any]:
    """For ``logging.config.dictConfig``; also sets structlog up."""
    before = _before_rendering(debug)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *before,
            without_heartbeats,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": Discreet}},
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer()],
            }
        },
        "handlers": {
            "terminal": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["discreet"]},
        },
        "root": {"handlers": ["terminal"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},  # refusals are in the log of requests
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            **{name: {"level": level} for name, level in _QUIET.items()},
        },
    }


def _before_rendering(debug: bool) -> list[Any]:
    steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return steps if debug else [*steps, without_values]


def _renderer() -> Any:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)


def without_heartbeats(logger: Any, method: str, event: Event) -> Event:
    """What is done every few seconds and went well would bury the rest."""
    if event.get("event") == "task_succeeded" and event.get("task") in _EVERY_FEW_SECONDS:
        raise structlog.DropEvent
    return event


# -- what must not be in a log -----------------------------------------------------------------------------------


def without_values(logger: Any, method: str, event: Event) -> Event:
    """Replaces an exception by its type and its way through the code; its message may quote data."""
    for name in ("error", "reason"):  # an exception's message, as django_structlog passes it on
        event.pop(name, None)
    raised = _raised(event.pop("exc_info", None)) or event.pop("exception", None)
    if isinstance(raised, BaseException):
        event["exception"] = type(raised).__qualname__
        event["way"] = list(_way(raised.__traceback__))[-_MOST_FRAMES:]
    return event


def _raised(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    return sys.exc_info()[1] if exc_info else None


def _way(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        file = code.co_filename.removeprefix(_ROOT).rpartition("site-packages/")[2]
        yield f"{file}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next


class Discreet(logging.Filter):
    """Takes addresses, paths and names out of what libraries log about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = str(record.msg)
        if record.name.startswith("django.security"):
            record.msg, record.args = "A request was refused as suspicious", ()
        elif record.name == "django.request":
            record.msg, record.args = "A request failed", ()
        elif record.name == "gunicorn.error" and message.startswith(("Invalid request", "Error handling request")):
            record.msg, record.args = message.split(" from ", 1)[0].replace(" %s", ""), ()
        return True
