"""A group at an exercise: who is how far, and how the first attempts went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from checkpoints.models import User
from training.models import Attempt, Completion, Group
from training.selectors.attempts import answered


@dataclass(frozen=True)
class Progress:
    """One member. ``first`` is the first finished attempt, the one that counts: later ones know the answers.

    ``answered`` are the declarations with an answer in the attempt that is open, of ``size``; None where none is.
    """

    user: User
    first: Completion | None
    finished: int
    answered: int | None
    size: int


def members(group: Group) -> list[User]:
    """By name; one statement."""
    rows = User.objects.filter(pk__in=group.memberships.values("user"))
    return list(rows.order_by("last_name", "first_name", "username"))


def progress(people: list[User], slug: str) -> list[Progress]:
    """Of the members, in their order; four statements."""
    keys = [user.pk for user in people]
    first = {completion.attempt.trainee_id: completion for completion in _first_completions(keys, slug)}
    begun = {attempt.trainee_id: attempt for attempt in _open(keys, slug)}
    far = answered(attempt.pk for attempt in begun.values())
    counts = _finished(keys, slug)
    return [_of_member(user, first, begun, far, counts) for user in people]


def _of_member(
    user: User,
    first: Mapping[UUID, Completion],
    begun: Mapping[UUID, Attempt],
    far: Mapping[UUID, int],
    counts: Mapping[UUID, int],
) -> Progress:
    attempt = begun.get(user.pk)
    return Progress(
        user=user,
        first=first.get(user.pk),
        finished=counts.get(user.pk, 0),
        answered=far.get(attempt.pk, 0) if attempt else None,
        size=attempt.size if attempt else 0,
    )


def _first_completions(people: list[UUID], slug: str) -> QuerySet[Completion]:
    earlier = Completion.objects.filter(
        attempt__trainee=OuterRef("attempt__trainee"), attempt__exercise=slug, id__lt=OuterRef("id")
    )
    rows = Completion.objects.filter(~Exists(earlier), attempt__trainee__in=people, attempt__exercise=slug)
    return rows.select_related("attempt").defer("attempt__content", "attempt__evidence")


def _open(people: list[UUID], slug: str) -> QuerySet[Attempt]:
    rows = Attempt.objects.filter(trainee__in=people, exercise=slug, completion=None)
    return rows.defer("content", "evidence").order_by("id")


def _finished(people: list[UUID], slug: str) -> dict[UUID, int]:
    rows = Attempt.objects.filter(trainee__in=people, exercise=slug).values("trainee")
    counted = rows.annotate(n=Count("pk", filter=Q(completion__isnull=False))).values_list("trainee", "n")
    return dict(counted)
