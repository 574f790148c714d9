"""The real portal, for tests that need it: web server, worker and beat as a person starts them.

On SQLite with its own Valkey; with DATABASE_URL and REDIS_URL on a database and a queue made for the run.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg2
import pytest

ROOT: Final = Path(__file__).parents[1]
FIRST_START: Final = 300.0
"""Seconds that a first start may take."""
_SECRET: Final = "of-the-tests-alone-" + "x" * 32


def free_port() -> int:
    """Below 32768, where the system's own short-lived ports begin."""
    for _ in range(200):
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


def wait_until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@dataclass
class Portal:
    """A portal on its own folder, port, database and queue. ``start`` may be called again after ``stop``."""

    data_dir: Path
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "DJANGO_SETTINGS_MODULE": "config.settings"}
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
        return kept | ours | self.settings

    # -- its life ------------------------------------------------------------------------------------

    def start(self, within: float = FIRST_START) -> None:
        """Returns when the portal is ready for work."""
        with self._output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_portal"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        end = time.monotonic() + within
        while not self.answers("/health/live"):
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                pytest.fail(f"The portal did not start:\n{self.printed[-4000:]}")
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Asks it to stop, as Ctrl-C does; returns its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """SIGKILL to the portal's own process; its children must not outlive it."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    # -- what it says and does -----------------------------------------------------------------------

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.base_url + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    @property
    def _output(self) -> Path:
        return self.data_dir / "terminal.txt"

    @property
    def printed(self) -> str:
        """What stood on the terminal so far."""
        return self._output.read_text("utf-8", "replace")

    def log(self, name: str) -> str:
        return (self.data_dir / "logs" / f"{name}.log").read_text("utf-8", "replace")

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a management command beside the portal."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
            timeout=FIRST_START,
        )

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Reads the portal's database; write ``?`` for each value."""
        with self.reading() as rows:
            return rows(sql, *values)

    @contextmanager
    def reading(self) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
        """As ``rows``, on one connection for many questions."""
        url = self.settings.get("DATABASE_URL")
        if url is None:
            lite = sqlite3.connect(self.data_dir / "portal.sqlite3", timeout=20)
            with closing(lite):
                yield lambda sql, *values: lite.execute(sql, values).fetchall()
            return
        with closing(psycopg2.connect(url)) as server:
            server.autocommit = True
            yield lambda sql, *values: _asked(server, sql.replace("?", "%s"), values)

    # -- its processes -------------------------------------------------------------------------------

    def processes(self) -> list[psutil.Process]:
        """Everything that runs below the portal's own process."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def worker_pids(self) -> list[int]:
        """The worker: its main process first, then those that run the tasks."""
        workers = [one for one in self.processes() if _is_worker(one)]
        ids = {one.pid for one in workers}
        return [one.pid for one in sorted(workers, key=lambda one: one.ppid() in ids)]


def _asked(server: Any, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with server.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _is_worker(process: psutil.Process) -> bool:
    try:
        command = process.cmdline()
    except psutil.NoSuchProcess:
        return False
    return "celery" in command and "worker" in command


# -- fixtures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One running portal with demo data, shared by all tests that ask for it."""
    yield from running(tmp_path_factory.mktemp("portal"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Set up without demo data and never started: what portals begin as a copy of, since setting up takes long."""
    for portal in _made(tmp_path_factory.mktemp("prepared"), DEMO="0"):
        portal.manage("prepare")
        yield portal


@pytest.fixture(scope="module")
def another_portal(tmp_path_factory: pytest.TempPathFactory, prepared: Portal) -> Iterator[Portal]:
    """A portal without demo data, for one module's tests, which may stop or kill it and then start it again."""
    yield from running(tmp_path_factory.mktemp("another"), like=prepared, DEMO="0")


def running(data_dir: Path, *, like: Portal | None = None, **more: str) -> Iterator[Portal]:
    """A portal that runs, on empty data or on a copy of another's that does not run."""
    for portal in _made(data_dir, like, **more):
        portal.start()
        yield portal


def _made(data_dir: Path, like: Portal | None = None, **more: str) -> Iterator[Portal]:
    name = f"portal_{uuid.uuid4().hex[:12]}"
    settings = {"DEMO": "1", "QUEUE": name} | _services(name, like) | more
    if like:
        shutil.copytree(like.data_dir, data_dir, dirs_exist_ok=True)
    one = Portal(data_dir, settings)
    try:
        yield one
    finally:
        if one.process is not None and one.process.poll() is None:
            one.stop()
        _clear(name)


def _services(name: str, like: Portal | None) -> dict[str, str]:
    """A database of its own on the server that DATABASE_URL names; the queue has a name of its own."""
    settings = {}
    if os.environ.get("REDIS_URL"):
        settings["REDIS_URL"] = os.environ["REDIS_URL"]
    url = os.environ.get("DATABASE_URL")
    if url:
        template = urlsplit(like.settings["DATABASE_URL"]).path[1:] if like else "template1"
        _on_server(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        settings |= {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}")), "SECRET_KEY": _SECRET}
    return settings


def _clear(name: str) -> None:
    if os.environ.get("DATABASE_URL"):
        _on_server(os.environ["DATABASE_URL"], f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    if os.environ.get("REDIS_URL"):
        import redis

        with redis.Redis.from_url(os.environ["REDIS_URL"]) as server:
            for key in server.scan_iter(match=f"*{name}*"):
                server.delete(key)


def _on_server(url: str, statement: str) -> None:
    server = psycopg2.connect(url)
    try:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)
    finally:
        server.close()
