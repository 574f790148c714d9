"""The page of a dossier: who may take it, what comes, and what is shown of earlier exports."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from checkpoints.models import User
from checkpoints.roles import Role
from ledger.models import AuditEvent
from screening import models
from scripts import verify_dossier
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def heads(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = str(tmp_path / "heads.jsonl")


@pytest.fixture
def shipment(declared: Declared) -> models.Shipment:
    return declared("TJ/1 №7", SOLVENT)


@pytest.fixture
def auditor(cast: Cast) -> User:
    return c.person("auditor.tj", cast.tajikistan, Role.AUDITOR)


def _address(shipment: models.Shipment) -> str:
    return reverse("dossier", args=[shipment.pk])


def _taken(client: Client, shipment: models.Shipment) -> tuple[bytes, str]:
    """The file as a browser gets it, and its name."""
    answer = client.post(_address(shipment), headers={"Accept-Encoding": "gzip"})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    return content, answer["Content-Disposition"]


def test_the_file_comes_and_verifies(
    shipment: models.Shipment, auditor: User, signed_in: SignedIn, tmp_path: Path
) -> None:
    (tmp_path / "dossier.zip").write_bytes(_taken(signed_in(auditor), shipment)[0])
    assert list(verify_dossier.faults(str(tmp_path / "dossier.zip"), str(tmp_path / "heads.jsonl"))) == []


def test_its_name_says_what_it_is_of_and_begins_the_hash(
    shipment: models.Shipment, auditor: User, signed_in: SignedIn
) -> None:
    client = signed_in(auditor)
    _, name = _taken(client, shipment)
    page = client.get(_address(shipment)).text
    event = AuditEvent.objects.get(action="dossier.exported")
    manifest = event.detail.split('"')[3]
    assert f"v1-{manifest[:12]}.zip" in name
    assert manifest in page
    assert f"{event.node}/{event.sequence}" in page
    assert "Invented auditor.tj" in page


def test_the_page_for_people_in_it_speaks_the_language_of_the_reader(
    shipment: models.Shipment, auditor: User, signed_in: SignedIn
) -> None:
    client = signed_in(auditor)
    client.post("/language/", {"language": "uz", "page": "/"})
    with ZipFile(io.BytesIO(_taken(client, shipment)[0])) as archive:
        assert '<html lang="uz">' in archive.read("summary.html").decode()


def test_reading_the_page_exports_nothing(shipment: models.Shipment, auditor: User, signed_in: SignedIn) -> None:
    page = signed_in(auditor).get(_address(shipment)).text
    assert "Nobody has exported this dossier yet." in page
    assert not AuditEvent.objects.filter(action="dossier.exported").exists()


@pytest.mark.parametrize(
    ("who", "status", "link"),
    [
        ("auditor", 200, True),
        ("supervisor", 200, True),
        ("officer", 403, False),
        ("khorog_supervisor", 404, False),
        ("auditor_of_uzbekistan", 404, False),
        ("analyst", 403, False),
    ],
)
def test_who_may_take_it(
    cast: Cast, shipment: models.Shipment, auditor: User, signed_in: SignedIn, who: str, status: int, link: bool
) -> None:
    others = {
        "auditor": lambda: auditor,
        "khorog_supervisor": lambda: c.person("s.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog),
        "auditor_of_uzbekistan": lambda: c.person("auditor.uz", cast.uzbekistan, Role.AUDITOR),
        "analyst": lambda: c.person("analyst.tj", cast.tajikistan, Role.ANALYST),
    }
    client = signed_in(others[who]() if who in others else getattr(cast, who))
    assert client.get(_address(shipment)).status_code == status
    if link:
        _taken(client, shipment)
    else:
        assert client.post(_address(shipment)).status_code == status
    page = client.get(reverse("shipment", args=[shipment.pk]))
    assert (f'href="{_address(shipment)}"' in page.text) is link


def test_the_statements_do_not_grow_with_the_exports(
    shipment: models.Shipment,
    auditor: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(auditor)
    for _ in range(3):
        _taken(client, shipment)
    with django_assert_max_num_queries(18):
        client.get(_address(shipment))
