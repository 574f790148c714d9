"""A worker killed at work, and messages that the broker lost: no shipment is lost, none is screened twice."""

from __future__ import annotations

import os
import signal
import time
from typing import Final

import pytest

from tests.stack import Portal

pytestmark = pytest.mark.portal

SHIPMENTS: Final = 200
WITHIN: Final = 120.0
"""Seconds for all shipments, restart of the worker included."""

SEND = """
import json, sys
from checkpoints.actors import client
from checkpoints.models import ApiClient
from screening.intake.json_format import parse_json
from screening.intake.reception import Received, receive
from screening.tasks import enqueue

first, count, lost = int(sys.argv[-3]), int(sys.argv[-2]), sys.argv[-1] == "lost"
actor = client(ApiClient.objects.get())
for number in range(first, first + count):
    lines = [{"box_32_number": n, "box_31_description": f"thiodiglycol {number}"} for n in range(1, 31)]
    declared = {"declaration_number": f"R-{number}", "offices": {"lodgement": "TJ0202"}, "items": lines}
    content = json.dumps(declared).encode()
    receive(
        actor=actor,
        received=Received("api", content),
        parsed=parse_json(content),
        enqueue=(lambda _: None) if lost else enqueue,
    )
"""

ORGANISATION = """
[[administrations]]
code = "tj"
name = "Customs Service (invented)"
country = "TJ"
checkpoints = [{ code = "TJ0202", name = "Dushanbe-2", kind = "rail" }]
systems = ["Invented customs system"]
"""


@pytest.fixture(scope="module")
def ready(another_portal: Portal) -> Portal:
    file = another_portal.data_dir / "organisation.toml"
    file.write_text(ORGANISATION, "utf-8")
    another_portal.manage("load_organisation", str(file))
    return another_portal


def _signal(portal: Portal, number: int) -> None:
    for pid in portal.worker_pids():
        os.kill(pid, number)


def _send(portal: Portal, first: int, count: int, how: str) -> None:
    script = portal.data_dir / "send.py"
    script.write_text(f"import sys; sys.argv[1:] = ['{first}', '{count}', '{how}']\n{SEND}", "utf-8")
    portal.manage("shell", "--no-imports", "-c", f"exec(open({str(script)!r}).read(), {{}})")


def _runs(portal: Portal) -> int:
    return int(portal.rows("SELECT COUNT(*) FROM screening_screeningrun")[0][0])


def _wait_for_runs(portal: Portal, count: int) -> None:
    end = time.monotonic() + WITHIN
    while _runs(portal) < count:
        assert time.monotonic() < end, portal.rows(
            "SELECT state, COUNT(*) FROM screening_screeningrequest GROUP BY state"
        )
        time.sleep(0.1)


def test_a_worker_killed_in_the_middle_loses_none_and_doubles_none(ready: Portal) -> None:
    _signal(ready, signal.SIGSTOP)  # so that the queue is full when the work begins
    _send(ready, 0, SHIPMENTS, "sent")
    _signal(ready, signal.SIGCONT)
    _wait_for_runs(ready, 5)
    _signal(ready, signal.SIGKILL)
    assert _runs(ready) < SHIPMENTS, "the worker was killed too late to show anything"
    _wait_for_runs(ready, SHIPMENTS)
    per_shipment = ready.rows("SELECT shipment_id, COUNT(*) FROM screening_screeningrun GROUP BY shipment_id")
    assert {count for _, count in per_shipment} == {1}
    assert ready.rows("SELECT COUNT(*) FROM screening_screeningrequest WHERE state <> 'done'") == [(0,)]
    assert "The audit chain is whole" in ready.manage("verify_audit").stdout


def test_messages_that_the_broker_lost_are_taken_over(ready: Portal) -> None:
    before = _runs(ready)
    _send(ready, 1000, 10, "lost")
    sent = time.monotonic()
    _wait_for_runs(ready, before + 10)
    assert time.monotonic() - sent < WITHIN
