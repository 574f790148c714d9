"""A running portal with one checkpoint and one customs system, and a way to put work into its queue."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

import pytest

from tests.stack import Portal, running

WITHIN: Final = 120.0
"""Seconds until the work is done, restart of a killed worker included."""

ORGANISATION: Final = """
[[administrations]]
code = "tj"
name = "Customs Service (invented)"
country = "TJ"
checkpoints = [{ code = "TJ0202", name = "Dushanbe-2", kind = "rail" }]
people = [{ username = "invented.officer", name = "Invented Officer", role = "officer", at = ["TJ0202"] }]
systems = ["Invented customs system"]
"""


@pytest.fixture(scope="package")
def ready(tmp_path_factory: pytest.TempPathFactory, prepared: Portal) -> Iterator[Portal]:
    """One for all tests here: its worker may be killed, since the portal starts another."""
    for portal in running(tmp_path_factory.mktemp("worker"), like=prepared, DEMO="0"):
        file = portal.data_dir / "organisation.toml"
        file.write_text(ORGANISATION, "utf-8")
        portal.manage("load_organisation", str(file))
        yield portal


def run_script(portal: Portal, script: str, *arguments: object) -> None:
    """Runs Python with the portal's settings, as ``manage.py shell`` does; ``sys.argv[1:]`` are the arguments."""
    file = portal.data_dir / "script.py"
    file.write_text(f"import sys\nsys.argv[1:] = {[str(each) for each in arguments]!r}\n{script}", "utf-8")
    portal.manage("shell", "--no-imports", "-c", f"exec(open({str(file)!r}).read(), {{}})")


def runs(portal: Portal) -> int:
    return int(portal.rows("SELECT COUNT(*) FROM screening_screeningrun")[0][0])


def wait_for_runs(portal: Portal, count: int) -> None:
    end = time.monotonic() + WITHIN
    while runs(portal) < count:
        by_state = portal.rows("SELECT state, COUNT(*) FROM screening_screeningrequest GROUP BY state")
        assert time.monotonic() < end, by_state
        time.sleep(0.1)
