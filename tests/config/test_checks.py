"""Each start-up check finds its fault and passes the sound setting beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django import Settings

from config import checks

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "operations.md"
SOUND: dict[str, Any] = {"ALLOWED_HOSTS": ["127.0.0.1"], "MAX_UPLOAD_BYTES": 10**7, "REDIS_URL": "redis://broker"}
Check = Callable[..., list[CheckMessage]]


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("check", "faulty", "sound", "expected"),
    [
        (checks.debug_is_off, {"SERVICES": True, "DEBUG": True}, {"SERVICES": True}, "CFG.E003"),
        (checks.hosts_are_named, {"ALLOWED_HOSTS": ["*"]}, {"ALLOWED_HOSTS": ["screening.example"]}, "CFG.E004"),
        (checks.hosts_are_named, {"ALLOWED_HOSTS": []}, {}, "CFG.E004"),
        (checks.uploads_are_bounded, {"MAX_UPLOAD_BYTES": 0}, {}, "CFG.E006"),
        (checks.uploads_are_bounded, {"MAX_UPLOAD_BYTES": 10**10}, {"MAX_UPLOAD_BYTES": 10**7}, "CFG.E006"),
        (checks.node_has_a_name, {"NODE": "two words"}, {"NODE": "dushanbe-2"}, "CFG.E007"),
        (checks.node_has_a_name, {"NODE": "n" * 33}, {"NODE": "n" * 32}, "CFG.E007"),
        (checks.node_has_a_name, {"NODE": ""}, {}, "CFG.E007"),
        (checks.queue_is_a_redis, {"REDIS_URL": "amqp://broker"}, {"REDIS_URL": "redis://broker"}, "CFG.E008"),
        (checks.pages_are_encrypted, {"SERVICES": True}, {"SERVICES": True, "HTTPS": True}, "CFG.W004"),
        (checks.demo_accounts_are_wanted, {"SERVICES": True, "DEMO": True}, {"DEMO": True}, "CFG.W005"),
    ],
)
def test_a_fault_is_found_and_a_sound_setting_passes(
    settings: Settings, check: Check, faulty: dict[str, Any], sound: dict[str, Any], expected: str
) -> None:
    usual = {"SERVICES": False, "DEBUG": False, "HTTPS": False, "DEMO": False, "NODE": "main", **SOUND}
    for name, value in (usual | faulty).items():
        setattr(settings, name, value)
    (found,) = check()
    assert found.id == expected
    assert found.hint
    for name, value in (usual | sound).items():
        setattr(settings, name, value)
    assert check() == []


def test_a_server_needs_a_secret_from_the_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SERVICES = True
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert ids(checks.secret_key_is_given()) == ["CFG.E002"]
    monkeypatch.setenv("SECRET_KEY", "short")
    assert ids(checks.secret_key_is_given()) == ["CFG.E002"]
    monkeypatch.setenv("SECRET_KEY", "x" * 48)
    assert ids(checks.secret_key_is_given()) == ["CFG.E002"]
    monkeypatch.setenv("SECRET_KEY", "invented-for-this-test-and-long-enough-0123")
    assert checks.secret_key_is_given() == []


def test_an_embedded_portal_makes_its_own_secret(settings: Settings) -> None:
    settings.SERVICES = False
    assert checks.secret_key_is_given() == []


def test_heads_on_the_disk_of_the_data_are_a_warning_on_a_server(settings: Settings, tmp_path: Path) -> None:
    settings.SERVICES, settings.DATA_DIR, settings.AUDIT_HEADS = True, tmp_path, str(tmp_path / "heads")
    assert ids(checks.audit_heads_lie_elsewhere()) == ["CFG.W003"]
    settings.AUDIT_HEADS = "/proc/heads" if Path("/proc/self").exists() else "/dev/heads"  # another file system
    assert checks.audit_heads_lie_elsewhere() == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone has it")
def test_recursive_triggers_are_asked_for(db: None) -> None:
    assert checks.sqlite_holds_the_rules(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
        try:
            assert ids(checks.sqlite_holds_the_rules(databases=["default"])) == ["CFG.E005"]
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL alone has roles")
def test_an_owner_is_warned_and_another_role_is_not(db: None) -> None:
    assert ids(checks.tables_belong_to_another(databases=["default"])) == ["CFG.W002"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE invented_role_of_the_tests")
        cursor.execute("SET LOCAL ROLE invented_role_of_the_tests")
        try:
            assert checks.tables_belong_to_another(databases=["default"]) == []
        finally:
            cursor.execute("RESET ROLE")


def test_every_check_stands_in_the_manual_and_no_other() -> None:
    """Each id once in the code and with its remedy in the manual's table."""
    packages = ("config", "training", "screening", "checkpoints", "ledger")
    sources = [path.read_text("utf-8") for package in packages for path in (ROOT / package).rglob("*.py")]
    used = re.findall(r'(?:id=|"|")(CFG\.[EW]\d{3})(?=[":])', "\n".join(sources))
    told = re.findall(r"^\| (CFG\.[EW]\d{3}) \| .+ \| .+ \|$", MANUAL.read_text("utf-8"), re.MULTILINE)
    assert set(used) == set(told)
    assert len(told) == len(set(told))
