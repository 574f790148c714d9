"""Brings an edition into the database as a draft, and puts the first edition of a list in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from checkpoints.actors import SYSTEM, Actor
from ledger import audit
from screening import adapters, models
from screening.engine import catalogue as c
from screening.services.index import put_in_force


@dataclass(frozen=True)
class Loaded:
    """What became of one edition of a catalogue."""

    edition: models.Edition
    new: bool
    activated: bool


@dataclass(frozen=True)
class Prepared:
    """An edition as rows, ready to be written; made outside the transaction, since it takes most of the time."""

    row: models.Edition
    statements: list[adapters.Statement]


class ListOfOthers(Exception):
    """The slug belongs to a list of another owner: all share it, or another administration has it."""


def load_catalogue(catalogue: c.Catalogue, *, actor: Actor = SYSTEM) -> list[Loaded]:
    """Stores every edition that is not there yet; whole or not at all.

    The first edition of a list is activated alone and recorded as bootstrap; a later one waits as a draft.
    Raises ListOfOthers for a list that an administration has.
    """
    with transaction.atomic():
        loaded = [_load(edition, actor) for edition in catalogue.editions]
        if any(each.activated for each in loaded):
            put_in_force()
    return loaded


def refill(draft: models.Edition, edition: c.Edition, *, stored: c.Edition) -> models.Edition:
    """Writes a draft's content anew, for ``tell`` to record; ``stored`` is what it holds. What was compared with that
    is not shown any more.
    """
    with transaction.atomic():
        _refill(draft, edition.entries, stored)
        draft.passes.update(state=models.ListPass.State.REPLACED, claim=None)
        _describe(draft, edition, c.edition_digest(edition))
        draft.save()
    return draft


def _refill(draft: models.Edition, entries: Sequence[c.Entry], stored: c.Edition) -> None:
    """A list of fifty thousand terms takes many seconds to write: where terms alone changed, they alone are written."""
    if _without_terms(stored.entries) != _without_terms(entries):
        draft.entries.all().delete()
        adapters.carry_out(adapters.entry_statements(draft, entries))
        return
    former = {entry.code: entry.terms for entry in stored.entries}
    adapters.replace_terms(draft, [entry for entry in entries if entry.terms != former[entry.code]])


def _without_terms(entries: Sequence[c.Entry]) -> list[c.Entry]:
    return [replace(entry, terms=()) for entry in entries]


def _load(edition: c.Edition, actor: Actor) -> Loaded:
    control_list, _ = models.ControlList.objects.get_or_create(slug=edition.list_slug)
    if control_list.administration_id:
        raise ListOfOthers(edition.list_slug)
    loaded = store(control_list, prepare(edition))
    if not loaded.new:
        return loaded
    first = not control_list.editions.exclude(activated_at=None).exists()
    if first:
        _bootstrap(loaded.edition)
    tell(loaded.edition, actor, "edition.bootstrapped" if first else "edition.drafted")
    return Loaded(loaded.edition, new=True, activated=first)


def prepare(edition: c.Edition) -> Prepared:
    """The rows of an edition of whatever list; none is stored."""
    row = models.Edition()
    _describe(row, edition, c.edition_digest(edition))
    return Prepared(row, adapters.entry_statements(row, edition.entries))


def store(control_list: models.ControlList, prepared: Prepared) -> Loaded:
    """The edition as a draft of its list; the row that is there already where it was stored before."""
    row = prepared.row
    known = models.Edition.objects.filter(control_list=control_list, checksum=row.checksum).first()
    if known:
        return Loaded(known, new=False, activated=False)
    row.control_list = control_list
    row.save(force_insert=True)
    adapters.carry_out(prepared.statements)
    return Loaded(row, new=True, activated=False)


def tell(edition: models.Edition, actor: Actor, action: str) -> None:
    """Records in the audit chain what was done with an edition."""
    detail = {"edition": str(edition), "checksum": edition.checksum}
    audit.record(actor=actor.name, action=action, subject=edition, detail=detail)


def _describe(row: models.Edition, edition: c.Edition, checksum: str) -> None:
    row.name, row.title, row.source, row.checksum = edition.name, dict(edition.title), edition.source, checksum
    row.effective_from = date.fromisoformat(edition.effective_from)
    row.review_by = date.fromisoformat(edition.review_by)
    row.hs_edition = edition.hs_edition


def _bootstrap(edition: models.Edition) -> None:
    edition.state = models.Edition.State.ACTIVE
    edition.bootstrap = True
    edition.activated_at = timezone.now()
    edition.save(update_fields=["state", "bootstrap", "activated_at"])
