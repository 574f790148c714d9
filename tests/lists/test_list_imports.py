"""Files become drafts by a worker: progress, faults, workers that die, and nothing half stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ledger.models import AuditEvent
from screening.lists import activation, draft_work, drafting, list_imports, passes
from screening.lists.table.reading import read_table
from screening.models import ControlList, Edition, Entry, ListImport, ListImportContent
from tests.cast import Cast
from tests.lists.table.tables import GOOD, Row, as_csv, changed

pytestmark = pytest.mark.django_db
ROWS = 100_000


def _received(cast: Cast, content: bytes | None = None) -> ListImport:
    sent = as_csv() if content is None else content
    return list_imports.receive(by=cast.list_manager, content=sent, filename="list.csv", enqueue=passes.wait)


def _worked(work: ListImport) -> ListImport:
    list_imports.work_on(work.pk)
    work.refresh_from_db()
    return work


def _many(rows: int) -> list[Row]:
    """A sound list of so many rows: two entries, and terms of the second."""
    terms = ({"part": "term", "code": "N1.a", "language": "en", "class": "weak"} for _ in range(rows - len(GOOD)))
    return [*GOOD, *({**term, "value": f"tetrexampline grade {number}"} for number, term in enumerate(terms))]


def test_a_file_waits_until_a_worker_makes_it_a_draft(cast: Cast) -> None:
    work = _received(cast)
    assert (work.state, work.administration, work.started_by) == ("running", cast.tajikistan, cast.list_manager)
    assert not Edition.objects.exists()
    edition = _worked(work).edition
    assert edition is not None
    assert (work.state, work.claim, work.due_at, edition.name) == ("done", None, None, "2026-1")
    assert not ListImportContent.objects.exists()
    events = list(AuditEvent.objects.order_by("-sequence").values_list("action", "actor")[:2])
    actor = f"person:{cast.list_manager.pk}"
    assert events == [("edition.drafted", actor), ("list_import.received", actor)]


def test_working_twice_stores_nothing_twice(cast: Cast) -> None:
    work = _worked(_received(cast))
    events = AuditEvent.objects.count()
    _worked(work)
    assert (Edition.objects.count(), AuditEvent.objects.count()) == (1, events)
    again = _worked(_received(cast))
    assert (again.repeated, again.edition) == (True, work.edition)


def test_the_same_bytes_are_not_taken_twice_while_they_are_worked_on(cast: Cast) -> None:
    assert _received(cast) == _received(cast)


def test_a_fault_in_the_last_of_100_000_rows_stores_nothing_and_is_kept(cast: Cast) -> None:
    active = _worked(_received(cast)).edition
    assert active is not None
    activation.activate_at_once(edition=active, by=cast.list_manager, reason="test")
    rows = [{**row, "value": "2026-2"} if row.get("class") == "edition" else row for row in _many(ROWS)]
    work = _worked(
        _received(cast, as_csv([*rows, {"part": "term", "code": "N1.a", "language": "xx", "class": "weak"}]))
    )
    assert work.state == "refused"
    assert {(fault.line, fault.column) for fault in list_imports.faults_of(work)} >= {(ROWS + 2, "language")}
    assert not ListImportContent.objects.exists()
    assert [(each.name, each.state) for each in Edition.objects.all()] == [("2026-1", "active")]


def test_a_worker_says_how_far_it_is_and_so_keeps_its_claim(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_imports, "TELL_EVERY", 0.0)
    work, seen = _received(cast, as_csv(_many(1_000))), []

    def read(content: bytes, progress: Callable[[int], object]) -> Any:
        def told(rows: int) -> None:
            progress(rows)
            row = ListImport.objects.get()
            seen.append((row.rows, row.stage, row.due_at is not None and row.due_at > timezone.now()))

        return read_table(content, told)

    monkeypatch.setattr(list_imports, "read_table", read)
    _worked(work)
    assert seen == [(rows, "reading", True) for rows in range(100, 1_001, 100)]
    assert (work.state, work.stage) == ("done", "storing")


def test_a_worker_that_lost_its_claim_stores_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    work = _received(cast)
    store = drafting.store_draft

    def overtaken(*args: Any, **more: Any) -> Any:
        ListImport.objects.update(claim=work.pk)
        return store(*args, **more)

    monkeypatch.setattr(list_imports, "store_draft", overtaken)
    _worked(work)
    assert not Entry.objects.exists()
    assert not ControlList.objects.exists()
    assert work.state == "running"


def test_a_dead_workers_import_is_taken_over_and_given_up_after_three(cast: Cast) -> None:
    work, woken = _received(cast), list[object]()
    for _ in range(draft_work.MOST_TRIES):
        assert draft_work.claim(ListImport, work.pk)
        assert draft_work.claim(ListImport, work.pk) is None
        assert draft_work.take_over(ListImport, woken.append) == 0
        ListImport.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        draft_work.take_over(ListImport, woken.append)
    work.refresh_from_db()
    assert woken == [work.pk] * (draft_work.MOST_TRIES - 1)
    assert (work.state, work.fault) == ("failed", "the worker died each time")
    assert list_imports.resume(work, cast.other_list_manager, passes.wait)
    assert _worked(work).state == "done"


def test_a_message_that_was_lost_is_sent_again(cast: Cast) -> None:
    work, woken = _received(cast), list[object]()
    assert draft_work.take_over(ListImport, woken.append) == 0
    ListImport.objects.update(due_at=timezone.now())
    assert draft_work.take_over(ListImport, woken.append) == 1
    assert woken == [work.pk]


def test_a_list_that_shrank_waits_for_a_word_and_keeps_its_bytes(cast: Cast) -> None:
    edition = _worked(_received(cast)).edition
    assert edition is not None
    activation.activate_at_once(edition=edition, by=cast.list_manager, reason="test")
    short = [row for row in changed(3, value="2026-2") if row.get("code") != "N1.a"]
    work = _worked(_received(cast, as_csv(short)))
    assert (work.state, work.before, work.after) == ("refused", 2, 1)
    assert not list_imports.resume(work, cast.list_manager, passes.wait)
    assert list_imports.is_meant(work, cast.list_manager, passes.wait)
    assert not list_imports.is_meant(work, cast.list_manager, passes.wait)
    assert _worked(work).state == "done"
    assert AuditEvent.objects.filter(action="list_import.shrink_confirmed").count() == 1


@pytest.mark.parametrize("content", [b"", "part\nтермин".encode("cp1251"), b"PK", b"\x00" * 100])
def test_no_file_breaks_the_worker(cast: Cast, content: bytes) -> None:
    work = _worked(_received(cast, content))
    assert (work.state, bool(work.faults), work.fault) == ("refused", True, "")
