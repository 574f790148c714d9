"""When a person signed in before is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from checkpoints.models import User
from ledger import clock
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def _sign_in(user: User) -> None:
    Client().force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_each_sign_in_keeps_the_one_before(cast: Cast) -> None:
    user = cast.officer
    for day in range(3):
        with clock.at(MONDAY + timedelta(days=day)):
            _sign_in(user)
    user.refresh_from_db()
    assert user.last_login == MONDAY + timedelta(days=2)
    assert user.previous_login == MONDAY + timedelta(days=1)


def test_the_first_sign_in_has_none_before(cast: Cast) -> None:
    _sign_in(cast.officer)
    cast.officer.refresh_from_db()
    assert cast.officer.previous_login is None
    assert cast.officer.last_login is not None
