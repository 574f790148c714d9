"""How many shipments a second the portal takes and screens, and how long each waits.

    make load                                       embedded: SQLite and a Valkey of its own
    DATABASE_URL=… REDIS_URL=… make load            on PostgreSQL and Redis
    make load ARGS="--shipments 2000"

Starts a portal of its own on a fresh folder (a fresh database on the server named), sends shipments of five
lines on loopback from this machine, whose cores it shares, and prints: the rate from the first POST to the
last stored result, with every connection busy; then, at half that rate, percentiles of the answer to the
POST and of the time from POST to stored result, each counted from when the POST was due. A result counts
as stored when another connection to the database sees it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import os
import platform
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import psutil

from bench.declarations import CHECKPOINT, LINES, declarations
from tests.stack import ROOT, Portal, running

CONNECTIONS: Final = 8
WATCH_EVERY: Final = 0.025
PATIENCE: Final = 120.0
"""Seconds to wait for the last result."""
_ORGANISATION: Final = f"""
[[administrations]]
code = "load"
name = "Load (invented)"
country = "TJ"
checkpoints = [{{ code = "{CHECKPOINT}", name = "Load", kind = "road" }}]
people = []
systems = ["Load"]
"""
_STORED: Final = (
    "SELECT s.declaration_number FROM screening_screeningrun r JOIN screening_shipment s ON s.id = r.shipment_id"
    " WHERE s.declaration_number LIKE ?"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--shipments", type=int, default=1000, help="sent at full speed, and again at half of it")
    count: int = arguments.parse_args().shipments
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        for portal in running(Path(folder), DEMO="0", API_WRITES_A_MINUTE="1000000"):
            _measure(portal, count)


def _measure(portal: Portal, count: int) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores for everything, Python {platform.python_version()}")
    print("PostgreSQL and Redis" if "DATABASE_URL" in portal.settings else "embedded: SQLite and Valkey")
    print(f"shipments of {LINES} lines, {CONNECTIONS} connections on loopback\n")
    token = token_of(portal)
    Round(portal, token, "warm", 50).run(lambda place: 0.0)
    full = Round(portal, token, "full", count)
    before = _cpu(portal)
    full.run(lambda place: 0.0)
    after = _cpu(portal)
    rate = count / full.took
    print(f"full speed: {rate:.1f} shipments ({rate * LINES:.0f} lines) a second over {full.took:.1f} s")
    print("  processor: " + ", ".join(f"{name} {after[name] - before[name]:.1f} s" for name in after))
    half = Round(portal, token, "half", count // 2)
    half.run(lambda place: place / (rate / 2))
    print(f"at half of it, {rate / 2:.1f} a second:")
    print_percentiles("answer to the POST", half.answers)
    print_percentiles("POST to stored result", half.results)
    sent, kept = 50 + count + count // 2, portal.rows("SELECT COUNT(*) FROM screening_shipment")[0][0]
    runs = portal.rows("SELECT COUNT(*) FROM screening_screeningrun")[0][0]
    flagged = portal.rows("SELECT COUNT(*) FROM screening_screeningrun WHERE flagged")[0][0]
    print(f"sent {sent}, stored {kept}, screened {runs}, lost {sent - runs}; {flagged / runs:.0%} flagged\n")
    print("in one process, a shipment:", flush=True)
    unread = portal.environment | {"QUEUE": portal.settings["QUEUE"] + "-shares"}
    subprocess.run([sys.executable, "-m", "bench.shares", token], cwd=ROOT, env=unread, check=True)
    if not sent == kept == runs:
        raise SystemExit("Something was lost.")


class Round:
    """Some shipments sent on a timetable, and when each was answered and its result seen."""

    def __init__(self, portal: Portal, token: str, name: str, count: int) -> None:
        self.portal, self.token, self.name = portal, token, name
        self.bodies = list(declarations(count, name))
        self.due: dict[str, float] = {}
        self.answered: dict[str, float] = {}
        self.seen: dict[str, float] = {}

    @property
    def took(self) -> float:
        return max(self.seen.values()) - min(self.due.values())

    @property
    def answers(self) -> list[float]:
        return [self.answered[number] - due for number, due in self.due.items()]

    @property
    def results(self) -> list[float]:
        return [self.seen[number] - due for number, due in self.due.items()]

    def run(self, due: Callable[[int], float]) -> None:
        """Sends each shipment ``due(place)`` seconds after the start, or as soon as a connection is free."""
        waiting: queue.SimpleQueue[tuple[float, str, bytes]] = queue.SimpleQueue()
        begun = time.perf_counter() + 0.2
        for place, (number, body) in enumerate(self.bodies):
            waiting.put((begun + due(place), number, body))
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            self._watch([pool.submit(self._send, waiting, due(1) > 0) for _ in range(CONNECTIONS)])

    def _send(self, waiting: queue.SimpleQueue[tuple[float, str, bytes]], on_time: bool) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            while True:
                due, number, body = waiting.get_nowait()
                time.sleep(max(0.0, due - time.perf_counter()))
                self.due[number] = due if on_time else time.perf_counter()
                connection.request("POST", "/api/v1/shipments", body, headers)
                answer = connection.getresponse()
                said = answer.read()
                if answer.status != 202:
                    raise RuntimeError(f"{number}: {answer.status} {said[:500]!r}")
                self.answered[number] = time.perf_counter()
        except queue.Empty:
            connection.close()

    def _watch(self, sending: list[Future[None]]) -> None:
        """Until every result is seen; raises what a sender raised."""
        end = None
        with self.portal.reading() as rows:
            while len(self.seen) < len(self.bodies):
                now = time.perf_counter()
                for (number,) in rows(_STORED, f"LOAD/{self.name}/%"):
                    self.seen.setdefault(number, now)
                if all(sender.done() for sender in sending):
                    for sender in sending:
                        sender.result()
                    end = end or now + PATIENCE
                    if now > end:
                        raise SystemExit(f"{len(self.bodies) - len(self.seen)} results did not come.")
                time.sleep(WATCH_EVERY)


def token_of(portal: Portal) -> str:
    file = portal.data_dir / "load.toml"
    file.write_text(_ORGANISATION, "utf-8")
    made = portal.manage("load_organisation", str(file)).stdout
    name, secret = next(line.split()[-2:] for line in made.splitlines() if line.startswith("customs system"))
    form = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret, "scope": "shipments:write"}
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/api/v1/token", urlencode(form), headers)
    token: str = json.loads(connection.getresponse().read())["access_token"]
    return token


def _cpu(portal: Portal) -> dict[str, float]:
    """Processor seconds so far of each program, and of this one."""
    found: dict[str, float] = {}
    for process in [*portal.processes(), *_servers()]:
        name = _program(process)
        if name:
            times = process.cpu_times()
            found[name] = found.get(name, 0.0) + times.user + times.system
    own = psutil.Process().cpu_times()
    return found | {"this generator": own.user + own.system}


def _servers() -> Iterable[psutil.Process]:
    if "DATABASE_URL" not in os.environ:
        return []
    return [one for one in psutil.process_iter() if one.name() in {"postgres", "redis-server"}]


def _program(process: psutil.Process) -> str:
    command = " ".join(process.cmdline())
    names = {"celery": "worker", "gunicorn": "web", "valkey": "Valkey", "redis": "Redis", "postgres": "PostgreSQL"}
    if " beat" in command:
        return "beat"
    return next((name for part, name in names.items() if part in f"{process.name()} {command}"), "")


def print_percentiles(name: str, seconds: list[float]) -> None:
    ordered: Any = sorted(seconds)
    at = {share: ordered[min(len(ordered) - 1, math.ceil(len(ordered) * share) - 1)] for share in (0.5, 0.95, 0.99)}
    print(f"  {name:<24}" + "  ".join(f"p{share * 100:.0f} {value * 1e3:.0f} ms" for share, value in at.items()))


if __name__ == "__main__":
    main()
