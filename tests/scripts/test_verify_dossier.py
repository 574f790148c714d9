"""The verifier passes what the portal wrote and names every change, with nothing of the portal at hand."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import audit
from screening import models
from scripts import verify_dossier
from tests.dossier.conftest import Export, declared, exported, heads, rezipped, shipment

__all__ = ["declared", "exported", "heads", "shipment"]
pytestmark = pytest.mark.django_db
SCRIPT = Path(verify_dossier.__file__)
Change = Callable[[dict[str, bytes]], Any]


@pytest.fixture
def dossier(shipment: models.Shipment, exported: Export) -> bytes:
    return exported(shipment)[0]


@pytest.fixture
def faults(tmp_path: Path) -> Callable[[bytes], list[str]]:
    def found(content: bytes) -> list[str]:
        path = tmp_path / "dossier.zip"
        path.write_bytes(content)
        return list(verify_dossier.faults(str(path)))

    return found


Faults = Callable[[bytes], list[str]]


def test_what_the_portal_wrote_passes(dossier: bytes, faults: Faults) -> None:
    assert faults(dossier) == []


def test_a_dossier_packed_anew_passes(dossier: bytes, faults: Faults) -> None:
    again = rezipped(dossier, lambda members: None)
    assert again != dossier
    assert faults(again) == []


def test_a_changed_byte_in_any_file_is_named(dossier: bytes, faults: Faults) -> None:
    """At the beginning, at the end, and at many places between, in every member, the manifest and the export too."""
    members = _members(dossier)
    for name, content in members.items():
        for place in {0, len(content) - 1, *range(0, len(content), max(1, len(content) // 5))}:
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            found = faults(rezipped(dossier, lambda members, new=(name, changed): members.update([new])))  # type: ignore[misc]
            assert found, f"{name} at {place}"


def test_a_changed_byte_anywhere_in_the_archive_is_found_or_changes_nothing(dossier: bytes, faults: Faults) -> None:
    whole = _members(dossier)
    for place in range(0, len(dossier), max(1, len(dossier) // 60)):
        spoilt = dossier[:place] + bytes([dossier[place] ^ 0x10]) + dossier[place + 1 :]
        if not faults(spoilt):
            assert _members(spoilt) == whole, place


def _members(dossier: bytes) -> dict[str, bytes]:
    import io

    with ZipFile(io.BytesIO(dossier)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda members: members.pop("work.json"), "work.json: is missing"),
        (lambda members: members.pop("manifest.json"), "manifest.json: missing"),
        (lambda members: members.pop("export.json"), "export.json: is missing"),
        (lambda members: members.update({"more.txt": b"x"}), "more.txt: was added"),
        (lambda members: members.update({"notes.json": members.pop("work.json")}), "notes.json: was added"),
        (lambda members: members.update({"summary.html": b""}), "summary.html: was changed"),
    ],
    ids=["removed", "no manifest", "no export", "added", "renamed", "emptied"],
)
def test_files_removed_added_and_renamed_are_named(dossier: bytes, faults: Faults, change: Change, said: str) -> None:
    assert any(fault.startswith(said) for fault in faults(rezipped(dossier, change)))


def test_a_file_that_is_there_twice_is_named(dossier: bytes, faults: Faults, tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    path.write_bytes(dossier)
    with ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("work.json", b"{}")
    assert "work.json: is there more than once" in faults(path.read_bytes())


# -- a forger who makes the manifest anew ------------------------------------------------------------------------


def _forged(members: dict[str, bytes], name: str, content: bytes) -> None:
    """Changes a file and the manifest with it; the audit event of the export cannot be made to fit."""
    manifest = json.loads(members["manifest.json"])
    for file in manifest["files"]:
        if file["name"] == name:
            file.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    members[name] = content
    members["manifest.json"] = verify_dossier.as_written(manifest)


def _edited(members: dict[str, bytes], name: str, edit: Callable[[Any], Any]) -> None:
    value = json.loads(members[name])
    edit(value)
    _forged(members, name, verify_dossier.as_written(value))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: _forged(m, "original/as-received", b"{}"), "is not what was received"),
        (lambda m: _forged(m, "runs/0001.evidence.json", b'{"lines":[]}'), "is not the evidence of its run"),
        (
            lambda m: _edited(m, "runs/0001.json", lambda run: run.update(evidence_sha256="0" * 64)),
            "the audit chain names other evidence",
        ),
        (
            lambda m: _edited(m, "audit-events.json", lambda events: events[0].update(actor="person:other")),
            "was changed after it was written",
        ),
        (lambda m: _edited(m, "audit-events.json", lambda events: events.reverse()), "stands in the wrong place"),
        (lambda m: _edited(m, "audit-events.json", lambda events: events.pop()), "or none, for this run"),
        (lambda m: _edited(m, "work.json", lambda work: work["notes"].clear()), "not that of the export's audit event"),
    ],
    ids=["original", "evidence", "run", "event", "order", "event removed", "note"],
)
def test_a_manifest_made_anew_does_not_hide_a_change(dossier: bytes, faults: Faults, change: Change, said: str) -> None:
    found = faults(rezipped(dossier, change))
    assert any(said in fault for fault in found), found
    assert any(fault.startswith("manifest.json") for fault in found)


def _forged_export(members: dict[str, bytes]) -> None:
    """The audit event of the export made to fit as well: within the file alone nothing is wrong any more."""
    _edited(members, "work.json", lambda work: work["notes"].clear())
    event = json.loads(members["export.json"])["event"]
    event["detail"] = json.dumps({"manifest": hashlib.sha256(members["manifest.json"]).hexdigest()})
    said = json.dumps([event[name] for name in verify_dossier.HASHED], ensure_ascii=False, separators=(",", ":"))
    event["hash"] = hashlib.sha256((event["previous_hash"] + said).encode()).hexdigest()
    members["export.json"] = verify_dossier.as_written({"event": event})


def test_a_forged_export_fails_against_the_heads_kept_elsewhere(
    dossier: bytes, heads: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "forged.zip"
    path.write_bytes(rezipped(dossier, _forged_export))
    assert verify_dossier.main([str(path)]) == 0  # why heads are kept elsewhere
    assert verify_dossier.main([str(path), "--head", str(heads)]) == 1
    assert "differs from the head that was kept outside" in capsys.readouterr().out


def test_heads_from_before_the_export_do_not_confirm_it(
    shipment: models.Shipment, exported: Export, heads: Path, tmp_path: Path
) -> None:
    audit.export_head()
    older = heads.read_bytes()
    (tmp_path / "dossier.zip").write_bytes(exported(shipment)[0])
    (tmp_path / "older.jsonl").write_bytes(older)
    (fault,) = verify_dossier.faults(str(tmp_path / "dossier.zip"), str(tmp_path / "older.jsonl"))
    assert "take a copy made after the export" in fault


# -- alone on another machine ------------------------------------------------------------------------------------


def test_it_runs_alone_and_says_what_it_checked(dossier: bytes, heads: Path, tmp_path: Path) -> None:
    alone = tmp_path / "verify_dossier.py"
    alone.write_bytes(SCRIPT.read_bytes())
    (tmp_path / "dossier.zip").write_bytes(dossier)
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(alone), "dossier.zip", "--head", str(heads)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Whole and unchanged: declaration TJ/Invented-1, version 1" in ran.stdout
    assert "named by the heads file" in ran.stdout


def test_it_is_written_for_python_3_9_and_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=300))
def test_anything_else_is_refused_without_a_crash(faults: Faults, content: bytes) -> None:
    assert faults(content)


@pytest.mark.parametrize("manifest", [b"[]", b"{}", b"null", b'{"format":"dossier/1","files":[1]}', b"\xff"])
def test_a_manifest_of_another_shape_is_refused_without_a_crash(
    dossier: bytes, faults: Faults, manifest: bytes
) -> None:
    assert faults(rezipped(dossier, lambda members: members.update({"manifest.json": manifest})))
