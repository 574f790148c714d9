"""The audit chain shows what was edited, removed or cut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import Settings

from ledger import audit
from ledger.models import AuditEvent
from tests.cast import Cast
from tests.database import without_rules


@pytest.fixture(autouse=True)
def heads(settings: Settings, tmp_path: Path) -> Path:
    """The heads file, outside the database."""
    settings.AUDIT_HEADS = str(tmp_path / "heads.jsonl")
    return tmp_path / "heads.jsonl"


@pytest.fixture
def chain(cast: Cast) -> list[AuditEvent]:
    """Five events of an officer at Dushanbe-2."""
    return [
        audit.record(
            actor=f"person:{cast.officer.pk}",
            action="shipment.viewed",
            subject=cast.dushanbe_2,
            detail={"number": number},
        )
        for number in range(5)
    ]


def tamper(sql: str, *values: Any) -> None:
    """As the owner of the database, who can lift the rules."""
    with without_rules(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def key(event: AuditEvent) -> Any:
    return event.pk.hex if connection.vendor == "sqlite" else event.pk


def test_an_untouched_chain_has_no_fault(chain: list[AuditEvent]) -> None:
    audit.export_head()
    assert list(audit.faults()) == []
    assert [event.sequence for event in chain] == [1, 2, 3, 4, 5]
    assert chain[0].previous_hash == audit.GENESIS


@pytest.mark.parametrize("column", ["actor", "action", "subject", "detail", "hash", "previous_hash"])
def test_an_edited_event_is_found(chain: list[AuditEvent], column: str) -> None:
    tamper(f"UPDATE ledger_auditevent SET {column} = %s WHERE id = %s", "edited", key(chain[2]))
    assert any("main/3" in fault for fault in audit.faults())


def test_an_edited_time_is_found(chain: list[AuditEvent]) -> None:
    tamper("UPDATE ledger_auditevent SET at = %s WHERE id = %s", "2020-01-01 00:00:00+00:00", key(chain[2]))
    assert [fault for fault in audit.faults() if "main/3" in fault and "changed after" in fault]


def test_an_edited_event_with_a_new_hash_breaks_the_next(chain: list[AuditEvent]) -> None:
    forged = chain[2]
    forged.action = "shipment.released"
    tamper(
        "UPDATE ledger_auditevent SET action = %s, hash = %s WHERE id = %s",
        forged.action,
        audit.event_hash(forged),
        key(forged),
    )
    assert list(audit.faults()) == [f"{chain[3]}: does not continue the event before it"]


def test_a_removed_event_is_found(chain: list[AuditEvent]) -> None:
    tamper("DELETE FROM ledger_auditevent WHERE id = %s", key(chain[2]))
    assert any(fault.startswith("main/3: missing") for fault in audit.faults())


def test_a_cut_tail_is_found_by_the_exported_head(chain: list[AuditEvent]) -> None:
    audit.export_head()
    tamper("DELETE FROM ledger_auditevent WHERE sequence > 3")
    assert [fault for fault in audit.faults() if "tail of the chain was cut" in fault]


def test_a_tail_that_was_cut_and_written_anew_is_found(chain: list[AuditEvent], cast: Cast) -> None:
    audit.export_head()
    tamper("DELETE FROM ledger_auditevent WHERE sequence > 3")
    for _ in range(2):
        audit.record(actor="system:portal", action="nothing.happened", subject=cast.khorog)
    assert [fault for fault in audit.faults() if "differs from the head" in fault]


def test_a_tail_that_was_cut_before_any_export_is_not_seen(chain: list[AuditEvent]) -> None:
    """Why heads are exported daily: without them a shorter chain is a whole chain."""
    tamper("DELETE FROM ledger_auditevent WHERE sequence > 3")
    assert list(audit.faults()) == []


def test_nothing_is_exported_before_anything_happened(db: None, heads: Path) -> None:
    assert audit.export_head() is None
    assert not heads.exists()


def test_the_exported_head_names_the_end_of_the_chain(chain: list[AuditEvent], heads: Path) -> None:
    call_command("export_audit_head")
    (line,) = heads.read_text("utf-8").splitlines()
    assert json.loads(line) | {"exported_at": ""} == {
        "node": "main",
        "sequence": 5,
        "hash": chain[-1].hash,
        "exported_at": "",
    }


def test_the_command_says_that_a_chain_is_whole(chain: list[AuditEvent], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")
    assert "whole: 5 events" in capsys.readouterr().out


def test_the_command_fails_on_a_broken_chain(chain: list[AuditEvent]) -> None:
    tamper("UPDATE ledger_auditevent SET detail = %s WHERE id = %s", "{}", key(chain[1]))
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_audit")


def test_an_event_of_a_transaction_that_failed_leaves_no_gap(chain: list[AuditEvent], cast: Cast) -> None:
    class Failed(Exception):
        pass

    def fail_after_recording() -> None:
        with transaction.atomic():
            audit.record(actor="system:portal", action="nothing.happened", subject=cast.khorog)
            raise Failed

    with pytest.raises(Failed):
        fail_after_recording()
    assert audit.record(actor="system:portal", action="something.happened", subject=cast.khorog).sequence == 6
    assert list(audit.faults()) == []


def test_a_look_at_a_whole_chain_is_recorded_with_its_end(chain: list[AuditEvent]) -> None:
    found = audit.verify()
    event = audit.chain_end()
    assert (found.faults, found.events, found.heads) == ([], 5, 0)
    assert event is not None
    assert (event.action, event.subject) == ("chain.verified", f"auditevent:{chain[-1].pk}")
    assert json.loads(event.detail) == {"faults": 0, "events": 5, "end": 5}
    assert list(audit.faults()) == []


def test_a_look_at_a_broken_chain_is_recorded_as_one(chain: list[AuditEvent]) -> None:
    tamper("UPDATE ledger_auditevent SET detail = %s WHERE id = %s", "{}", key(chain[1]))
    audit.verify()
    event = audit.chain_end()
    assert event is not None
    assert (event.action, json.loads(event.detail)["faults"]) == ("chain.broken", 1)


def test_a_look_at_nothing_records_nothing(db: None) -> None:
    assert audit.verify().events == 0
    assert audit.chain_end() is None


def test_an_event_kept_outside_is_found_when_it_is_written_anew(chain: list[AuditEvent]) -> None:
    audit.keep_outside(chain[2])
    tamper("DELETE FROM ledger_auditevent WHERE sequence > 2")
    audit.record(actor="system:portal", action="nothing.happened", subject=chain[0])
    assert [fault for fault in audit.faults() if fault.startswith("main/3") and "differs from the head" in fault]
    assert list(audit.faults(heads=[])) == []


def test_two_heads_of_one_place_tell_that_the_chain_was_begun_anew(chain: list[AuditEvent]) -> None:
    """As after a restore: the later head does not hide the earlier one."""
    audit.export_head()
    tamper("DELETE FROM ledger_auditevent WHERE sequence = 5")
    audit.record(actor="system:portal", action="nothing.happened", subject=chain[0])
    audit.export_head()
    assert [fault for fault in audit.faults() if fault.startswith("main/5") and "differs from the head" in fault]
