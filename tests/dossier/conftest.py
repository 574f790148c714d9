"""A dossier of a shipment that went through everything."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from pytest_django import Settings

from checkpoints.actors import SYSTEM, Actor
from screening import models
from screening.dossier.case import Case
from screening.dossier.export import Exported, export
from screening.web.dossier_summary import summary
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SHIRTS, SOLVENT, Declared, declared

__all__ = ["declared"]
PHOTOGRAPH = b"\x89PNG invented photograph of a seal"


@pytest.fixture(autouse=True)
def heads(settings: Settings, tmp_path: Path) -> Path:
    """The heads file, outside the database."""
    settings.AUDIT_HEADS = str(tmp_path / "heads.jsonl")
    return tmp_path / "heads.jsonl"


@pytest.fixture
def shipment(cast: Cast, declared: Declared) -> models.Shipment:
    """Flagged, proposed, confirmed, decided, with a note and a photograph."""
    made = declared("TJ/Invented-1", SOLVENT, SHIRTS)
    assert made.latest_run is not None
    review = c.review(made.latest_run, cast.officer, note="Licence seen")
    c.confirmation(review, cast.supervisor)
    c.outcome(review)
    models.Note.objects.create(shipment=made, author=cast.officer, text="Seal is whole")
    attachment = models.Attachment.objects.create(
        shipment=made,
        author=cast.officer,
        filename="seal.PNG",
        media_type="image/png",
        size=len(PHOTOGRAPH),
        sha256=hashlib.sha256(PHOTOGRAPH).hexdigest(),
    )
    models.AttachmentContent.objects.create(attachment=attachment, content=PHOTOGRAPH)
    return models.Shipment.objects.get(pk=made.pk)


Export = Callable[..., tuple[bytes, Exported]]


@pytest.fixture
def exported() -> Export:
    """Exports a dossier and gives its bytes: ``exported(shipment, actor=…)``."""

    def make(of: models.Shipment, *, actor: Actor = SYSTEM, language: str = "en") -> tuple[bytes, Exported]:
        file = io.BytesIO()

        def summarise(case: Case) -> str:
            return summary(case, language)

        taken = export(shipment=of, actor=actor, summarise=summarise, file=file)
        return file.getvalue(), taken

    return make


def rezipped(dossier: bytes, change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """The same members packed anew, after a change to them."""
    with ZipFile(io.BytesIO(dossier)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
