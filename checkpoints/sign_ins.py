"""Remembers when a person signed in before: what came since is new to them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in

from checkpoints.models import User
from ledger.clock import now


def connect() -> None:
    """Takes the place of Django's own receiver, which overwrites the moment before."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    user_logged_in.connect(_remember, dispatch_uid="remember_sign_in")


def _remember(sender: object, user: User, **_: Any) -> None:
    user.previous_login, user.last_login = user.last_login, now()
    user.save(update_fields=["previous_login", "last_login"])
