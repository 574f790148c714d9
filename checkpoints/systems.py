"""Customs systems that may call, and those that may no longer."""

from __future__ import annotations

from django.db import transaction

from checkpoints.actors import SYSTEM
from checkpoints.models import ApiClient
from ledger import audit


class UnknownSystem(LookupError):
    """No customs system of the administration has this name."""


def switch_system(*, administration: str, name: str, disabled: bool) -> ApiClient:
    """Shuts a customs system out, tokens included, or lets it in again; ``administration`` is its code.

    Raises UnknownSystem.
    """
    with transaction.atomic():
        named = ApiClient.objects.filter(administration__code=administration, name=name)
        system: ApiClient | None = named.select_for_update(of=("self",)).first()
        if system is None:
            raise UnknownSystem(f"{administration} has no customs system named {name!r}; nothing was changed.")
        system.disabled = disabled
        system.save(update_fields=["disabled"])
        audit.record(actor=SYSTEM.name, action="system.disabled" if disabled else "system.let_in_again", subject=system)
    return system
