"""An administration by the code that a command names."""

from __future__ import annotations

from django.core.management.base import CommandError

from checkpoints.models import Administration


def administration_named(code: str | None) -> Administration | None:
    """None where no code is given. Raises CommandError, which lists the codes there are, for an unknown one."""
    if code is None:
        return None
    found = Administration.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Administration.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f"There is no administration {code!r}. Use one of: {known}")
    return found
