"""One declaration of an exercise: as on the shipment's page, without the engine's word, and the answer to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.cast import Cast
from tests.training.conftest import answered, finished, posted
from tests.training.web.conftest import SignedIn, address
from training.models import Attempt, Response
from training.selectors.attempts import content_of, evidence_of, latest_responses

MARK = "invented declarations; nothing here reaches operations."


def test_it_shows_what_was_declared_and_says_that_it_is_training(
    cast: Cast, attempt: Attempt, signed_in: SignedIn
) -> None:
    client = signed_in(cast.officer)
    for position, case in enumerate(content_of(attempt).cases, 1):
        page = client.get(address("exercise-declaration", attempt, position)).text
        assert MARK in page
        assert escape(case.declaration["items"][0]["box_31_description"]) in page
        assert escape(case.declaration["box_8_consignee"]["name"]) in page


def test_it_shows_neither_the_engine_s_word_nor_the_truth(cast: Cast, attempt: Attempt, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    flagged = [
        place for place, lines in enumerate(evidence_of(attempt), 1) if any(verdict["flagged"] for verdict in lines)
    ]
    for position in flagged or [1]:
        page = client.get(address("exercise-declaration", attempt, position)).text
        assert "<mark" not in page
        assert 'class="candidate' not in page
        assert "strong indication" not in page
        assert content_of(attempt).cases[position - 1].note["en"] not in page


def test_an_answer_is_kept_and_the_next_open_declaration_comes(
    cast: Cast, attempt: Attempt, signed_in: SignedIn
) -> None:
    client = signed_in(cast.officer)
    said = posted("documents", 4, reasons=["vague", "route"], words=" two free zones ")
    answer = client.post(address("exercise-declaration", attempt, 20), said)
    assert answer.headers["Location"] == address("exercise-declaration", attempt, 1)
    kept = latest_responses(attempt)[20]
    assert (kept.decision, kept.reasons, kept.words, kept.confidence) == (
        "documents",
        ["vague", "route"],
        "two free zones",
        4,
    )


def test_an_answer_given_on_another_day_stands_in_the_form(cast: Cast, attempt: Attempt, signed_in: SignedIn) -> None:
    signed_in(cast.officer).post(
        address("exercise-declaration", attempt, 2), posted("inspect", 2, reasons=["listed"], words="as it was")
    )
    page = signed_in(cast.officer).get(address("exercise-declaration", attempt, 2)).text
    for marked in ("decision-inspect", "reason-listed", "confidence-2"):
        assert f'id="{marked}" value="{marked.partition("-")[2]}" checked' in page
    assert "as it was" in page


def test_after_the_last_answer_the_manifest_comes(cast: Cast, attempt: Attempt, signed_in: SignedIn) -> None:
    answered(attempt)
    answer = signed_in(cast.officer).post(address("exercise-declaration", attempt, 7), posted())
    assert answer.headers["Location"] == address("manifest", attempt)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"decision": ""}, "decision", "Choose a decision."),
        ({"decision": "refer"}, "decision", "Choose a decision."),  # nobody to refer to in an exercise
        ({"confidence": ""}, "confidence", "Say how sure you are, from 1 to 5."),
        ({"confidence": "6"}, "confidence", "Say how sure you are, from 1 to 5."),
        ({"reasons": ["smell"]}, "reasons", "Choose from the reasons shown."),
        ({"words": "x" * 501}, "words", "Your own words have 501 letters; shorten them to 500."),
    ],
)
def test_a_faulty_answer_says_at_the_field_what_to_do(
    cast: Cast, attempt: Attempt, signed_in: SignedIn, fields: dict[str, Any], field: str, said: str
) -> None:
    answer = signed_in(cast.officer).post(address("exercise-declaration", attempt, 1), {**posted(), **fields})
    assert answer.status_code == 422
    assert f'id="{field}-problem" role="alert">{said}' in answer.text
    assert f'aria-describedby="{field}-problem"' in answer.text
    assert not Response.objects.exists()


@pytest.mark.parametrize("position", [0, 21])
def test_a_place_outside_the_manifest_is_not_found(
    cast: Cast, attempt: Attempt, signed_in: SignedIn, position: int
) -> None:
    assert signed_in(cast.officer).get(address("exercise-declaration", attempt, position)).status_code == 404


def test_after_the_end_the_debrief_stands_in_its_place(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    done, client = finished(cast.officer), signed_in(cast.officer)
    for answer in (
        client.get(address("exercise-declaration", done, 3)),
        client.post(address("exercise-declaration", done, 3), posted()),
    ):
        assert answer.headers["Location"] == address("debrief", done, 3)
    assert Response.objects.filter(attempt=done).count() == 20


def test_it_takes_few_statements(
    cast: Cast, attempt: Attempt, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.officer)
    with django_assert_max_num_queries(12):
        client.get(address("exercise-declaration", attempt, 1))


def test_a_sign_in_is_asked_for(attempt: Attempt, client: Any) -> None:
    answer = client.get(address("exercise-declaration", attempt, 1))
    assert answer.headers["Location"].startswith(reverse("sign-in"))
