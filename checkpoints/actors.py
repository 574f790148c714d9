"""Who acts: a person, a customs system, or the portal itself, with the roles held at this moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from checkpoints.models import ApiClient, Assignment, User
from checkpoints.roles import AT_CHECKPOINT, MAY, Ability, Role


@dataclass(frozen=True)
class Actor:
    """``holds`` are pairs of role and checkpoint key; the key is None for administration-wide roles."""

    kind: str
    id: str
    administration_id: UUID | None
    holds: frozenset[tuple[Role, UUID | None]]

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
    """A signed-in user with the present assignments."""
    rows = Assignment.objects.filter(user=user).values_list("role", "checkpoint_id")
    return Actor("person", str(user.pk), user.administration_id, frozenset((Role(role), at) for role, at in rows))


def client(api_client: ApiClient) -> Actor:
    """A customs system that signed in with its credentials."""
    holds = frozenset({(Role.CUSTOMS_SYSTEM, None)})
    return Actor("client", str(api_client.pk), api_client.administration_id, holds)
