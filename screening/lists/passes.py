"""Walks over stored shipments: what an edition would change, and whom it touches once it is in force.

A pass goes on by key in steps; each commits its progress, so that it can be stopped and resumed, and another worker
goes on where one died. Lines are never all in memory.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from checkpoints.actors import person
from checkpoints.models import User
from ledger import audit
from screening import adapters
from screening.engine import Engine, Line, Verdict
from screening.models import Edition, ListPass, PassFinding, ScreeningRequest, Shipment
from screening.services import index, requests, run

WINDOW: Final = timedelta(days=90)
STEP: Final = 50
"""Shipments between two commits."""
MOST_FINDINGS: Final = 1_000
_LEASE: Final = timedelta(seconds=60)
_LONGEST_CODES: Final = 400

Enqueue = Callable[[UUID], object]


def wait(_key: UUID) -> None:
    """Wakes no worker: the pass is found within seconds by ``take_over``."""


def start(*, edition: Edition, purpose: str, by: User | None, enqueue: Enqueue) -> ListPass:
    """Begins a pass over the shipments of the last 90 days; an open one of the same kind begins anew."""
    now = timezone.now()
    since = now - WINDOW
    with transaction.atomic():
        ListPass.objects.filter(edition=edition, purpose=purpose, state__in=_OPEN).update(state=ListPass.State.REPLACED)
        begun = ListPass.objects.create(
            edition=edition,
            purpose=purpose,
            started_by=by,
            since=since,
            due_at=now,
            shipments=_since(since, edition).count(),
        )
        if by is not None:
            detail = {"edition": str(edition), "purpose": purpose}
            audit.record(actor=person(by).name, action="list_pass.started", subject=begun, detail=detail)
        transaction.on_commit(lambda: _wake(enqueue, begun.pk), robust=True)
    return begun


def stop(list_pass: ListPass, by: User) -> bool:
    """Stops a running pass after its present step; False where it runs no more."""
    stopped = ListPass.objects.filter(pk=list_pass.pk, state=ListPass.State.RUNNING).update(
        state=ListPass.State.STOPPED
    )
    if stopped:
        audit.record(actor=person(by).name, action="list_pass.stopped", subject=list_pass)
    return bool(stopped)


def resume(list_pass: ListPass, by: User, enqueue: Enqueue) -> bool:
    """Goes on with a pass that was stopped or failed; False where there is nothing to go on with."""
    resumed = ListPass.objects.filter(
        pk=list_pass.pk, state__in=[ListPass.State.STOPPED, ListPass.State.FAILED]
    ).update(state=ListPass.State.RUNNING, claim=None, due_at=timezone.now(), fault="")
    if resumed:
        audit.record(actor=person(by).name, action="list_pass.resumed", subject=list_pass)
        _wake(enqueue, list_pass.pk)
    return bool(resumed)


def take_over(enqueue: Enqueue) -> int:
    """Wakes workers for passes that nobody works on; returns how many."""
    lost = list(ListPass.objects.filter(state=ListPass.State.RUNNING, due_at__lt=timezone.now()).values_list("pk"))
    for (key,) in lost:
        _wake(enqueue, key)
    return len(lost)


def advance(key: UUID, screen: requests.Enqueue) -> bool:
    """One step of a pass that nobody else works on; whether another has to follow. ``screen`` wakes a worker for a
    shipment that is to be screened again.
    """
    mine, now = uuid.uuid4(), timezone.now()
    free = ListPass.objects.filter(Q(claim=None) | Q(due_at__lt=now), pk=key, state=ListPass.State.RUNNING)
    if not free.update(claim=mine, due_at=now + _LEASE):
        return False
    try:
        with transaction.atomic():
            return _step(ListPass.objects.select_related("edition__control_list").get(pk=key, claim=mine), screen)
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"[:2000]
        ListPass.objects.filter(pk=key, claim=mine).update(state=ListPass.State.FAILED, claim=None, fault=fault)
        raise


# -- a step ----------------------------------------------------------------------------------------

_OPEN: Final = (ListPass.State.RUNNING, ListPass.State.STOPPED)


def _step(walk: ListPass, screen: requests.Enqueue) -> bool:
    rows = list(_after(walk)[:STEP])
    if not rows:
        ListPass.objects.filter(pk=walk.pk).update(state=ListPass.State.DONE, claim=None, due_at=None)
        return False
    preview = walk.purpose == ListPass.Purpose.PREVIEW
    counts = _preview(walk, rows) if preview else _rescreen(rows, screen)
    ListPass.objects.filter(pk=walk.pk).update(
        position=rows[-1].pk,
        seen=F("seen") + len(rows),
        claim=None,
        due_at=timezone.now(),
        **{name: F(name) + count for name, count in counts.items()},
    )
    return ListPass.objects.filter(pk=walk.pk, state=ListPass.State.RUNNING).exists()


def _since(moment: object, edition: Edition) -> QuerySet[Shipment]:
    """Shipments that the edition can touch: of a national list those of its own administration alone."""
    shown = Shipment.objects.filter(created_at__gte=moment).exclude(state=Shipment.State.SUPERSEDED)
    owner = edition.administration_id
    return (shown.filter(administration=owner) if owner else shown).exclude(latest_run=None)


def _after(walk: ListPass) -> QuerySet[Shipment]:
    rows = _since(walk.since, walk.edition).select_related("latest_run").order_by("pk")
    return rows.filter(pk__gt=walk.position) if walk.position else rows


def _rescreen(rows: Sequence[Shipment], screen: requests.Enqueue) -> dict[str, int]:
    """Asks for a new run where the lists in force say another thing than the latest run."""
    engine, lines = index.engine_in_force(), 0
    touched: list[Shipment] = []
    for shipment in rows:
        known = run.lines_of(shipment)
        lines += len(known)
        left_out = index.lists_of_others(shipment.administration_id, engine.digest)
        said = run.evidence_of(engine.screen(known, without=left_out))
        if shipment.latest_run and said != shipment.latest_run.evidence:
            touched.append(shipment)
    requests.ask_for(touched, ScreeningRequest.Cause.LISTS, screen)
    return {"lines": lines, "asked": len(touched)}


def _preview(walk: ListPass, rows: Sequence[Shipment]) -> dict[str, int]:
    """Compares what the lists in force flag with what they would flag with this edition among them."""
    now, then = index.engine_in_force(), _with(walk.edition_id, walk.edition.checksum, index.digest_in_force())
    slug, counts = walk.edition.control_list.slug, {"lines": 0, "flagged": 0, "lost": 0}
    findings: list[PassFinding] = []
    for shipment in rows:
        known = run.lines_of(shipment)
        counts["lines"] += len(known)
        left_out = index.lists_of_others(shipment.administration_id, now.digest)
        for line, is_new, codes in _changes(known, now, then, slug, left_out):
            counts["flagged" if is_new else "lost"] += 1
            findings.append(
                PassFinding(list_pass=walk, shipment=shipment, item_number=int(line.id), is_new=is_new, codes=codes)
            )
    room = max(0, MOST_FINDINGS - walk.findings.count())
    PassFinding.objects.bulk_create(findings[:room], batch_size=500)
    return counts


def _changes(
    known: Sequence[Line], now: Engine, then: Engine, slug: str, left_out: Collection[str]
) -> Iterator[tuple[Line, bool, str]]:
    said = zip(known, now.screen(known, without=left_out), then.screen(known, without=left_out), strict=True)
    for line, before, after in said:
        old, new = _codes(before, now, slug), _codes(after, then, slug)
        if new and not old:
            yield line, True, _text(new)
        elif old and not new:
            yield line, False, _text(old)


def _codes(verdict: Verdict, engine: Engine, slug: str) -> list[str]:
    """Entries of the list that flag the line."""
    return [each.code for each in verdict.candidates if each.list_slug == slug and engine.policy.flags(each.level)]


def _text(codes: Sequence[str]) -> str:
    return "; ".join(codes)[:_LONGEST_CODES]


@lru_cache(maxsize=1)
def _with(edition: UUID, checksum: str, in_force: str) -> Engine:
    """The engine of the lists in force with this edition in place of its list's own. All three tell it apart."""
    row = Edition.objects.get(pk=edition)
    others = Edition.objects.filter(state=Edition.State.ACTIVE).exclude(control_list=row.control_list_id)
    return Engine.build(adapters.catalogue_of(others | Edition.objects.filter(pk=edition)))


def _wake(enqueue: Enqueue, key: UUID) -> None:
    try:
        enqueue(key)
    except OperationalError:
        return  # a broker that does not answer delays the pass until take_over finds it
