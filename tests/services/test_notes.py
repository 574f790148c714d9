"""Notes on a shipment: who may write them, and what can be kept."""

import pytest
from django.core.exceptions import PermissionDenied

from checkpoints.roles import Role
from ledger.models import AuditEvent
from screening import models
from screening.services import notes
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipment(cast: Cast) -> models.Shipment:
    return c.shipment(cast)


def test_a_note_is_kept_as_written(cast: Cast, shipment: models.Shipment) -> None:
    notes.add(shipment=shipment, author=cast.officer, text="  Пломба цела\r\nseal whole \n")
    assert models.Note.objects.get().text == "Пломба цела\nseal whole"


def test_the_audit_chain_knows_of_it_without_its_words(cast: Cast, shipment: models.Shipment) -> None:
    notes.add(shipment=shipment, author=cast.officer, text="Driver Invented was nervous")
    event = AuditEvent.objects.get()
    assert event.action == "note.added"
    assert "Invented" not in event.detail


@pytest.mark.parametrize(("text", "said"), [("", "empty"), (" \n\x00 ", "empty"), ("x" * 2001, "2001 characters")])
def test_a_note_that_cannot_be_kept_says_why(cast: Cast, shipment: models.Shipment, text: str, said: str) -> None:
    with pytest.raises(notes.BadNote, match=said):
        notes.add(shipment=shipment, author=cast.officer, text=text)
    assert not models.Note.objects.exists()


def test_two_thousand_characters_are_kept(cast: Cast, shipment: models.Shipment) -> None:
    notes.add(shipment=shipment, author=cast.officer, text="x" * 2000)


def test_readers_and_strangers_write_nothing(cast: Cast, shipment: models.Shipment) -> None:
    auditor = c.person("auditor", cast.tajikistan, Role.AUDITOR)
    for stranger in (auditor, cast.khorog_officer, cast.ayritom_officer):
        with pytest.raises(PermissionDenied):
            notes.add(shipment=shipment, author=stranger, text="I was here")
