"""A run stores evidence, flags, questions and lane together, and says what it relied on."""

import hashlib
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from checkpoints.actors import person
from ledger.models import AuditEvent
from screening import models
from screening.engine import Engine, Line
from screening.engine.policy import read_policy
from screening.services import answers, index, run
from screening.services.requests import ask_for
from screening.services.run import lane_of
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lists")


def _screened(shipment: models.Shipment) -> models.ScreeningRun:
    request = models.ScreeningRequest.objects.create(
        shipment=shipment, cause=models.ScreeningRequest.Cause.ARRIVAL, due_at=timezone.now()
    )
    made = run.execute(request.pk)
    assert made is not None
    return made


def test_a_run_says_what_it_found_and_what_it_relied_on(cast: Cast) -> None:
    made = _screened(c.shipment(cast))
    assert (made.level, made.flagged, made.lane) == (3, True, "red")
    assert [(flag.item_number, flag.list_slug, flag.entry_code) for flag in made.flags.all()] == [
        (1, "eu-dual-use", "1C350.1")
    ]
    assert made.editions == ["eu-dual-use small"]
    assert made.index_digest == index.digest_in_force()
    assert made.policy_version == read_policy().version
    assert made.evidence_sha256 == hashlib.sha256(made.evidence.encode()).hexdigest()


def test_a_run_can_be_repeated_from_what_it_stored(cast: Cast) -> None:
    shipment = c.shipment(cast)
    made = _screened(shipment)
    engine: Engine = index.engine_for(made.index_digest)
    item = shipment.items.get()
    again = [
        verdict.as_document() for verdict in engine.screen([Line(str(item.number), item.description, item.hs_code)])
    ]
    assert json.loads(made.evidence)["lines"] == again


def test_the_shipment_shows_the_run_and_the_chain_records_it(cast: Cast) -> None:
    shipment = c.shipment(cast)
    made = _screened(shipment)
    shipment.refresh_from_db()
    assert (shipment.state, shipment.level, shipment.lane, shipment.latest_run) == ("flagged", 3, "red", made)
    assert AuditEvent.objects.filter(action="shipment.screened", subject=f"shipment:{shipment.pk}").count() == 1


def test_an_answer_starts_a_new_run_that_uses_it(cast: Cast) -> None:
    shipment = c.shipment(cast)
    _screened(shipment)
    question = shipment.questions.get(key="quantity:concentration")
    answers.give(question=question, text="5 %", actor=person(cast.officer), enqueue=lambda _: None)
    request = models.ScreeningRequest.objects.get(cause="answer")
    second = run.execute(request.pk)
    assert second is not None
    assert (second.number, second.flagged) == (2, False)
    shipment.refresh_from_db()
    assert shipment.state == "clear"
    assert shipment.questions.count() == 1


@pytest.mark.parametrize("useless", ["", "   ", "plenty", "5 kg", "x" * 501, "\x00"])
def test_an_answer_that_gives_no_such_figure_is_refused_with_an_example(cast: Cast, useless: str) -> None:
    shipment = c.shipment(cast)
    _screened(shipment)
    with pytest.raises(answers.BadAnswer):
        answers.give(
            question=shipment.questions.get(), text=useless, actor=person(cast.officer), enqueue=lambda _: None
        )
    assert not models.Answer.objects.exists()


def test_that_a_figure_cannot_be_found_out_is_an_answer(cast: Cast) -> None:
    shipment = c.shipment(cast)
    _screened(shipment)
    answers.give(question=shipment.questions.get(), text="?", actor=person(cast.officer), enqueue=lambda _: None)
    assert run.execute(models.ScreeningRequest.objects.get(cause="answer").pk)
    shipment.refresh_from_db()
    assert shipment.state == "flagged"


def test_a_request_wakes_a_worker_only_after_the_commit(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    woken: list[object] = []
    with django_capture_on_commit_callbacks(execute=True):
        ask_for([c.shipment(cast)], models.ScreeningRequest.Cause.ARRIVAL, woken.append)
        assert woken == []
    assert woken == [models.ScreeningRequest.objects.get().pk]


@pytest.mark.parametrize(
    ("level", "flagged", "open_points", "lane"),
    [
        (0, False, False, "green"),
        (1, False, False, "green"),
        (0, False, True, "yellow"),
        (2, True, True, "yellow"),
        (3, True, False, "red"),
    ],
)
def test_a_lane_follows_from_level_flag_and_open_points(
    level: int, flagged: bool, open_points: bool, lane: str
) -> None:
    assert lane_of(level, flagged, open_points=open_points) == lane


def test_who_has_no_role_at_the_shipments_checkpoints_answers_nothing(cast: Cast) -> None:
    shipment = c.shipment(cast)
    _screened(shipment)
    for stranger in (cast.khorog_officer, cast.ayritom_officer, cast.list_manager):
        with pytest.raises(PermissionDenied):
            answers.give(question=shipment.questions.get(), text="5 %", actor=person(stranger), enqueue=lambda _: None)
