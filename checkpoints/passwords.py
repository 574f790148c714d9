"""A person changes their own password."""

from __future__ import annotations

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from checkpoints.models import User
from ledger import audit


@sensitive_variables("password")
def change(*, user: User, password: str) -> None:
    """Sets a password that was judged before; every other session of the user ends with the old one."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(actor=f"person:{user.pk}", action="account.password_changed", subject=user)
