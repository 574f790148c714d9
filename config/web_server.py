"""What gunicorn is told beside the command line: one place for the numbers of its processes, one kind of log.

Read by ``gunicorn --config python:config.web_server`` before the portal is loaded.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Any

from config.logs import logging_config

# Each process writes its counts here and any of them can add them up. Made anew for each start, so that
# nothing of former processes is counted, and nothing of a web server in another container.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")

logconfig_dict = logging_config()


def child_exit(server: Any, worker: Any) -> None:
    """A process ended: its counts stay, its gauges go."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
