"""Certificates of completion, each under a code that nobody can guess."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

from training.models import Certificate, Completion

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that paper confuses: no i, l, o, 0, 1
_GROUPS, _IN_A_GROUP = 6, 4


def issue(*, completion: Completion, title: Mapping[str, str]) -> Certificate:
    """Called inside the transaction that ends an attempt."""
    holder = completion.attempt.trainee
    return Certificate.objects.create(
        completion=completion,
        code=new_code(),
        name=holder.get_full_name() or holder.username,
        title=dict(title),
    )


def new_code() -> str:
    """24 letters, 118 bits of chance, in groups of four that can be typed from paper."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
