"""A trainee's way through an exercise, and that nothing of it reaches operations."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from checkpoints.actors import person
from ledger.models import AuditEvent
from screening.models.reviews import Decision
from screening.selectors import queue
from screening.selectors.queue import Show
from screening.services.index import NoCatalogue, digest_in_force
from tests.cast import Cast
from tests.training.conftest import CHECK, RELEASE, answered, finished, never_a_check, rightly
from training.exercise import UnknownExercise, exercise_named
from training.models import Attempt, Certificate, Response
from training.selectors.attempts import (
    content_of,
    engine_score_of,
    evidence_of,
    latest_responses,
    open_attempt,
    score_of,
)
from training.services import attempts
from training.services.attempts import Finished, Said, Unanswered


def test_an_attempt_keeps_what_was_drawn_and_what_the_engine_said_of_it(attempt: Attempt) -> None:
    content, evidence = content_of(attempt), evidence_of(attempt)
    assert list(content.cases) == exercise_named("first").drawn(attempt.seed)
    assert [len(verdicts) for verdicts in evidence] == [len(case.declaration["items"]) for case in content.cases]
    assert (attempt.index_digest, attempt.size) == (digest_in_force(), 20)
    assert attempt.editions


def test_beginning_again_goes_on_with_the_open_attempt(cast: Cast, attempt: Attempt) -> None:
    assert attempts.start(trainee=cast.officer, slug="first") == attempt
    answered(attempt)
    attempts.finish(attempt=attempt)
    another = attempts.start(trainee=cast.officer, slug="first")
    assert another != attempt
    assert open_attempt(cast.officer, "first") == another


def test_another_trainee_gets_an_attempt_of_their_own(cast: Cast, attempt: Attempt) -> None:
    assert attempts.start(trainee=cast.khorog_officer, slug="first") != attempt


def test_who_may_not_learn_cannot_begin(cast: Cast, lists: None) -> None:
    with pytest.raises(PermissionDenied):
        attempts.start(trainee=cast.list_manager, slug="first")


def test_an_exercise_that_is_not_shipped_cannot_be_begun(cast: Cast, lists: None) -> None:
    with pytest.raises(UnknownExercise):
        attempts.start(trainee=cast.officer, slug="second")


def test_without_a_list_in_force_there_is_nothing_to_compare_with(cast: Cast) -> None:
    with pytest.raises(NoCatalogue):
        attempts.start(trainee=cast.officer, slug="first")
    assert not Attempt.objects.exists()


def test_the_latest_answer_counts_and_the_former_stays_on_record(attempt: Attempt) -> None:
    attempts.respond(attempt=attempt, position=3, said=Said(RELEASE, (), "", 2))
    attempts.respond(attempt=attempt, position=3, said=Said(CHECK, ("listed",), "the CAS number", 5))
    attempts.respond(attempt=attempt, position=4, said=Said(Decision.DOCUMENTS, (), "", 1))
    latest = latest_responses(attempt)
    assert {position: response.decision for position, response in latest.items()} == {3: CHECK, 4: Decision.DOCUMENTS}
    assert (latest[3].reasons, latest[3].words) == (["listed"], "the CAS number")
    assert Response.objects.filter(attempt=attempt).aggregate(last=Max("number")) == {"last": 3}


def test_an_attempt_ends_only_once_every_declaration_has_an_answer(attempt: Attempt) -> None:
    for position in (1, 2, 5):
        attempts.respond(attempt=attempt, position=position, said=Said(RELEASE, (), "", 3))
    with pytest.raises(Unanswered) as refused:
        attempts.finish(attempt=attempt)
    assert refused.value.positions == [3, 4, *range(6, 21)]
    assert not Certificate.objects.exists()


def test_everything_right_is_scored_and_certified(cast: Cast, lists: None) -> None:
    done = finished(cast.officer, rightly)
    reached = score_of(done.completion)
    assert (reached.hits, reached.misses, reached.false_alarms, reached.correct_releases) == (6, 0, 0, 14)
    assert done.completion.passed
    assert done.completion.certificate.name == "Invented officer.dushanbe2"


def test_documents_and_inspection_count_as_a_check_alike(cast: Cast, lists: None) -> None:
    done = finished(cast.officer, lambda case: Said(Decision.DOCUMENTS if case.target else Decision.RELEASE, (), "", 4))
    assert score_of(done.completion).hits == 6


def test_releasing_everything_is_completed_but_not_passed(cast: Cast, lists: None) -> None:
    done = finished(cast.officer, never_a_check)
    assert not done.completion.passed
    assert done.completion.certificate.code


def test_the_engine_is_scored_on_the_same_declarations(cast: Cast, lists: None) -> None:
    """The small list of the tests knows the solvent and the machine alone."""
    done = finished(cast.officer)
    engine = engine_score_of(done.completion)
    assert {mark["key"] for mark in done.completion.marks if mark["engine"]} == {"solvent", "machine"}
    assert (engine.hits, engine.misses, engine.false_alarms) == (2, 4, 0)


def test_finishing_twice_changes_nothing(cast: Cast, attempt: Attempt) -> None:
    answered(attempt)
    first = attempts.finish(attempt=attempt)
    assert attempts.finish(attempt=attempt) == first
    assert Certificate.objects.count() == 1


def test_a_finished_attempt_takes_no_more_answers(cast: Cast, lists: None) -> None:
    done = finished(cast.officer)
    with pytest.raises(Finished):
        attempts.respond(attempt=done, position=1, said=Said(CHECK, (), "", 5))


def test_the_database_refuses_an_answer_after_the_end_whatever_the_door(cast: Cast, lists: None) -> None:
    done = finished(cast.officer)
    with pytest.raises(IntegrityError, match="takes no more answers"), transaction.atomic():
        Response.objects.create(attempt=done, number=99, position=1, decision=CHECK, confidence=5)


def test_every_step_stands_in_the_audit_chain_without_a_name(cast: Cast, lists: None) -> None:
    done = finished(cast.officer)
    events = AuditEvent.objects.filter(subject=f"attempt:{done.pk}").order_by("sequence")
    actions = list(events.values_list("action", flat=True))
    assert actions == ["exercise.started", *["exercise.answered"] * 20, "exercise.finished"]
    assert {event.administration for event in events} == {cast.tajikistan.pk}
    assert not any("Invented" in event.detail for event in events)


# -- apart from operations --------------------------------------------------------------------------


def test_nothing_of_an_exercise_is_stored_among_shipments(cast: Cast, lists: None) -> None:
    tables = list(apps.get_app_config("screening").get_models())
    before = {model.__name__: model._default_manager.count() for model in tables}
    done = finished(cast.officer)
    assert {model.__name__: model._default_manager.count() for model in tables} == before
    actor = person(cast.officer)
    assert [row for show in Show for row in queue.page(actor, show=show, after=None).rows] == []
    assert json.loads(done.content)["cases"]
