"""Files as they really come, through the worker: 119 lines of ASYCUDA, a table of 1,000 lines."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import pytest

from tests.stack import Portal
from tests.worker.conftest import run_script, runs, wait_for_runs

pytestmark = pytest.mark.portal

RECEIVE: Final = """
from pathlib import Path
from checkpoints.actors import person
from checkpoints.models import Checkpoint, User
from screening.intake.detect import parse
from screening.intake.reception import Received, receive
from screening.tasks import enqueue

path = Path(sys.argv[1])
channel, parsed = parse(path.read_bytes(), path.name)
receive(
    actor=person(User.objects.get(username="invented.officer")),
    at=Checkpoint.objects.get(),
    received=Received(channel, path.read_bytes(), path.name),
    parsed=parsed,
    enqueue=enqueue,
)
"""


def _screened(portal: Portal, path: Path, shipments: int) -> list[tuple[int, int]]:
    """(lines declared, lines with a verdict) of each shipment of a file."""
    before = runs(portal)
    run_script(portal, RECEIVE, path)
    wait_for_runs(portal, before + shipments)
    found = portal.rows(
        "SELECT r.evidence, (SELECT COUNT(*) FROM screening_goodsitem AS g WHERE g.shipment_id = r.shipment_id)"
        " FROM screening_screeningrun AS r JOIN screening_shipment AS s ON s.id = r.shipment_id"
        " JOIN screening_submission AS u ON u.id = s.submission_id WHERE u.filename = ?",
        path.name,
    )
    return [(declared, len(json.loads(evidence)["lines"])) for evidence, declared in found]


@pytest.mark.skipif("REFERENCE_DATA" not in os.environ, reason="REFERENCE_DATA is unset; the file is not ours")
def test_all_119_lines_of_a_real_asycuda_file_are_screened(ready: Portal) -> None:
    path = Path(os.environ["REFERENCE_DATA"]) / "declarations/asycuda/nepal_demo_119_items.xml"
    assert _screened(ready, path, 1) == [(119, 119)]


def test_a_table_of_1000_lines_is_screened(ready: Portal, tmp_path: Path) -> None:
    path = tmp_path / "thousand.csv"
    rows = [f"T-{number // 100},{number % 100 + 1},cotton shirts {number},610510" for number in range(1000)]
    path.write_text("\n".join(["declaration_number,item_number,description,hs_code", *rows]), "utf-8")
    assert _screened(ready, path, 10) == [(100, 100)] * 10
