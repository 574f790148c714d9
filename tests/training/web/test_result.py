"""The result, and the debrief of each declaration against the engine's evidence as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from checkpoints.models import User
from screening import models
from tests.cast import Cast
from tests.training.conftest import CHECK, RELEASE, Answer, finished, never_a_check, rightly
from tests.training.web.conftest import SignedIn, address
from training.models import Attempt, Group
from training.selectors.attempts import content_of
from training.services.attempts import Said


def _position(attempt: Attempt, *, target: bool) -> int:
    return next(place for place, case in enumerate(content_of(attempt).cases, 1) if case.target is target)


def _with_solvent(cast: Cast, answer: Answer = rightly) -> tuple[Attempt, int]:
    """A finished attempt, and where the solvent stands in it, which the small list of the tests knows."""
    done = finished(cast.officer, answer)
    return done, [case.key for case in content_of(done).cases].index("solvent") + 1


def test_the_counts_stand_beside_the_engine_s(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    done = finished(cast.officer, rightly)
    page = signed_in(cast.officer).get(address("result", done)).text
    assert "Passed." in page
    for name, count in (("Hits", 6), ("Misses", 0), ("False alarms", 0), ("Correct releases", 14)):
        assert f'data-label="{name}"><strong>{count}</strong>' in page
    assert "3.30" in page  # d′ of 6 of 6 and 0 of 14
    assert "The engine differs from the truth at:" in page


def test_who_did_not_pass_is_told_what_it_takes(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    done = finished(cast.officer, never_a_check)
    page = signed_in(cast.officer).get(address("result", done)).text
    assert "To pass, d′ must reach 1.00." in page
    assert "Leaning: above 0 releasing is preferred" in page


def test_the_curve_is_drawn_and_told_as_a_table(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    """Coordinates keep their point in a language that writes a comma."""
    done = finished(
        cast.officer, lambda case: Said(CHECK if case.key < "m" else RELEASE, (), "", 1 + len(case.key) % 5)
    )
    client = signed_in(cast.officer)
    client.cookies["django_language"] = "ru"
    page = client.get(address("result", done)).text
    line = page.split('<polyline class="series" points="')[1].split('"')[0]
    assert all(len(point.split(",")) == 2 for point in line.split())
    assert page.count('<th scope="row">проверка, уверенность') == 5


@pytest.mark.parametrize(
    ("answer", "target", "said"),
    [
        (rightly, True, ("mark-hit", "This one deserves a check")),
        (rightly, False, ("mark-release", "This one is ordinary trade")),
        (never_a_check, True, ("mark-miss", "This one deserves a check")),
        (lambda case: Said(CHECK, (), "", 3), False, ("mark-alarm", "This one is ordinary trade")),
    ],
)
def test_the_debrief_says_what_is_true(
    cast: Cast, lists: None, signed_in: SignedIn, answer: Any, target: bool, said: tuple[str, str]
) -> None:
    done = finished(cast.officer, answer)
    position = _position(done, target=target)
    page = signed_in(cast.officer).get(address("debrief", done, position)).text
    assert all(each in page for each in said)
    assert content_of(done).cases[position - 1].note["en"] in page


def test_the_debrief_shows_the_engine_s_evidence_as_it_was(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    """The lists of that day judge, though another edition is in force by now."""
    done, position = _with_solvent(cast)
    models.IndexInForce.objects.create(
        artifact=models.IndexArtifact.objects.create(digest="0" * 64, content=b"", editions=[])
    )
    page = signed_in(cast.officer).get(address("debrief", done, position)).text
    assert '<mark class="for">' in page
    assert "1C350.1" in page
    assert "Engine and truth agree." in page


def test_reasons_are_told_apart(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    """Of listed, identifier and activity two are named, and one that is not there."""
    done, position = _with_solvent(cast, lambda case: Said(CHECK, ("listed", "identifier", "route"), "", 4))
    page = signed_in(cast.officer).get(address("debrief", done, position)).text
    rightly_named, rest = page.split("Reasons named rightly")[1].split("Reasons overlooked")
    overlooked, not_there = rest.split("Named, but not to be seen here")
    assert "stand on a control list" in rightly_named
    assert "CAS, UN or part number" in rightly_named
    assert "do not fit the business" in overlooked
    assert "The route makes no sense" in not_there


def test_the_engine_s_miss_is_a_lesson(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    done = finished(cast.officer)
    missed = next(place for place, mark in enumerate(done.completion.marks, 1) if mark["target"] and not mark["engine"])
    page = signed_in(cast.officer).get(address("debrief", done, missed)).text
    assert "Here the officer was needed." in page
    assert "(wrong)" in page


def test_an_open_attempt_has_no_result(cast: Cast, attempt: Attempt, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    for name, more in (("result", ()), ("debrief", (1,)), ("certificate", ()), ("certificate-pdf", ())):
        assert client.get(address(name, attempt, *more)).status_code == 404, name


@pytest.mark.parametrize("position", [0, 21])
def test_a_place_outside_the_manifest_has_no_debrief(
    cast: Cast, lists: None, signed_in: SignedIn, position: int
) -> None:
    assert signed_in(cast.officer).get(address("debrief", finished(cast.officer), position)).status_code == 404


OF_RESULT = (("result", ()), ("debrief", (1,)), ("certificate", ()), ("certificate-pdf", ()))
OF_ATTEMPT = (("manifest", ()), ("exercise-declaration", (1,)))


@pytest.mark.parametrize("who", ["khorog_officer", "supervisor", "ayritom_officer"])
def test_a_foreign_attempt_does_not_exist(
    cast: Cast, lists: None, attempt: Attempt, signed_in: SignedIn, who: str
) -> None:
    client, done = signed_in(getattr(cast, who)), finished(cast.officer)
    for name, more in OF_ATTEMPT + OF_RESULT:
        assert client.get(address(name, done, *more)).status_code == 404, name
    assert client.post(address("finish-exercise", attempt)).status_code == 404
    assert client.post(address("exercise-declaration", attempt, 1), {}).status_code == 404


def test_a_trainer_reads_the_results_of_the_group_and_answers_nothing(
    cast: Cast, trainer: User, group: Group, lists: None, signed_in: SignedIn
) -> None:
    done, client = finished(cast.officer), signed_in(trainer)
    for name, more in OF_RESULT[:3]:
        assert client.get(address(name, done, *more)).status_code == 200, name
    for name, more in OF_ATTEMPT:
        assert client.get(address(name, done, *more)).status_code == 404, name
    assert reverse("groups") in client.get(address("result", done)).text


def test_both_pages_take_few_statements(
    cast: Cast, lists: None, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    done, client = finished(cast.officer), signed_in(cast.officer)
    with django_assert_max_num_queries(10):
        client.get(address("result", done))
    with django_assert_max_num_queries(12):
        client.get(address("debrief", done, 1))
