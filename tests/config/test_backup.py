"""A backup taken while the portal runs brings everything back on another machine; a spoilt one changes nothing."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from config.backup import BackupFailed, Manifest, back_up, unpack
from tests.stack import Portal

# -- what a backup is, without a portal ----------------------------------------------------------------------------


def _tar(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name.replace("__", "/").replace("_", "."))
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def _manifest(**files: tuple[int, str]) -> bytes:
    named = {name.replace("_", "."): value for name, value in files.items()}
    return Manifest("sqlite", "main", "2026-11-24T03:00:00+00:00", "", named).to_json()


EMPTY = (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")


def test_a_backup_is_unpacked_as_its_manifest_says(tmp_path: Path) -> None:
    backup = _tar(tmp_path / "b.tar", manifest_json=_manifest(database_sqlite3=EMPTY), database_sqlite3=b"")
    (tmp_path / "to").mkdir()
    assert unpack(backup, tmp_path / "to").files == {"database.sqlite3": EMPTY}
    assert (tmp_path / "to" / "database.sqlite3").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"manifest_json": _manifest(database_sqlite3=EMPTY), "database_sqlite3": b"x"}, "its hash differs"),
        ({"manifest_json": _manifest(database_sqlite3=EMPTY)}, "other files than its manifest lists"),
        ({"manifest_json": _manifest(), "more_txt": b""}, "other files than its manifest lists"),
        ({"manifest_json": _manifest(passwd=EMPTY), "passwd": b""}, "no plain file"),
        ({"manifest_json": b"[]"}, "manifest cannot be read"),
        ({"manifest_json": b"\xff"}, "manifest cannot be read"),
        ({"other": b""}, "has no manifest"),
    ],
)
def test_a_spoilt_backup_is_refused(tmp_path: Path, members: dict[str, bytes], said: str) -> None:
    (tmp_path / "to").mkdir()
    with pytest.raises(BackupFailed, match=said):
        unpack(_tar(tmp_path / "b.tar", **members), tmp_path / "to")


@pytest.mark.parametrize("name", ["../evil", "/evil", "mail/..", "mail/../../evil"])
def test_a_backup_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    manifest = Manifest("sqlite", "main", "", "", {name: EMPTY}).to_json()
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        for member, content in (("manifest.json", manifest), (name, b"")):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    (tmp_path / "to").mkdir()
    with pytest.raises(BackupFailed, match="no plain file"):
        unpack(tmp_path / "b.tar", tmp_path / "to")
    assert not list(tmp_path.rglob("evil"))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(b"no archive")
    with pytest.raises(BackupFailed, match="cannot be read"):
        unpack(tmp_path / "b.tar", tmp_path)


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(b"kept")
    with pytest.raises(BackupFailed, match=r"exists\. Name another file"):
        back_up(tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_bytes() == b"kept"


# -- with a portal that runs ---------------------------------------------------------------------------------------

COUNT = "SELECT count(*) FROM screening_entry"


@pytest.fixture(scope="module")
def backup(another_portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Taken while the portal runs; the portal is stopped afterwards."""
    folder = tmp_path_factory.mktemp("backups")
    another_portal.manage("export_audit_head")
    said = another_portal.manage("backup", str(folder)).stdout.strip()
    another_portal.stop()
    return Path(said)


@pytest.fixture
def other(another_portal: Portal, tmp_path: Path) -> Portal:
    """The same installation elsewhere: an empty folder, and on PostgreSQL the same database."""
    return Portal(tmp_path, another_portal.settings)


@pytest.mark.portal
def test_a_backup_is_one_file_for_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    with tarfile.open(backup) as tar:
        names = set(tar.getnames())
    database = "database.dump" if os.environ.get("DATABASE_URL") else "database.sqlite3"
    assert {"manifest.json", database, "audit-heads.jsonl"} <= names


@pytest.mark.portal
def test_data_is_not_overwritten_unless_that_is_said(backup: Path, another_portal: Portal) -> None:
    refused = another_portal.manage("restore", str(backup), check=False)
    assert refused.returncode != 0
    assert "There is data here already" in refused.stderr


@pytest.mark.portal
def test_another_node_is_refused(backup: Path, another_portal: Portal) -> None:
    stranger = Portal(another_portal.data_dir, {**another_portal.settings, "NODE": "khorog"})
    refused = stranger.manage("restore", str(backup), "--replace", check=False)
    assert "Restore it with NODE=main" in refused.stderr


@pytest.mark.portal
def test_a_damaged_backup_changes_nothing(backup: Path, another_portal: Portal, tmp_path: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "damaged.tar").write_bytes(content)
    before = another_portal.rows(COUNT)
    refused = another_portal.manage("restore", str(tmp_path / "damaged.tar"), "--replace", check=False)
    assert "its hash differs" in refused.stderr
    assert another_portal.rows(COUNT) == before


@pytest.mark.portal
def test_everything_comes_back(backup: Path, other: Portal) -> None:
    """Rows, rules and an audit chain that is whole; heads exported since say what was lost."""
    said = other.manage("restore", str(backup), "--replace")
    assert "Restored. The audit chain is whole" in said.stdout
    assert other.rows(COUNT)[0][0] > 100
    assert other.rows("SELECT count(*) FROM ledger_auditevent WHERE action = 'portal.restored'") == [(1,)]
    assert "The audit chain is whole" in other.manage("verify_audit").stdout
    assert not [path for path in other.data_dir.iterdir() if path.name.startswith(".restore-")]


@pytest.mark.portal
def test_what_was_lost_is_said(backup: Path, another_portal: Portal) -> None:
    """The heads file is newer than the backup: it is kept and tells on the restore."""
    another_portal.manage("verify_audit")  # an event that the backup does not hold
    another_portal.manage("export_audit_head")
    said = another_portal.manage("restore", str(backup), "--replace").stdout
    assert "exported after this backup" in said
    assert "what happened since is lost" in said
    broken = another_portal.manage("verify_audit", check=False)
    assert broken.returncode != 0
    assert "The audit chain is broken" in broken.stderr
