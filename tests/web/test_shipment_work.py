"""What an officer does on a shipment's page: answers, decides, confirms."""

from __future__ import annotations

import html
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from checkpoints.roles import Role
from screening import models
from screening.models.reviews import Decision
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SHIRTS, SOLVENT, Declared, SignedIn, screen

pytestmark = pytest.mark.django_db


def _text(client: Client, shipment: models.Shipment) -> str:
    return html.unescape(client.get(reverse("shipment", args=[shipment.pk])).text)


# -- questions -------------------------------------------------------------------------------------

VAGUE = {"box_31_description": "spare parts"}
FLOW = {"box_31_description": "milling machine"}


def _ask(client: Client, shipment: models.Shipment, text: str, **more: str) -> Any:
    question = models.Question.objects.get(shipment=shipment)
    return client.post(
        reverse("answer", args=[shipment.pk]), {"question": str(question.pk), "text": text, **more}, follow=True
    )


def test_an_answer_is_kept_and_starts_a_new_run(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", VAGUE), signed_in(cast.officer)
    assert "The description does not say what the goods are." in _text(client, shipment)
    page = html.unescape(_ask(client, shipment, "thiodiglycol 99 %").text)
    assert "The answer is kept." in page
    assert "The shipment is being screened." in page
    screen()
    page = _text(client, shipment)
    assert "question answered" in page
    assert "thiodiglycol 99 %" in page
    assert "Invented officer.dushanbe2" in page
    assert "strong indication" in page


@pytest.mark.parametrize("typed", ["", "   ", "x" * 501])
def test_an_answer_that_cannot_be_used_comes_back_with_its_reason(
    cast: Cast, declared: Declared, signed_in: SignedIn, typed: str
) -> None:
    shipment, client = declared("TJ-1", VAGUE), signed_in(cast.officer)
    answer = _ask(client, shipment, typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "The answer is" in answer.text
    assert not models.Answer.objects.exists()


def test_a_figure_needs_its_unit(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", FLOW), signed_in(cast.officer)
    answer = _ask(client, shipment, "many")
    assert "“many” is no figure with a unit." in answer.text
    assert 'value="many"' in answer.text


def test_cannot_be_found_out_is_an_answer(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", FLOW)
    _ask(signed_in(cast.officer), shipment, "", unknown="1")
    assert models.Answer.objects.get().text == "?"


# -- live ------------------------------------------------------------------------------------------


def _state(client: Client, shipment: models.Shipment, run: UUID | None, under_way: str) -> Any:
    address = reverse("shipment-state", args=[shipment.pk])
    return client.get(address, {"run": str(run or ""), "under_way": under_way}, headers={"HX-Request": "true"})


def test_a_page_without_a_result_loads_itself_again_once_there_is_one(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, client = declared("TJ-1", SOLVENT, screened=False), signed_in(cast.officer)
    assert _state(client, shipment, None, "1").status_code == 204
    screen()
    assert _state(client, shipment, None, "1").headers["HX-Refresh"] == "true"


def test_a_newer_result_is_offered_and_takes_no_typing_away(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, client = declared("TJ-1", VAGUE), signed_in(cast.officer)
    seen = shipment.latest_run_id
    _ask(client, shipment, "thiodiglycol")
    assert "being screened" in _state(client, shipment, seen, "0").text
    screen()
    answer = _state(client, shipment, seen, "1")
    assert "A new screening result is there." in answer.text
    assert "HX-Refresh" not in answer.headers


# -- decisions -------------------------------------------------------------------------------------


def _decide(client: Client, shipment: models.Shipment, decision: str, run: UUID | None = None, note: str = "") -> Any:
    given = {"decision": decision, "run": str(run or shipment.latest_run_id), "note": note}
    return client.post(reverse("decide", args=[shipment.pk]), given, follow=True)


def _confirm(client: Client, shipment: models.Shipment, confirmed: str, note: str = "") -> Any:
    review = models.Review.objects.filter(shipment=shipment).latest("created_at")
    given = {"review": str(review.pk), "confirmed": confirmed, "note": note}
    return client.post(reverse("confirm", args=[shipment.pk]), given, follow=True)


@pytest.mark.parametrize("decision", ["documents", "inspect", "refer"])
def test_a_careful_decision_takes_effect_at_once(
    cast: Cast, declared: Declared, signed_in: SignedIn, decision: str
) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    page = _decide(client, shipment, decision, note="open the drums").text
    assert "The decision is taken." in page
    assert "in effect" in page
    assert "open the drums" in page
    assert models.Outcome.objects.get().decision == decision


def test_a_release_of_flagged_goods_waits_for_another_person(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, officer, supervisor = declared("TJ-1", SOLVENT), signed_in(cast.officer), signed_in(cast.supervisor)
    assert "The release of this shipment needs a second person." in _text(officer, shipment)
    page = _decide(officer, shipment, Decision.RELEASE).text
    assert "The decision is proposed. Another person must confirm it." in page
    assert "Confirm “release”" not in _text(officer, shipment)
    assert "Confirm “release” of Invented officer.dushanbe2?" in _text(supervisor, shipment)
    page = _confirm(supervisor, shipment, "yes", "papers seen").text
    assert "The decision is confirmed." in page
    assert "Confirmed by Invented supervisor.dushanbe2" in page
    assert models.Outcome.objects.get().decision == Decision.RELEASE


def test_a_supervisor_does_not_confirm_their_own_release(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, supervisor = declared("TJ-1", SOLVENT), signed_in(cast.supervisor)
    _decide(supervisor, shipment, Decision.RELEASE)
    assert "Confirm “release”" not in _text(supervisor, shipment)
    answer = _confirm(supervisor, shipment, "yes")
    assert answer.status_code == 403
    assert "You proposed this decision; another person must confirm it." in answer.text
    assert not models.Outcome.objects.exists()


def test_a_proposal_sent_back_keeps_its_note(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", SOLVENT)
    _decide(signed_in(cast.officer), shipment, Decision.RELEASE)
    page = _confirm(signed_in(cast.supervisor), shipment, "no", "ask for the licence").text
    assert "The decision was sent back." in page
    assert "ask for the licence" in page
    shipment.refresh_from_db()
    assert shipment.state == models.Shipment.State.FLAGGED


def test_a_decision_on_a_page_overtaken_by_a_new_run_is_not_taken(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    shipment, client = declared("TJ-1", VAGUE), signed_in(cast.officer)
    seen = shipment.latest_run_id
    _ask(client, shipment, "thiodiglycol")
    screen()
    answer = _decide(client, shipment, Decision.RELEASE, run=seen, note="typed for long")
    assert answer.status_code == 409
    assert "The shipment was screened again since you opened it." in answer.text
    assert "typed for long" in answer.text
    assert not models.Review.objects.exists()


def test_no_decision_is_no_decision(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    answer = _decide(signed_in(cast.officer), declared("TJ-1", SOLVENT), "burn")
    assert answer.status_code == 422
    assert "Choose a decision." in answer.text


def test_a_reader_is_shown_no_forms(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:

    page = _text(signed_in(c.person("auditor", cast.tajikistan, Role.AUDITOR)), declared("TJ-1", VAGUE))
    main = page[page.index("<main") : page.index("</main>")]
    assert "<textarea" not in main
    assert "<button" not in main


# -- history ---------------------------------------------------------------------------------------


def test_an_amended_declaration_leads_to_its_other_version(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    first, second = declared("TJ-1", SOLVENT), declared("TJ-1", SHIRTS)
    client = signed_in(cast.officer)
    assert reverse("shipment", args=[first.pk]) in _text(client, second)
    assert "was amended after it had been flagged" in _text(client, second)
    page = _text(client, first)
    assert "replaced by an amended version" in page
    assert "Record the decision" not in page
