"""Pages of training are light enough for a 2G line."""

from __future__ import annotations

import gzip

from django.urls import reverse

from checkpoints.models import User
from tests.cast import Cast
from tests.training.conftest import finished
from tests.training.web.conftest import SignedIn, address
from training.models import Attempt, Group

MOST = 15_000
"""Bytes, compressed."""


def test_pages_are_light(cast: Cast, trainer: User, group: Group, attempt: Attempt, signed_in: SignedIn) -> None:
    done, trainee = finished(cast.khorog_officer), signed_in(cast.khorog_officer)
    trainee.cookies["django_language"] = "tg"
    pages = [
        (trainee, reverse("exercises")),
        (signed_in(cast.officer), address("manifest", attempt)),
        (signed_in(cast.officer), address("exercise-declaration", attempt, 1)),
        (trainee, address("result", done)),
        *((trainee, address("debrief", done, position)) for position in range(1, 21)),
        (trainee, address("certificate", done)),
        (signed_in(trainer), reverse("figures", args=[group.pk, "first"])),
    ]
    heavy = {where: len(gzip.compress(client.get(where).content)) for client, where in pages}
    assert {where: size for where, size in heavy.items() if size > MOST} == {}
