"""A worker killed while it reads a list of 100,000 rows: another takes the file over and stores it once."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter

from screening.lists.table.columns import COLUMNS
from tests.lists.table.tables import GOOD
from tests.stack import Portal
from tests.worker.conftest import WITHIN, run_script

pytestmark = pytest.mark.portal

ROWS: Final = 100_000
SEND: Final = """
from pathlib import Path
from checkpoints.models import Administration, Assignment, User
from checkpoints.roles import Role
from screening.lists.list_imports import receive
from screening.tasks import enqueue_import

manager = User.objects.create_user("invented.manager", administration=Administration.objects.get())
Assignment.objects.create(user=manager, role=Role.LIST_MANAGER.value, checkpoint=None)
receive(by=manager, content=Path(sys.argv[1]).read_bytes(), filename="list.xlsx", enqueue=enqueue_import)
"""


def _large(path: Path) -> Path:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, COLUMNS)
    for line, row in enumerate(GOOD, 1):
        sheet.write_row(line, 0, [row.get(column, "") for column in COLUMNS])
    for line in range(len(GOOD) + 1, ROWS):
        term = {"part": "term", "code": "N1.a", "language": "en", "class": "weak", "value": f"tetrexampline {line}"}
        sheet.write_row(line, 0, [term.get(column, "") for column in COLUMNS])
    book.close()
    return path


def _wait_for(portal: Portal, condition: str) -> None:
    end = time.monotonic() + WITHIN
    while not portal.rows(f"SELECT 1 FROM screening_listimport WHERE {condition}"):
        states = portal.rows("SELECT state, tries, stage, rows, fault FROM screening_listimport")
        assert time.monotonic() < end, states
        time.sleep(0.1)


def test_a_killed_workers_import_is_taken_over_and_stored_once(ready: Portal, tmp_path: Path) -> None:
    run_script(ready, SEND, _large(tmp_path / "list.xlsx"))
    _wait_for(ready, "stage = 'reading' AND rows > 1000")
    for pid in ready.worker_pids():
        os.kill(pid, signal.SIGKILL)
    assert ready.rows("SELECT state, tries FROM screening_listimport") == [("running", 1)]
    _wait_for(ready, "state = 'done' AND tries = 2")
    assert ready.rows(
        "SELECT e.name, e.state, COUNT(*) FROM screening_edition AS e JOIN screening_entry AS n ON n.edition_id = e.id"
        " JOIN screening_term AS t ON t.entry_id = n.id WHERE e.name = '2026-1' GROUP BY e.name, e.state"
    ) == [("2026-1", "draft", ROWS - 1 - len(GOOD) + 2)]
    assert "The audit chain is whole" in ready.manage("verify_audit").stdout
