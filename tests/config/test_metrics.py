"""Numbers for whoever watches the portal: right, without personal data, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from ledger import audit, clock
from screening import models
from screening.selectors.gauges import gauges
from tests import cast as c
from tests.cast import Cast
from tests.stack import Portal, wait_until

pytestmark = pytest.mark.django_db
TOKEN = "invented-token-of-the-tests"
State = models.ScreeningRequest.State


@pytest.fixture(autouse=True)
def heads(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = str(tmp_path / "heads.jsonl")


def _value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, f"{name} is not in\n{text}"
    return float(found[1])


def test_the_numbers_are_those_of_the_database(cast: Cast, client: Client) -> None:
    flagged, waiting = c.shipment(cast), c.shipment(cast)
    c.run(flagged)  # its request stays open: the cast does not work as a worker does
    with clock.at(timezone.now() - timedelta(minutes=10)):
        models.ScreeningRequest.objects.create(shipment=waiting, cause="arrival", due_at=timezone.now())
    models.ScreeningRequest.objects.create(
        shipment=waiting, cause="arrival", due_at=timezone.now(), state=State.FAILED, fault="invented"
    )
    audit.record(actor="system:portal", action="nothing.happened", subject=flagged)
    audit.export_head()
    text = client.get("/metrics").text
    assert _value(text, 'portal_shipments{state="flagged"}') == 1
    assert _value(text, 'portal_shipments{state="screening"}') == 1
    assert _value(text, 'portal_requests{state="waiting"}') == 2
    assert _value(text, 'portal_requests{state="claimed"}') == 0
    assert _value(text, 'portal_requests{state="failed"}') == 1
    assert 600 <= _value(text, "portal_oldest_waiting_seconds") < 660
    assert _value(text, 'portal_runs_last_hour{level="3"}') == 1
    assert _value(text, "portal_shipments_last_hour") == 2
    assert _value(text, "portal_audit_sequence") == 1
    assert 0 <= _value(text, "portal_audit_head_age_seconds") < 60


def test_a_list_whose_review_is_overdue_has_a_negative_number(cast: Cast, client: Client) -> None:
    edition = c.edition()
    models.Edition.objects.filter(pk=edition.pk).update(
        state=models.Edition.State.ACTIVE, bootstrap=True, review_by=timezone.localdate() - timedelta(days=3)
    )
    assert _value(client.get("/metrics").text, 'portal_list_review_due_days{list="test-list"}') == -3


def test_requests_are_counted_by_route_never_by_path(cast: Cast, client: Client) -> None:
    name = 'portal_request_seconds_count{method="GET",route="entry",status="302"}'
    client.get("/lists/marked-list/MARKED-CODE/")
    before = _value(client.get("/metrics").text, name)
    client.get("/lists/marked-list/MARKED-CODE/")
    text = client.get("/metrics").text
    assert _value(text, name) == before + 1
    assert "marked" not in text.lower()


def test_unknown_methods_do_not_multiply_the_numbers(client: Client) -> None:
    client.generic("INVENTED", "/sign-in/")
    assert 'method="other"' in client.get("/metrics").text


def test_the_statements_do_not_grow(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(12):
        c.run(c.shipment(cast))
    with django_assert_max_num_queries(6):
        gauges()


# -- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 403),
        ("127.0.0.1", {"Forwarded": "for=10.0.0.7"}, 403),
    ],
)
def test_without_a_token_this_machine_alone_may_ask(
    client: Client, address: str, headers: dict[str, str], status: int
) -> None:
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_behind_a_proxy_everything_looks_local_so_only_a_token_counts(client: Client, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert client.get("/metrics").status_code == 403


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        ("Bearer other", 403),
        (TOKEN, 403),
        ("Bearer ", 403),
        ("Bearer \u0436", 403),
        ("", 403),
    ],
)
def test_with_a_token_only_who_sends_it_may_ask(client: Client, settings: Settings, given: str, status: int) -> None:
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": given}, REMOTE_ADDR="10.0.0.7")
    assert answer.status_code == status
    if status == 403:
        assert "METRICS_TOKEN" in answer.text


def test_a_signed_in_person_is_no_watcher(cast: Cast, client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    client.force_login(cast.supervisor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/metrics").status_code == 403


# -- a web server of several processes --------------------------------------------------------------------------------


@pytest.mark.portal
def test_the_processes_of_a_web_server_are_added_up(portal: Portal) -> None:
    """Whichever process answers: nothing is counted twice and nothing is left out."""

    def asked() -> str:
        with urlopen(f"{portal.base_url}/metrics", timeout=10) as answer:
            return str(answer.read().decode())

    name = 'portal_request_seconds_count{method="GET",route="sign-in",status="200"}'
    urlopen(f"{portal.base_url}/sign-in/", timeout=10).close()
    before = _value(asked(), name)
    for _ in range(8):
        urlopen(f"{portal.base_url}/sign-in/", timeout=10).close()
    text = asked()
    assert _value(text, name) == before + 8
    assert _value(text, "portal_audit_sequence") > 0
    assert wait_until(lambda: "portal_worker_beat_age_seconds" in asked(), 60)  # beat begins after the web server
