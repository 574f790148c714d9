"""What the portal stands on is looked at when it starts."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from checkpoints.models import User
from config import surroundings
from ledger import audit, clock
from screening.demo.tables import administrations
from tests.cast import Cast

ALL = ["default"]


def ids(found: list[CheckMessage]) -> list[str | None]:
    assert all(message.hint for message in found)
    return [message.id for message in found]


def test_a_folder_that_is_gone_cannot_be_written(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert surroundings.data_can_be_written() == []
    settings.DATA_DIR = tmp_path / "gone"
    assert ids(surroundings.data_can_be_written()) == ["CFG.E009"]


def test_a_full_disk_is_a_warning(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(surroundings, "LEAST_SPACE", 0)
    assert surroundings.disk_has_space() == []
    monkeypatch.setattr(surroundings, "LEAST_SPACE", 1 << 62)
    assert ids(surroundings.disk_has_space()) == ["CFG.W007"]


@pytest.mark.parametrize(
    ("services", "hosts", "found"),
    [
        (True, ["127.0.0.1", "localhost"], ["CFG.W008"]),
        (True, ["screening.example", "127.0.0.1"], []),
        (False, ["127.0.0.1"], []),
    ],
)
def test_a_server_that_nobody_can_open_is_a_warning(
    settings: Settings, services: bool, hosts: list[str], found: list[str]
) -> None:
    settings.SERVICES, settings.ALLOWED_HOSTS = services, hosts
    assert ids(surroundings.people_can_open_it()) == found


@pytest.mark.parametrize(("token", "found"), [("", []), ("short", ["CFG.E011"]), ("x" * 20, [])])
def test_a_token_that_can_be_guessed_is_refused(settings: Settings, token: str, found: list[str]) -> None:
    settings.METRICS_TOKEN = token
    assert ids(surroundings.metrics_token_is_long()) == found


def test_this_database_server_is_recent_enough(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert surroundings.postgresql_is_recent(databases=ALL) == []
    if connection.vendor == "postgresql":
        monkeypatch.setattr(surroundings, "LEAST_POSTGRESQL", (99, 0))
        assert ids(surroundings.postgresql_is_recent(databases=ALL)) == ["CFG.E010"]


def test_a_clock_behind_the_audit_chain_is_a_warning(cast: Cast) -> None:
    assert surroundings.clock_goes_on(databases=ALL) == []
    with clock.at(timezone.now() + timedelta(minutes=4)):
        audit.record(actor="system:portal", action="nothing.happened", subject=cast.khorog)
    assert surroundings.clock_goes_on(databases=ALL) == []
    with clock.at(timezone.now() + timedelta(days=1)):
        audit.record(actor="system:portal", action="nothing.happened", subject=cast.khorog)
    assert ids(surroundings.clock_goes_on(databases=ALL)) == ["CFG.W009"]


def test_a_queue_that_does_not_answer_is_a_warning(settings: Settings) -> None:
    """The tests have a queue where REDIS_URL names one, and none else."""
    settings.EMBEDDED_VALKEY = False
    assert ids(surroundings.queue_answers(databases=ALL)) == ([] if os.environ.get("REDIS_URL") else ["CFG.W010"])
    assert surroundings.queue_answers() == []  # no server was asked for
    settings.EMBEDDED_VALKEY = True
    assert surroundings.queue_answers(databases=ALL) == []  # the portal starts it itself


def test_active_accounts_of_the_demo_are_a_warning_where_real_work_is_done(settings: Settings, cast: Cast) -> None:
    settings.SERVICES, settings.DEMO = True, False
    User.objects.update(is_active=False)  # people of the tests have names of the demo
    assert surroundings.demo_accounts_are_gone(databases=ALL) == []
    name = administrations()[0]["people"][0]["username"]
    user, _ = User.objects.update_or_create(username=name, defaults={"is_active": True})
    assert ids(surroundings.demo_accounts_are_gone(databases=ALL)) == ["CFG.W011"]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert surroundings.demo_accounts_are_gone(databases=ALL) == []
