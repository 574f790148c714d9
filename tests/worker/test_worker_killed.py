"""A worker killed at work, and messages that the broker lost: no shipment is lost, none is screened twice."""

from __future__ import annotations

import os
import signal
from typing import Final

import pytest

from tests.stack import Portal
from tests.worker.conftest import run_script, runs, wait_for_runs

pytestmark = pytest.mark.portal

SHIPMENTS: Final = 200

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


def _signal(portal: Portal, number: int) -> None:
    for pid in portal.worker_pids():
        os.kill(pid, number)


def _send(portal: Portal, first: int, count: int, how: str) -> None:
    run_script(portal, SEND, first, count, how)


def test_a_worker_killed_in_the_middle_loses_none_and_doubles_none(ready: Portal) -> None:
    before = runs(ready)
    _signal(ready, signal.SIGSTOP)  # so that the queue is full when the work begins
    _send(ready, 0, SHIPMENTS, "sent")
    _signal(ready, signal.SIGCONT)
    wait_for_runs(ready, before + 5)
    _signal(ready, signal.SIGKILL)
    assert runs(ready) < before + SHIPMENTS, "the worker was killed too late to show anything"
    wait_for_runs(ready, before + SHIPMENTS)
    per_shipment = ready.rows("SELECT shipment_id, COUNT(*) FROM screening_screeningrun GROUP BY shipment_id")
    assert {count for _, count in per_shipment} == {1}
    assert ready.rows("SELECT COUNT(*) FROM screening_screeningrequest WHERE state <> 'done'") == [(0,)]
    assert "The audit chain is whole" in ready.manage("verify_audit").stdout


def test_messages_that_the_broker_lost_are_taken_over(ready: Portal) -> None:
    before = runs(ready)
    _send(ready, 1000, 10, "lost")
    wait_for_runs(ready, before + 10)
