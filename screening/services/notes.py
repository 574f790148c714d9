"""What someone wants to be known about a shipment, written down for good."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from screening.models import Note, Shipment
from screening.selectors.scope import require

LONGEST: Final = 2000


class BadNote(ValueError):
    """The note cannot be kept; the message says why and what to do."""


def add(*, shipment: Shipment, author: User, text: str) -> Note:
    """Keeps a note of at most 2,000 characters.

    Raises PermissionDenied without the role at one of the shipment's checkpoints, BadNote for a text
    that is empty or too long.
    """
    actor = person(author)
    require(actor, Ability.ANNOTATE, shipment)
    words = text.replace("\x00", " ").replace("\r\n", "\n").strip()
    if not words:
        raise BadNote(_("The note is empty. Write what you saw or what the next person should know."))
    if len(words) > LONGEST:
        said = _("The note has %(count)d characters, at most 2,000 can be kept. Shorten it or write two notes.")
        raise BadNote(said % {"count": len(words)})
    with transaction.atomic():
        note = Note.objects.create(shipment=shipment, author=author, text=words)
        audit.record(actor=actor.name, action="note.added", subject=shipment, detail={"note": note.pk})
    return note
