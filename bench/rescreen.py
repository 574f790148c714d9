"""What it takes to put an edition in force over stored shipments, while others come in.

    make rescreen                                  embedded
    DATABASE_URL=… REDIS_URL=… make rescreen       on PostgreSQL and Redis
    make rescreen ARGS="--shipments 500"

Starts a portal as bench/load.py does, stores shipments of five lines, loads an edition of one list that knows one
substance no more, and puts it in force at once while further shipments are posted at half of the full rate. Prints how
long the pass over the stored lines took, how many shipments it screened again, and what the posts waited.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from bench.load import Round, print_percentiles, token_of
from tests.stack import ROOT, Portal, running

_LIST: Final = "explosives-precursors"
_WORD: Final = "acetone"
_PATIENCE: Final = 300.0
_ACTIVATE: Final = f"""
from checkpoints.models import Administration, User
from screening.lists.activation import activate_at_once
from screening.models import Edition
from screening.tasks import enqueue_pass
by = User.objects.create_user("lists.load", administration=Administration.objects.first())
draft = Edition.objects.get(control_list__slug="{_LIST}", state="draft")
activate_at_once(edition=draft, by=by, reason="load", enqueue=enqueue_pass)
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--shipments", type=int, default=2000, help="stored before the edition changes")
    count: int = arguments.parse_args().shipments
    with tempfile.TemporaryDirectory(prefix="rescreen-") as folder:
        for portal in running(Path(folder), DEMO="0", API_WRITES_A_MINUTE="1000000"):
            _measure(portal, count)


def _measure(portal: Portal, count: int) -> None:
    print("PostgreSQL and Redis" if "DATABASE_URL" in portal.settings else "embedded: SQLite and Valkey")
    token = token_of(portal)
    stored = Round(portal, token, "stored", count)
    stored.run(lambda place: 0.0)
    rate = count / stored.took
    print(f"stored {count} shipments, {rate:.1f} a second")
    print(portal.manage("load_catalogue", str(_changed(portal.data_dir / "changed"))).stdout.strip().splitlines()[-1])
    under = Round(portal, token, "under", max(50, count // 5))
    posting = threading.Thread(target=under.run, args=(lambda place: place / (rate / 2),))
    posting.start()
    portal.manage("shell", "-c", _ACTIVATE)
    begun = time.perf_counter()
    _wait_for(portal, "SELECT COUNT(*) FROM screening_listpass WHERE state <> 'done'")
    walked = time.perf_counter() - begun
    _wait_for(portal, "SELECT COUNT(*) FROM screening_screeningrequest WHERE state NOT IN ('done', 'failed')")
    screened = time.perf_counter() - begun
    posting.join()
    [(seen, lines, asked)] = portal.rows("SELECT seen, lines, asked FROM screening_listpass")
    [(failed,)] = portal.rows("SELECT COUNT(*) FROM screening_screeningrequest WHERE state = 'failed'")
    print(f"looked at {seen} shipments, {lines} lines in {walked:.1f} s; screened {asked} again by {screened:.1f} s")
    print(f"posted {len(under.answers)} meanwhile at {rate / 2:.1f} a second; {failed} screenings failed")
    print_percentiles("answer to the POST", under.answers)
    print_percentiles("POST to stored result", under.results)


def _changed(folder: Path) -> Path:
    """The shipped file of one list under another edition, with one substance called by another word."""
    folder.mkdir()
    file = folder / f"{_LIST}.yaml"
    shutil.copy(ROOT / "screening/catalogue" / file.name, file)
    text = file.read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("edition:"))
    file.write_text(text.replace(name, "edition: changed").replace(_WORD, "inventory"), "utf-8")
    return folder


def _wait_for(portal: Portal, count: str) -> None:
    end = time.perf_counter() + _PATIENCE
    while portal.rows(count)[0][0]:
        if time.perf_counter() > end:
            raise SystemExit(f"Not finished after {_PATIENCE:.0f} s: {count}")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
