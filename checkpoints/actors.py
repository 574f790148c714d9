"""Who acts: a person, a customs system, or the portal itself, with the roles held at this moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from checkpoints.delegations import Delegated, held_now
from checkpoints.models import ApiClient, Assignment, User
from checkpoints.roles import AT_CHECKPOINT, MAY, Ability, Role


@dataclass(frozen=True)
class Actor:
    """``holds`` are pairs of role and checkpoint key; the key is None for administration-wide roles.

    ``delegated`` are the checkpoints where the actor supervises in another's stead; ``holds`` has them too.
    """

    kind: str
    id: str
    administration_id: UUID | None
    holds: frozenset[tuple[Role, UUID | None]]
    delegated: tuple[Delegated, ...] = ()

    @property
    def name(self) -> str:
        """How the audit chain names the actor."""
        return f"{self.kind}:{self.id}"

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _ in self.holds)

    @cached_property
    def checkpoint_ids(self) -> frozenset[UUID]:
        """Checkpoints where the actor holds a role."""
        return frozenset(checkpoint for _, checkpoint in self.holds if checkpoint)

    def places(self, ability: Ability) -> frozenset[UUID]:
        """Checkpoints where a role held there allows it."""
        return frozenset(checkpoint for role, checkpoint in self.holds if checkpoint and role in MAY[ability])

    def in_whose_stead(self, at: Collection[UUID]) -> UUID | None:
        """The delegation by which the actor supervises at these checkpoints; None in the actor's own right.

        At none of them it is the actor's right elsewhere that counts, one's own before a delegated one.
        """
        stood_in = {each.checkpoint: each.delegation for each in self.delegated}
        supervised = self.places(Ability.CONFIRM)
        by_right = [stood_in.get(place) for place in sorted(supervised & set(at) or supervised)]
        return None if None in by_right else next(iter(by_right), None)

    def may(self, ability: Ability, at: Collection[UUID] | None = None) -> bool:
        """Whether a role held allows it: at one of the checkpoints named, or anywhere if none is named.

        A role for the whole administration allows it at every checkpoint; scope is asked separately.
        """
        return any(
            role in MAY[ability] and (role not in AT_CHECKPOINT or at is None or checkpoint in at)
            for role, checkpoint in self.holds
        )


SYSTEM: Final = Actor("system", "portal", None, frozenset())


def person(user: User) -> Actor:
    """A signed-in user with the present assignments, and with what absent supervisors delegated. Two statements."""
    rows = Assignment.objects.filter(user=user).values_list("role", "checkpoint_id")
    own = frozenset((Role(role), at) for role, at in rows)
    stands_in = tuple(each for each in held_now(user) if (Role.SUPERVISOR, each.checkpoint) not in own)
    lent = frozenset((Role.SUPERVISOR, each.checkpoint) for each in stands_in)
    return Actor("person", str(user.pk), user.administration_id, own | lent, stands_in)


def client(api_client: ApiClient) -> Actor:
    """A customs system that signed in with its credentials."""
    holds = frozenset({(Role.CUSTOMS_SYSTEM, None)})
    return Actor("client", str(api_client.pk), api_client.administration_id, holds)
