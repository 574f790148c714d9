"""Ends the portal's processes when the portal itself was killed.

A process of its own, which reads from a pipe that only the portal holds open: ``+123`` and ``-123`` name
process groups that began and ended. When the pipe closes, the groups still named are killed. It works
on Linux and macOS alike and takes grandchildren too (Linux's parent-death signal does neither).
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable


def groups_left(lines: Iterable[str]) -> set[int]:
    """Reads to the end and returns the groups that began and did not end."""
    groups: set[int] = set()
    for line in lines:
        change = groups.add if line.startswith("+") else groups.discard
        change(int(line[1:]))
    return groups


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for group in groups_left(sys.stdin):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
