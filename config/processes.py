"""Starts the portal's processes, starts again those that die, and stops all of them in order."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Final, Self

LARGEST_LOG: Final = 10_000_000
FIRST_PAUSE, LONGEST_PAUSE, CALM = 1.0, 30.0, 60.0
"""Seconds: before the first restart, at most between two, and after how long a death is a first one again."""
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """What to run. ``ready`` is asked until it says yes; ``patience`` are the seconds it may take to stop.

    Programs that others rest on are stopped after those.
    """

    name: str
    argv: Sequence[str]
    ready: Callable[[], bool] = lambda: True
    patience: float = 5.0
    others_rest_on_it: bool = False


class StartFailed(Exception):
    """A program did not become ready."""


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = FIRST_PAUSE
    start_again_at: float | None = None


@dataclass
class Supervisor:
    """Holds the children. Use it as a context: leaving it stops them.

    Inside, a signal to stop is raised as KeyboardInterrupt, wherever the portal is.
    """

    logs: Path
    say: Callable[[str], None]
    _children: list[_Child] = field(default_factory=list)
    _stopping: bool = False
    _spawning: bool = False

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        self._guard = _start_guard()
        for number in _SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup asked to go on
                signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for rested_on in (False, True):
            self._end([child for child in self._children if child.program.others_rest_on_it is rested_on])
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        self._guard.wait()

    def start(self, program: Program, within: float = 60.0) -> None:
        """Starts a program and waits until it is ready. Raises StartFailed."""
        child = _Child(program, self._spawn(program), time.monotonic())
        self._children.append(child)
        self._stop_if_asked()
        while not program.ready():
            if child.process.poll() is not None or time.monotonic() - child.started > within:
                raise StartFailed(f"{program.name} did not start. Its log: {self._log(program)}")
            time.sleep(0.1)

    def watch(self) -> None:
        """Starts again what dies, for ever: a signal to stop ends it as KeyboardInterrupt."""
        while True:
            time.sleep(0.2)
            for child in self._children:
                self._look_after(child, time.monotonic())

    # -- one child ---------------------------------------------------------------------------------

    def _look_after(self, child: _Child, now: float) -> None:
        if child.start_again_at is None:
            if child.process.poll() is not None:
                self._plan_restart(child, now)
        elif now >= child.start_again_at:
            child.process, child.started, child.start_again_at = self._spawn(child.program), now, None
            self._stop_if_asked()
            self.say(f"{child.program.name} was started again.")

    def _plan_restart(self, child: _Child, now: float) -> None:
        self._forget(child)
        if now - child.started > CALM:
            child.pause = FIRST_PAUSE
        child.start_again_at = now + child.pause
        self.say(
            f"{child.program.name} ended ({_how(child.process.returncode)}); it starts again in {child.pause:.0f} s. "
            f"Its log: {self._log(child.program)}"
        )
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        self._spawning = True  # a child begun but not yet known could not be ended
        with _append(self._log(program)) as log:
            # A session of its own: Ctrl-C in the terminal reaches the portal alone, which stops in order.
            process = subprocess.Popen(
                program.argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._tell_guard(f"+{process.pid}")
        return process

    def _end(self, children: list[_Child]) -> None:
        """Asks all at once, and gives each its time from then on."""
        asked = time.monotonic()
        for child in children:
            if child.process.poll() is None:
                child.process.terminate()
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, asked + child.program.patience - time.monotonic()))
            self._forget(child)

    def _forget(self, child: _Child) -> None:
        """Nothing of a child's group outlives it, nor its name in the guard's list."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self._tell_guard(f"-{child.process.pid}")

    # -- the rest ----------------------------------------------------------------------------------

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:  # asked a second time: at once
            for child in self._children:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)
            return
        self._stopping = True
        if not self._spawning:
            raise KeyboardInterrupt

    def _stop_if_asked(self) -> None:
        """To be called when a new child is known."""
        self._spawning = False
        if self._stopping:
            raise KeyboardInterrupt

    def _tell_guard(self, line: str) -> None:
        assert self._guard.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._guard.stdin.write(f"{line}\n".encode())
            self._guard.stdin.flush()

    def _log(self, program: Program) -> Path:
        return self.logs / f"{program.name}.log"


def _start_guard() -> subprocess.Popen[bytes]:
    guard = Path(__file__).with_name("guard.py")
    return subprocess.Popen([sys.executable, "-I", "-S", str(guard)], stdin=subprocess.PIPE, start_new_session=True)


def _append(log: Path) -> IO[bytes]:
    """Opens a log; a large one begins anew, and the one before it is kept."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")


def _how(returncode: int) -> str:
    return signal.Signals(-returncode).name if returncode < 0 else f"exit status {returncode}"
