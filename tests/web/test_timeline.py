"""The time line of a shipment: who, what, when, by which lists; notes are added there."""

from __future__ import annotations

import html
import re
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.roles import Role
from ledger import clock
from screening import models
from screening.review import decisions, results
from screening.services import holdings, notes
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SHIRTS, SOLVENT, Declared, SignedIn, screen

pytestmark = pytest.mark.django_db
VAGUE = {"box_31_description": "spare parts"}
EVENT = re.compile(r"<li[^>]*><p><strong>(.*?)</strong>.*?</li>", re.DOTALL)


def _part(client: Client, shipment: models.Shipment) -> str:
    page = html.unescape(client.get(reverse("shipment", args=[shipment.pk])).text)
    return page[page.index('id="timeline"') :]


def _events(client: Client, shipment: models.Shipment) -> list[str]:
    return EVENT.findall(_part(client, shipment))


def test_a_shipment_begins_with_its_declaration_and_first_run(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    assert _events(client, shipment) == [
        "Screened, run 1 (declaration received): strong indication, flagged",
        "Declaration received, form",
    ]
    part = _part(client, shipment)
    assert "Invented officer.dushanbe2" in part
    assert reverse("submission", args=[shipment.submission_id]) in part


def test_a_run_can_be_repeated_years_later(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    """Lists, index, evidence, policy and engine stand at each run."""
    shipment = declared("TJ-1", SOLVENT)
    run = shipment.latest_run
    assert run is not None
    part = _part(signed_in(cast.officer), shipment)
    for text in ("1 list", "Small list (small)", run.evidence_sha256, run.index_digest, run.policy_version):
        assert text in part, text


def test_the_whole_life_of_a_shipment(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, start = declared("TJ-1", SOLVENT), timezone.now()
    minutes = count(1)

    def at_next() -> AbstractContextManager[None]:
        return clock.at(start + timedelta(minutes=next(minutes)))

    with at_next():
        holdings.take(shipment=shipment, holder=cast.officer)
    with at_next():
        notes.add(shipment=shipment, author=cast.officer, text="Seal is whole")
    with at_next():
        holdings.give_back(shipment=shipment, by=cast.officer)
    with at_next():
        holdings.hand_over(shipment=shipment, to=cast.officer, by=cast.supervisor, note="Yours")
    with at_next():
        review = _propose(shipment, cast, "release")
    with at_next():
        decisions.confirm(review=review, confirmed=False, note="look again", confirmer=cast.supervisor)
    with at_next():
        outcome = _propose(shipment, cast, "inspect").outcome
    with at_next():
        results.record(outcome=outcome, found="nothing", note="", by=cast.officer)
    with at_next():
        decisions.propose(
            shipment=shipment,
            run_id=str(shipment.latest_run_id),
            decision="refer",
            note="authority asks",
            proposer=cast.supervisor,
            corrects=outcome,
        )
    assert _events(signed_in(cast.officer), shipment)[:-2] == [
        "Corrected on run 1: refer to the licensing authority",
        "Result of the check: nothing: goods as declared",
        "Decided on run 1: inspect the goods",
        "Sent back: release",
        "Proposed on run 1: release",
        "Handed over to Invented officer.dushanbe2",
        "Given back",
        "Note",
        "Taken to work on",
    ]


def _propose(shipment: models.Shipment, cast: Cast, decision: str) -> models.Review:
    run = str(shipment.latest_run_id)
    return decisions.propose(shipment=shipment, run_id=run, decision=decision, note="", proposer=cast.officer)


def test_what_became_of_a_decision_stands_with_it(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    _propose(shipment, cast, "inspect")
    decisions.propose(
        shipment=shipment,
        run_id=str(shipment.latest_run_id),
        decision="refer",
        note="authority asks",
        proposer=cast.supervisor,
        corrects=models.Outcome.objects.get(),
    )
    part = _part(signed_in(cast.officer), shipment)
    corrected = part[part.index("Decided on run 1: inspect the goods") :]
    assert "· corrected" in corrected[: corrected.index("</li>")]


def test_an_answer_stands_with_its_question_and_the_run_it_started(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, client = declared("TJ-1", VAGUE), signed_in(cast.officer)
    question = models.Question.objects.get(shipment=shipment)
    client.post(reverse("answer", args=[shipment.pk]), {"question": str(question.pk), "text": "thiodiglycol 99 %"})
    screen()
    events = _events(client, shipment)
    assert events[0] == "Screened, run 2 (question answered): strong indication, flagged"
    assert events[1].startswith("Line 1: The description does not say what the goods are.")
    assert "thiodiglycol 99 %" in _part(client, shipment)


def test_an_amended_declaration_is_told(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former, latest = declared("TJ-1", SOLVENT), declared("TJ-1", SHIRTS)
    part = _part(signed_in(cast.officer), former)
    assert "Amended: version 2 was received" in part
    assert reverse("shipment", args=[latest.pk]) in part


def test_an_escalation_is_told(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    models.Escalation.objects.create(shipment=shipment, cause="undecided", deadline=timezone.now())
    event = "Passed on to the supervisors: the goods arrived and nobody had decided"
    assert event in _events(signed_in(cast.officer), shipment)


def test_a_long_time_line_is_folded(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    for number in range(15):
        notes.add(shipment=shipment, author=cast.officer, text=f"Note {number}")
    part = _part(signed_in(cast.officer), shipment)
    folded = part.index("5 earlier events")
    assert part.index("Note 14") < folded < part.index("Note 2")


def test_a_time_line_costs_the_same_however_long(
    cast: Cast,
    declared: Declared,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    shipment = declared("TJ-1", SOLVENT)
    for number in range(30):
        notes.add(shipment=shipment, author=cast.officer, text=f"Note {number}")
        holdings.take(shipment=shipment, holder=cast.officer)
        holdings.give_back(shipment=shipment, by=cast.officer)
    client = signed_in(cast.supervisor)
    with django_assert_max_num_queries(32):
        _part(client, shipment)


# -- notes ---------------------------------------------------------------------------------------------


def _note(client: Client, shipment: models.Shipment, text: str) -> tuple[int, str]:
    answer = client.post(reverse("add-note", args=[shipment.pk]), {"text": text}, follow=True)
    return answer.status_code, html.unescape(answer.text)


def test_a_note_is_kept_with_author_and_time(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    status, page = _note(client, shipment, "Пломба цела")
    assert (status, "The note is kept." in page) == (200, True)
    assert "Пломба цела" in _part(client, shipment)


def test_markup_in_a_note_stays_text(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    client.post(reverse("add-note", args=[shipment.pk]), {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get(reverse("shipment", args=[shipment.pk])).text


@pytest.mark.parametrize(("text", "said"), [(" ", "The note is empty."), ("x" * 2001, "2001 characters")])
def test_a_note_that_cannot_be_kept_comes_back(
    cast: Cast, declared: Declared, signed_in: SignedIn, text: str, said: str
) -> None:
    status, page = _note(signed_in(cast.officer), declared("TJ-1", SOLVENT), text)
    assert status == 422
    assert said in page
    assert 'aria-describedby="note-problem"' in page
    assert text in page


def test_an_auditor_reads_the_time_line_and_writes_nothing(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    notes.add(shipment=shipment, author=cast.officer, text="Seal is whole")
    auditor = signed_in(c.person("auditor", cast.tajikistan, Role.AUDITOR))
    part = _part(auditor, shipment)
    assert "Seal is whole" in part
    assert "Add a note" not in part
