"""How many calls a minute, and what happens when nobody can count them."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from screening.api.throttles import REST, Counter
from tests.api.conftest import SHIPMENTS, calling, sent, shirts
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lists")


def test_each_answer_tells_what_is_left(caller: Client, settings: Any) -> None:
    settings.API_READS_A_MINUTE = 5
    answer = caller.get(SHIPMENTS)
    assert answer["RateLimit-Policy"] == '"read";q=5;w=60'
    assert answer["RateLimit"].startswith('"read";r=4;t=')


def test_too_many_calls_are_told_when_to_come_again(caller: Client, settings: Any) -> None:
    settings.API_READS_A_MINUTE = 0
    answer = caller.get(SHIPMENTS)
    assert (answer.status_code, answer.json()["type"]) == (429, "urn:problem:too-many-calls")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer["RateLimit"].startswith('"read";r=0;t=')


def test_writing_and_reading_have_allowances_of_their_own(caller: Client, settings: Any) -> None:
    settings.API_WRITES_A_MINUTE = 0
    assert sent(caller, shirts("TJ-1")).status_code == 429
    assert caller.get(SHIPMENTS).status_code == 200
    assert sent(caller, {"description": "cotton shirts"}, "/api/v1/check").status_code == 200


def test_a_system_is_not_held_back_by_another(caller: Client, stranger: Client, settings: Any) -> None:
    settings.API_READS_A_MINUTE = 1
    statuses = [caller.get(SHIPMENTS).status_code for _ in range(3)]
    assert 429 in statuses  # a minute may begin between two of them
    assert stranger.get(SHIPMENTS).status_code == 200


DEAD = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "unix:///nowhere/invented.sock",
    }
}


def test_without_a_cache_calls_are_let_in(cast: Cast, settings: Any) -> None:
    settings.CACHES = DEAD
    settings.API_READS_A_MINUTE = 0
    assert calling(cast.customs_system).get(SHIPMENTS).status_code == 200


def test_a_dead_cache_is_logged_once_and_left_alone_for_a_while(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = DEAD
    now = [100.0]
    counter = Counter(clock=lambda: now[0])
    with caplog.at_level(logging.WARNING, logger="screening.api.throttles"):
        assert [counter.count("invented"), counter.count("invented")] == [0, 0]
        assert len(caplog.records) == 1
        now[0] += REST
        counter.count("invented")
    assert len(caplog.records) == 2


def test_a_cache_that_works_counts(settings: Any) -> None:
    cache.delete("invented:count")
    counter = Counter()
    assert [counter.count("invented:count") for _ in range(3)] == [1, 2, 3]
