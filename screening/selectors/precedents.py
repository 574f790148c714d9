"""Goods of an administration and what was determined about them: which count, and where each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.engine import Line
from screening.engine.precedents import keys_of
from screening.engine.reading import numbers_in
from screening.engine.verdict import Precedent
from screening.models import Determination, DeterminationConfirmation, Good, Ruling
from screening.selectors.since import Since

PAGE: Final = 25
_KEYS_A_STATEMENT: Final = 10_000  # of a shipment's lines; databases take some 30,000 values


class State(StrEnum):
    """Where a determination stands."""

    WAITING = "waiting"
    REFUSED = "refused"
    IN_FORCE = "in_force"
    OVERRULED = "overruled"
    EXPIRED = "expired"


# -- what counts -----------------------------------------------------------------------------------


def with_precedents(lines: Sequence[Line], administration: UUID | None) -> list[Line]:
    """The lines with the determinations of this administration that may apply to them: the one place for all doors.

    One statement for every 10,000 numbers that the lines hold; none where they hold none.
    """
    keys = [numbers_in(line) for line in lines] if administration else []
    wanted = sorted({key for own in keys for key in own})
    found: dict[str, list[Precedent]] = defaultdict(list)
    remaining = iter(wanted)
    while part := list(islice(remaining, _KEYS_A_STATEMENT)):
        for key, precedent in _counting(part, administration):
            found[key].append(precedent)
    if not found:
        return list(lines)
    return [replace(line, precedents=_of(found, own)) for line, own in zip(lines, keys, strict=True)]


def _of(found: dict[str, list[Precedent]], keys: Iterable[str]) -> tuple[Precedent, ...]:
    unique = {each.id: each for key in sorted(keys) for each in found.get(key, ())}
    return tuple(unique[key] for key in sorted(unique))


def _counting(keys: Sequence[str], administration: UUID | None) -> Iterable[tuple[str, Precedent]]:
    rows = in_force().filter(good__keys__administration=administration, good__keys__key__in=keys)
    for row in rows.select_related("good", "determined_by").annotate(key=F("good__keys__key")):
        yield row.key, precedent_of(row)


def precedent_of(row: Determination) -> Precedent:
    """A determination as the engine reads it; ``good`` and ``determined_by`` were read with it."""
    return Precedent(
        id=str(row.pk),
        maker=row.good.maker,
        model=row.good.model,
        part_number=row.good.part_number,
        list_slug=row.list_slug,
        code=row.entry_code,
        controlled=row.ruling == Ruling.CONTROLLED,
        date=timezone.localdate(row.created_at).isoformat(),
        officer=row.determined_by.get_full_name() or row.determined_by.username,
        reason=row.reason,
    )


def in_force(today: date | None = None) -> QuerySet[Determination]:
    """Confirmed, not expired, not overruled by a later confirmed one on the same entry; no withdrawals."""
    confirmed = Determination.objects.filter(confirmation__confirmed=True)
    valid = confirmed.filter(valid_until__gte=today or timezone.localdate()).exclude(ruling=Ruling.WITHDRAWN)
    return valid.exclude(Exists(_later())).order_by("id")


def _later() -> QuerySet[Determination]:
    return Determination.objects.filter(
        good=OuterRef("good"),
        list_slug=OuterRef("list_slug"),
        entry_code=OuterRef("entry_code"),
        created_at__gt=OuterRef("created_at"),
        confirmation__confirmed=True,
    )


def state_of(row: Determination, history: Iterable[Determination]) -> State:
    """Where a determination stands among all those of its good; ``confirmation`` was read with them."""
    own = confirmation_of(row)
    if own is not None and not own.confirmed:
        return State.REFUSED
    if any(_overrules(other, row) for other in history):
        return State.OVERRULED
    if own is None:
        return State.WAITING
    return State.EXPIRED if row.valid_until < timezone.localdate() else State.IN_FORCE


def _overrules(other: Determination, row: Determination) -> bool:
    confirmed = confirmation_of(other)
    same = (other.list_slug, other.entry_code) == (row.list_slug, row.entry_code)
    return same and other.created_at > row.created_at and confirmed is not None and confirmed.confirmed


def confirmation_of(row: Determination) -> DeterminationConfirmation | None:
    return getattr(row, "confirmation", None)


# -- the library -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """``next`` is where the page after this one begins; None at the end."""

    goods: list[Good]
    next: Since | None


def goods_of(actor: Actor) -> QuerySet[Good]:
    """The goods of the actor's administration; none for who may not see them."""
    if not actor.administration_id or not actor.may(Ability.GOODS):
        return Good.objects.none()
    return Good.objects.filter(administration=actor.administration_id)


def page(actor: Actor, *, query: str, state: str, after: Since | None) -> Page:
    """Goods, the latest first, each with its history; two statements."""
    rows = goods_of(actor).order_by("-created_at", "-id")
    if query.strip():
        rows = rows.filter(_named(query.strip())).distinct()
    if state:
        rows = rows.filter(Exists(_in_state(State(state)).filter(good=OuterRef("pk"))))
    if after:
        rows = rows.filter(Q(created_at__lt=after.at) | Q(created_at=after.at, pk__lt=after.id))
    found = list(with_history(rows)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Since(last.created_at, last.pk) if last else None)


def with_history(goods: QuerySet[Good]) -> QuerySet[Good]:
    rows = Determination.objects.select_related("determined_by", "confirmation__confirmer", "item__shipment")
    return goods.prefetch_related(Prefetch("determinations", rows.order_by("-created_at", "-id")))


def _named(query: str) -> Q:
    """By maker, name, model or part number; numbers in any spelling."""
    words = query.replace("\x00", " ")
    named = Q(maker__icontains=words) | Q(model__icontains=words) | Q(name__icontains=words)
    return named | Q(part_number__icontains=words) | Q(keys__key__in=keys_of(words))


def _in_state(state: State) -> QuerySet[Determination]:
    rows, today = Determination.objects.all(), timezone.localdate()
    if state == State.IN_FORCE:
        return in_force(today)
    if state == State.REFUSED:
        return rows.filter(confirmation__confirmed=False)
    if state == State.OVERRULED:
        return rows.filter(Exists(_later())).exclude(confirmation__confirmed=False)
    if state == State.WAITING:
        return rows.filter(confirmation=None).exclude(Exists(_later()))
    expired = rows.filter(confirmation__confirmed=True, valid_until__lt=today)
    return expired.exclude(Exists(_later()))
