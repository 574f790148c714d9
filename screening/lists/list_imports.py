"""A file becomes a draft of a list, whole or not at all, by a worker: large ones take longer than a page may.

What was wrong with it stays to be read. The edition in force is not touched by any of it.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from screening.engine import catalogue as c
from screening.lists import draft_work
from screening.lists.draft_work import Enqueue, Lost
from screening.lists.drafting import ListShrunk, store_draft
from screening.lists.faults import Fault, ListRefused
from screening.lists.load import ListOfOthers, prepare
from screening.lists.table.reading import read_table
from screening.models import ListImport, ListImportContent

TELL_EVERY: Final = 1.0
"""Seconds between two words of a worker on how far it is."""
_LONGEST_NAME: Final = 200


def receive(*, by: User, content: bytes, filename: str, enqueue: Enqueue) -> ListImport:
    """Keeps a file for a worker; the same bytes that are worked on already are not taken a second time.

    Raises PermissionDenied without the role and for who belongs to no administration.
    """
    actor = person(by)
    if not actor.administration_id or not actor.may(Ability.MANAGE_LISTS):
        raise PermissionDenied(_("Your role does not allow this."))
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        under_way = ListImport.objects.filter(
            administration=actor.administration_id, sha256=sha256, state=ListImport.State.RUNNING
        ).first()
        if under_way:
            return under_way
        made = ListImport.objects.create(
            administration_id=actor.administration_id,
            started_by=by,
            filename=filename.replace("\x00", " ")[:_LONGEST_NAME],
            size=len(content),
            sha256=sha256,
            due_at=timezone.now() + draft_work.PATIENCE,
        )
        ListImportContent.objects.create(list_import=made, content=content)
        audit.record(actor=actor.name, action="list_import.received", subject=made, detail={"sha256": sha256})
        draft_work.wake(enqueue, made.pk)
    return made


def is_meant(work: ListImport, by: User, enqueue: Enqueue) -> bool:
    """A person says that a list which shrank is meant so; False where that is not the question (any more)."""
    if work.after is None:
        return False
    said = {"may_shrink": True, "before": None, "after": None, "stage": ListImport.Stage.READING, "rows": 0}
    return _anew(work, ListImport.State.REFUSED, by, enqueue, "list_import.shrink_confirmed", **said)


def resume(work: ListImport, by: User, enqueue: Enqueue) -> bool:
    """Begins anew with what failed; False where it did not."""
    said = {"stage": ListImport.Stage.READING, "rows": 0}
    return _anew(work, ListImport.State.FAILED, by, enqueue, "list_import.resumed", **said)


def _anew(work: ListImport, state: str, by: User, enqueue: Enqueue, action: str, **said: object) -> bool:
    with transaction.atomic():
        opened = draft_work.begin_anew(work, state, **said)
        if opened:
            audit.record(actor=person(by).name, action=action, subject=work)
            draft_work.wake(enqueue, work.pk)
    return opened


def work_on(key: UUID) -> None:
    """Makes the draft, or keeps why not, if nobody else does. A fault of ours is kept and raised."""
    claim = draft_work.claim(ListImport, key)
    if claim is None:
        return
    work = ListImport.objects.select_related("administration", "started_by", "original").get(pk=key)
    try:
        _make(work, claim)
    except Lost:
        return
    except Exception as error:
        draft_work.fail(work, claim, error)
        raise


# -- one file --------------------------------------------------------------------------------------


def _make(work: ListImport, claim: UUID) -> None:
    try:
        edition = read_table(bytes(work.original.content), _Progress(work, claim))
        draft_work.keep(work, claim, lease=draft_work.STORING, stage=ListImport.Stage.STORING)
        _store(work, claim, edition)
    except ListRefused as error:
        _refuse(work, claim, faults=[asdict(fault) for fault in error.faults])
    except ListOfOthers as error:
        _refuse(work, claim, taken=str(error))
    except ListShrunk as error:
        draft_work.end(work, claim, ListImport.State.REFUSED, before=error.before, after=error.after)


def _store(work: ListImport, claim: UUID, edition: c.Edition) -> None:
    """The draft and the end of the work, or neither."""
    prepared = prepare(edition)
    with transaction.atomic():
        draft_work.keep(work, claim, lease=draft_work.STORING)  # holds the row: no other worker claims it meanwhile
        loaded = store_draft(
            edition,
            owner=work.administration,
            actor=person(work.started_by),
            may_shrink=work.may_shrink,
            prepared=prepared,
        )
        draft_work.end(work, claim, ListImport.State.DONE, edition=loaded.edition, repeated=not loaded.new)
        work.original.delete()


def _refuse(work: ListImport, claim: UUID, **why: object) -> None:
    """The file has to be corrected, so that its bytes are not needed any more."""
    with transaction.atomic():
        draft_work.end(work, claim, ListImport.State.REFUSED, **why)
        work.original.delete()


class _Progress:
    """Called with the number of rows read: tells once a second, and so keeps the claim."""

    def __init__(self, work: ListImport, claim: UUID) -> None:
        self._work, self._claim, self._told = work, claim, time.monotonic()

    def __call__(self, rows: int) -> None:
        if time.monotonic() - self._told >= TELL_EVERY:
            draft_work.keep(self._work, self._claim, rows=rows)
            self._told = time.monotonic()


def faults_of(work: ListImport) -> list[Fault]:
    """What was wrong in the file, in the order of its rows."""
    return [Fault(**each) for each in work.faults]
