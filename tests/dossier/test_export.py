"""A dossier holds everything, byte for byte, the same bytes for the same state, and leaves its trace."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from checkpoints.actors import SYSTEM, person
from checkpoints.roles import Role
from ledger import audit
from ledger.models import AuditEvent
from screening import models
from screening.dossier.archive import Archive
from screening.dossier.case import read_case
from screening.dossier.export import exports_of, write
from tests import cast as c
from tests.cast import Cast
from tests.dossier.conftest import PHOTOGRAPH, Export
from tests.web.conftest import SHIRTS, Declared

pytestmark = pytest.mark.django_db


def _members(dossier: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(dossier)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _one(dossier: bytes, name: str) -> Any:
    return json.loads(_members(dossier)[name])


def test_the_original_evidence_and_attachments_are_there_byte_for_byte(
    shipment: models.Shipment, exported: Export
) -> None:
    held = _members(exported(shipment)[0])
    assert held["original/as-received"] == bytes(shipment.submission.original.content)
    run = shipment.latest_run
    assert run is not None
    assert held["runs/0001.evidence.json"].decode() == run.evidence
    attachment = shipment.attachments.get()
    assert held[f"attachments/{attachment.pk}.png"] == PHOTOGRAPH


def test_what_was_declared_and_done_is_there(cast: Cast, shipment: models.Shipment, exported: Export) -> None:
    dossier, _ = exported(shipment)
    declared, work = _one(dossier, "declaration.json"), _one(dossier, "work.json")
    assert declared["shipment"]["declaration_number"] == "TJ/Invented-1"
    assert [item["number"] for item in declared["items"]] == [1, 2]
    assert declared["parties"][0]["name"] == "Invented Trading LLC"
    assert work["reviews"][0]["note"] == "Licence seen"
    assert work["confirmations"][0]["proposer_repeated_id"] == str(cast.officer.pk)
    assert work["outcomes"][0]["decision"] == "release"
    assert work["notes"][0]["text"] == "Seal is whole"
    names = _one(dossier, "names.json")
    assert names["people"][str(cast.supervisor.pk)] == "Invented supervisor.dushanbe2 (supervisor.dushanbe2)"
    assert names["checkpoints"][str(cast.dushanbe_2.pk)] == "Dushanbe-2 (TJ0202)"


def test_the_lists_are_those_that_the_run_used(shipment: models.Shipment, exported: Export) -> None:
    dossier, _ = exported(shipment)
    run = _one(dossier, "runs/0001.json")
    flagged = _one(dossier, f"lists/{run['index_digest']}.flagged.json")
    (entry,) = [entry for edition in flagged for entry in edition["flagged"]]
    assert entry["code"] == run["flags"][0]["entry_code"] == "1C350.1"
    assert set(entry["title"]) == {"en", "ru", "tg", "uz"}
    assert {edition["checksum"] for edition in flagged} == set(
        models.Edition.objects.filter(state="active").values_list("checksum", flat=True)
    )


def test_the_audit_events_are_those_of_the_shipment_alone(
    shipment: models.Shipment, declared: Declared, exported: Export
) -> None:
    declared("TJ/Invented-2", SHIRTS)
    events = _one(exported(shipment)[0], "audit-events.json")
    assert [event["action"] for event in events] == ["submission.received", "shipment.screened"]


def test_the_same_state_gives_the_same_bytes(shipment: models.Shipment) -> None:
    def written() -> bytes:
        file = io.BytesIO()
        with Archive(file) as archive:
            write(archive, shipment=shipment, actor=SYSTEM, summarise=lambda case: "summary")
        return file.getvalue()

    assert written() == written()


def test_the_export_is_recorded_with_the_manifest_and_kept_outside(
    cast: Cast, shipment: models.Shipment, exported: Export
) -> None:
    _, taken = exported(shipment, actor=person(cast.supervisor))
    (event,) = exports_of(shipment.pk)
    assert event == taken.event
    assert event.actor == f"person:{cast.supervisor.pk}"
    assert json.loads(event.detail) == {"manifest": taken.manifest_sha256}
    assert audit.exported_heads()[-1].hash == event.hash
    assert list(audit.faults()) == []


@pytest.mark.parametrize("language", ["en", "ru", "tg", "uz"])
def test_the_page_for_people_speaks_the_language_of_the_reader(
    shipment: models.Shipment, exported: Export, language: str
) -> None:
    page = _members(exported(shipment, language=language)[0])["summary.html"].decode()
    number = "TJ/Invented-1"
    titles = {"en": "Dossier {}", "ru": "Досье {}", "tg": "Парвандаи {}", "uz": "{} yigʻma jildi"}
    assert f'<html lang="{language}">' in page
    assert f"<h1>{titles[language].format(number)}</h1>" in page
    assert "Seal is whole" in page
    assert "<script" not in page


def test_the_statements_do_not_grow_with_the_lines(
    declared: Declared, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    large = declared("TJ/Large", *[SHIRTS] * 40)
    with django_assert_max_num_queries(28):
        read_case(large.pk)


# -- who may, and what of it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "khorog_officer", "list_manager", "khorog_supervisor", "auditor_uz"])
def test_nobody_else_may_take_it(cast: Cast, shipment: models.Shipment, exported: Export, who: str) -> None:
    others = {
        "khorog_supervisor": lambda: c.person("s.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog),
        "auditor_uz": lambda: c.person("auditor.uz", cast.uzbekistan, Role.AUDITOR),
    }
    someone = others[who]() if who in others else getattr(cast, who)
    with pytest.raises(PermissionDenied):
        exported(shipment, actor=person(someone))
    assert not AuditEvent.objects.filter(action="dossier.exported").exists()


def test_an_original_with_declarations_of_other_checkpoints_is_left_out(
    cast: Cast, shipment: models.Shipment, exported: Export
) -> None:
    """A customs system's file may hold more than a supervisor may see; an auditor sees all of it."""
    models.Submission.objects.filter(pk=shipment.submission_id).update(sender=f"client:{cast.customs_system.pk}")
    models.Shipment.objects.create(
        administration=cast.tajikistan,
        submission=shipment.submission,
        sender=f"client:{cast.customs_system.pk}",
        declaration_number="TJ/Elsewhere",
        content_sha256="0" * 64,
        arrival_at=shipment.arrival_at,
    )
    dossier, _ = exported(shipment, actor=person(cast.supervisor))
    assert _one(dossier, "manifest.json")["original_left_out"] is True
    assert not [name for name in _members(dossier) if name.startswith("original/")]
    auditor = c.person("auditor.tj", cast.tajikistan, Role.AUDITOR)
    assert "original/as-received" in _members(exported(shipment, actor=person(auditor))[0])


# -- the command -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["number", "key"])
def test_the_command_writes_a_file_and_says_the_hash(
    shipment: models.Shipment, tmp_path: Path, capsys: pytest.CaptureFixture[str], by: str
) -> None:
    named = shipment.declaration_number if by == "number" else str(shipment.pk)
    out = tmp_path / "dossier.zip"
    call_command("export_dossier", named, "--out", str(out), "--language", "tg")
    (event,) = exports_of(shipment.pk)
    assert json.loads(event.detail)["manifest"] in capsys.readouterr().out
    assert "manifest.json" in _members(out.read_bytes())


def test_the_command_overwrites_nothing(shipment: models.Shipment, tmp_path: Path) -> None:
    out = tmp_path / "kept.zip"
    out.write_bytes(b"kept")
    with pytest.raises(CommandError, match="Name another file"):
        call_command("export_dossier", shipment.declaration_number, "--out", str(out))
    assert out.read_bytes() == b"kept"


def test_the_command_says_that_nothing_has_this_number(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No shipment has the number or key 'TJ-9'"):
        call_command("export_dossier", "TJ-9", "--out", str(tmp_path / "x.zip"))
