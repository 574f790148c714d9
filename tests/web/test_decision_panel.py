"""After a decision: corrections by a supervisor, and what the check found."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from checkpoints.models import User
from checkpoints.roles import Role
from screening import models
from screening.review import decisions
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(cast: Cast, declared: Declared) -> models.Shipment:
    """The officer at Dushanbe-2 decided to inspect."""
    shipment = declared("TJ-1", SOLVENT)
    run = str(shipment.latest_run_id)
    decisions.propose(shipment=shipment, run_id=run, decision="inspect", note="open the drums", proposer=cast.officer)
    return models.Shipment.objects.get(pk=shipment.pk)


def _panel(client: Client, shipment: models.Shipment) -> str:
    return _decision_part(client.get(reverse("shipment", args=[shipment.pk])).text)


def _decision_part(page: str) -> str:
    text = html.unescape(page)
    return text[text.index('<section class="panel" id="decision"') : text.index('id="declared"')]


# -- corrections ---------------------------------------------------------------------------------------


def _correct(client: Client, shipment: models.Shipment, decision: str, note: str = "authority asks") -> Any:
    outcome = models.Outcome.objects.filter(shipment=shipment).latest("created_at")
    said = {"run": str(shipment.latest_run_id), "corrects": str(outcome.pk), "decision": decision, "note": note}
    return client.post(reverse("decide", args=[shipment.pk]), said, follow=True)


def test_a_decided_shipment_offers_no_second_decision(
    cast: Cast, decided: models.Shipment, signed_in: SignedIn
) -> None:
    panel = _panel(signed_in(cast.officer), decided)
    assert "inspect the goods</strong> – in effect" in panel
    assert "open the drums" in panel
    assert "Record the decision" not in panel
    assert "Correct the decision" not in panel


def test_a_supervisor_corrects_it(cast: Cast, decided: models.Shipment, signed_in: SignedIn) -> None:
    client = signed_in(cast.supervisor)
    assert "Correct the decision" in _panel(client, decided)
    page = _correct(client, decided, "refer").text
    assert "The decision is taken." in page
    panel = _decision_part(page)
    assert "Correction: <strong>refer to the licensing authority</strong> – in effect" in panel
    assert "inspect the goods</strong> – in effect" not in panel


def test_an_officer_who_sends_the_form_all_the_same_is_refused(
    cast: Cast, decided: models.Shipment, signed_in: SignedIn
) -> None:
    assert _correct(signed_in(cast.officer), decided, "refer").status_code == 403


def test_a_correction_without_a_reason_comes_back_open(
    cast: Cast, decided: models.Shipment, signed_in: SignedIn
) -> None:
    answer = _correct(signed_in(cast.supervisor), decided, "refer", note=" ")
    assert answer.status_code == 422
    panel = _decision_part(answer.text)
    assert "Write why the decision is put right." in panel
    assert 'id="correction-refer" value="refer" checked' in panel
    assert '<details class="rest" open><summary>Correct the decision' in panel


def test_a_correction_that_releases_waits_for_another_supervisor(
    cast: Cast, decided: models.Shipment, signed_in: SignedIn
) -> None:
    other = signed_in(c.person("supervisor.two", cast.tajikistan, Role.SUPERVISOR, cast.dushanbe_2))
    page = _correct(signed_in(cast.supervisor), decided, "release").text
    assert "Another person must confirm it." in page
    panel = _panel(other, decided)
    assert "inspect the goods</strong> – in effect" in panel
    assert "Confirm “release” of Invented supervisor.dushanbe2?" in panel
    assert decided.declaration_number in other.get("/").text


# -- what the check found -------------------------------------------------------------------------------


def _record(client: Client, shipment: models.Shipment, found: str, note: str = "") -> Any:
    outcome = models.Outcome.objects.get(shipment=shipment)
    said = {"outcome": str(outcome.pk), "found": found, "note": note}
    return client.post(reverse("record-result", args=[shipment.pk]), said, follow=True)


def test_an_officer_records_what_was_found(cast: Cast, decided: models.Shipment, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    assert "Not recorded yet." in _panel(client, decided)
    panel = _decision_part(_record(client, decided, "other", "Two drums more than declared").text)
    assert "something else is not in order" in panel
    assert "Two drums more than declared" in panel


def test_a_later_result_takes_its_place(cast: Cast, decided: models.Shipment, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    _record(client, decided, "nothing")
    page = _record(client, decided, "as_flagged", "Laboratory says so").text
    panel = _decision_part(page)
    assert "<strong>controlled goods, as flagged</strong>" in panel
    assert "<strong>nothing: goods as declared</strong>" not in panel
    assert "Result of the check: nothing: goods as declared" in html.unescape(page)


@pytest.mark.parametrize(("found", "said"), [("", "Choose what the check found."), ("other", "Write what is not in")])
def test_a_result_that_cannot_be_kept_comes_back(
    cast: Cast, decided: models.Shipment, signed_in: SignedIn, found: str, said: str
) -> None:
    answer = _record(signed_in(cast.officer), decided, found)
    assert answer.status_code == 422
    panel = _decision_part(answer.text)
    assert said in panel
    assert 'aria-describedby="result-problem"' in panel


def test_a_referral_has_no_result(cast: Cast, decided: models.Shipment, signed_in: SignedIn) -> None:
    client = signed_in(cast.supervisor)
    _correct(client, decided, "refer")
    assert "Result of the check" not in _panel(client, decided)


@pytest.fixture
def auditor(cast: Cast) -> User:
    return c.person("auditor", cast.tajikistan, Role.AUDITOR)


def test_an_auditor_reads_it_and_records_nothing(decided: models.Shipment, signed_in: SignedIn, auditor: User) -> None:
    panel = _panel(signed_in(auditor), decided)
    assert "Not recorded yet." in panel
    assert "Record the result" not in panel
    assert _record(signed_in(auditor), decided, "nothing").status_code == 403
