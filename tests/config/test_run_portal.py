"""One command runs everything; Ctrl-C ends everything; nothing outlives it and nothing is lost."""

from __future__ import annotations

import os
import signal
import socket

import psutil
import pytest

from tests.stack import Portal, wait_until

pytestmark = pytest.mark.portal


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


def test_the_address_is_printed_when_the_portal_answers(portal: Portal) -> None:
    assert wait_until(lambda: f"The portal is ready: {portal.base_url}" in portal.printed)
    assert wait_until(lambda: "Stop with Ctrl-C" in portal.printed)
    assert portal.answers("/health/live")


def test_a_second_portal_on_the_same_data_is_refused(portal: Portal) -> None:
    assert portal.process is not None
    refused = portal.manage("run_portal", check=False)
    assert refused.returncode != 0
    assert f"already runs on {portal.data_dir} (process {portal.process.pid})" in refused.stderr
    assert portal.answers("/health/live")


def test_a_taken_port_is_refused_by_name(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        second = Portal(tmp_path_factory.mktemp("second"), {**portal.settings}, port=port)
        refused = second.manage("run_portal", check=False)
    assert refused.returncode != 0
    assert f"PORT={port} cannot be used" in refused.stderr


def test_ctrl_c_stops_everything_and_a_second_start_keeps_the_data(another_portal: Portal) -> None:
    everything = another_portal.processes()
    assert another_portal.stop(signal.SIGINT) == 0
    assert all_gone(everything)
    assert "The data is kept" in another_portal.printed
    before = another_portal.rows("SELECT count(*) FROM django_migrations")
    another_portal.start()
    assert another_portal.rows("SELECT count(*) FROM django_migrations") == before


def test_nothing_outlives_a_portal_that_was_killed(another_portal: Portal) -> None:
    everything = another_portal.processes()
    assert len(everything) >= 5
    another_portal.kill()
    assert wait_until(lambda: all_gone(everything), 5)
    another_portal.start()


def test_a_worker_that_dies_is_started_again_and_said(another_portal: Portal) -> None:
    first = another_portal.worker_pids()
    os.kill(first[0], signal.SIGKILL)
    assert wait_until(lambda: len(set(another_portal.worker_pids()) - set(first)) >= 3)
    assert "worker ended (SIGKILL); it starts again in 1 s" in another_portal.printed
    assert wait_until(lambda: "worker was started again" in another_portal.printed)
