"""What supervisors and load balancers are told."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from config import health
from screening.models import Edition
from tests import cast as make
from tests.database import without_rules
from tests.stack import Portal


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue that answers; the real one is asked in the running portal."""
    monkeypatch.setitem(health.QUESTIONS, "queue", lambda: True)


@pytest.fixture
def list_in_force(db: None) -> None:
    edition = make.edition()
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.ACTIVE, bootstrap=True)


def test_live_needs_no_database(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.usefixtures("queue", "list_in_force")
def test_ready_when_everything_holds(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    needed = {"database": "ok", "migrations": "ok", "rules": "ok", "lists": "ok", "queue": "ok"}
    assert answer.json()["checks"].items() >= needed.items()


@pytest.mark.usefixtures("queue", "list_in_force")
def test_a_web_server_stays_in_service_while_no_worker_works(client: Client, settings: Settings) -> None:
    """What is declared meanwhile is kept and screened later."""
    settings.CELERY_TASK_DEFAULT_QUEUE = "a-queue-that-no-worker-serves"
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["checks"]["workers"]) == (200, "late", "late")


@pytest.mark.usefixtures("queue", "list_in_force")
def test_not_ready_before_the_last_migration(client: Client) -> None:
    last = MigrationRecorder.Migration.objects.filter(app="screening").order_by("-name")[:1]
    MigrationRecorder.Migration.objects.filter(pk__in=last.values("pk")).delete()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, "failed")


@pytest.mark.usefixtures("queue", "db")
def test_not_ready_without_a_list_in_force(client: Client) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["lists"]) == (503, "failed")


@pytest.mark.usefixtures("queue", "list_in_force")
def test_not_ready_while_a_rule_is_missing(client: Client) -> None:
    table = "ledger_auditevent"
    drop = f"DROP TRIGGER {table}_no_update" + (f" ON {table}" if connection.vendor == "postgresql" else "")
    with connection.cursor() as cursor:
        cursor.execute(drop)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["rules"]) == (503, "failed")
    with without_rules(connection):
        pass  # written anew


@pytest.mark.usefixtures("list_in_force")
def test_a_failing_database_is_told_without_its_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bool:
        raise DatabaseError("host db.invented refused the password of portal_app")

    monkeypatch.setattr(health, "QUESTIONS", {"database": fail, "queue": lambda: False})
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"].items() >= {"database": "failed", "queue": "failed"}.items()
    assert "password" not in answer.content.decode()


def test_an_answer_is_never_cached(client: Client) -> None:
    assert "no-store" in client.get("/health/live")["Cache-Control"]


@pytest.mark.portal
def test_the_running_portal_reaches_its_queue(portal: Portal) -> None:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        body = urlopen(f"{portal.base_url}/health/ready", timeout=10).read()
    except HTTPError as error:
        body = error.read()
    assert b'"queue": "ok"' in body
    assert b'"rules": "ok"' in body
    assert b'"workers": "ok"' in body
