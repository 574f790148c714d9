"""Taking a shipment, handing it over, giving it back, taking it away: what people click and read."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from checkpoints.models import User
from checkpoints.roles import Role
from screening import models
from screening.services import holdings
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SHIRTS, SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(cast: Cast) -> User:
    return c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)


def _text(client: Client, shipment: models.Shipment) -> str:
    return html.unescape(client.get(reverse("shipment", args=[shipment.pk])).text)


def _act(client: Client, shipment: models.Shipment, act: str, **said: str) -> Any:
    return client.post(reverse("holding", args=[shipment.pk]), {"act": act, **said}, follow=True)


def test_a_free_shipment_is_taken_by_a_button(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    assert "Nobody works on this shipment yet." in _text(client, shipment)
    page = _act(client, shipment, "take").text
    assert "You work on this shipment" in page
    assert "Take the shipment" not in page


def test_others_see_who_holds_it(cast: Cast, declared: Declared, signed_in: SignedIn, colleague: User) -> None:
    shipment = declared("TJ-1", SOLVENT)
    holdings.take(shipment=shipment, holder=cast.officer)
    client = signed_in(colleague)
    page = _text(client, shipment)
    assert "Invented officer.dushanbe2 works on this shipment" in page
    assert "Take the shipment" not in page
    assert "Record the decision" not in page
    assert "It can be decided once they hand it over" in page
    assert "held by Invented officer.dushanbe2" in client.get("/").text
    assert "you work on it" in signed_in(cast.officer).get("/").text


def test_who_comes_second_is_told(cast: Cast, declared: Declared, signed_in: SignedIn, colleague: User) -> None:
    shipment = declared("TJ-1", SOLVENT)
    holdings.take(shipment=shipment, holder=cast.officer)
    answer = _act(signed_in(colleague), shipment, "take")
    assert answer.status_code == 409
    assert "Invented officer.dushanbe2 has worked on this shipment since" in answer.text
    assert 'role="alert"' in answer.text


def test_a_decision_on_what_another_took_meanwhile_keeps_what_was_typed(
    cast: Cast, declared: Declared, signed_in: SignedIn, colleague: User
) -> None:
    shipment = declared("TJ-1", SOLVENT)
    holdings.take(shipment=shipment, holder=cast.officer)
    said = {"decision": "inspect", "run": str(shipment.latest_run_id), "note": "typed for long"}
    answer = signed_in(colleague).post(reverse("decide", args=[shipment.pk]), said)
    assert answer.status_code == 409
    assert "has worked on this shipment since" in answer.text
    assert not models.Review.objects.exists()


def test_the_holder_hands_it_to_a_colleague(
    cast: Cast, declared: Declared, signed_in: SignedIn, colleague: User
) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    _act(client, shipment, "take")
    assert f'<option value="{colleague.pk}"' in _text(client, shipment)
    page = _act(client, shipment, "hand_over", to=str(colleague.pk), note="Licence is asked for").text
    assert "The shipment is handed over to Invented officer.two." in page
    page = _text(signed_in(colleague), shipment)
    assert "handed over by Invented officer.dushanbe2" in page
    assert "Licence is asked for" in page


@pytest.mark.parametrize("to", ["", "nobody", "stranger", "foreigner"])
def test_handing_it_to_nobody_or_a_stranger_is_refused(
    cast: Cast, declared: Declared, signed_in: SignedIn, to: str
) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    _act(client, shipment, "take")
    people = {"stranger": str(cast.khorog_officer.pk), "foreigner": str(cast.ayritom_officer.pk)}
    answer = _act(client, shipment, "hand_over", to=people.get(to, to), note="typed")
    assert answer.status_code == 422
    assert "Choose" in answer.text
    assert 'aria-describedby="holding-problem"' in answer.text
    assert 'value="typed"' in answer.text
    assert "Invented officer.ayritom" not in answer.text


def test_the_holder_gives_it_back(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    _act(client, shipment, "take")
    assert "The shipment is given back." in _act(client, shipment, "give_back").text
    assert "Take the shipment" in _text(client, shipment)
    assert _act(client, shipment, "give_back").status_code == 422


def test_a_supervisor_takes_it_away_for_a_reason(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, supervisor = declared("TJ-1", SOLVENT), signed_in(cast.supervisor)
    holdings.take(shipment=shipment, holder=cast.officer)
    answer = _act(supervisor, shipment, "take_away")
    assert answer.status_code == 422
    assert "Write why you take the shipment away" in answer.text
    assert "You work on this shipment" in _act(supervisor, shipment, "take_away", note="End of shift").text
    page = _text(signed_in(cast.officer), shipment)
    assert "Taken over from Invented officer.dushanbe2" in page
    assert "End of shift" in page


def test_an_officer_cannot_take_it_away(cast: Cast, declared: Declared, signed_in: SignedIn, colleague: User) -> None:
    shipment = declared("TJ-1", SOLVENT)
    holdings.take(shipment=shipment, holder=cast.officer)
    assert "Take away" not in _text(signed_in(colleague), shipment)
    assert _act(signed_in(colleague), shipment, "take_away", note="mine").status_code == 403


def test_what_is_decided_needs_no_holder(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment, client = declared("TJ-1", SOLVENT), signed_in(cast.officer)
    client.post(
        reverse("decide", args=[shipment.pk]), {"decision": "inspect", "run": str(shipment.latest_run_id), "note": ""}
    )
    assert "Nobody works on this shipment yet." not in _text(client, shipment)
    answer = _act(client, shipment, "take")
    assert answer.status_code == 422
    assert "Nobody needs to hold it." in answer.text


def test_an_amended_declaration_ends_the_work(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    former = declared("TJ-1", SOLVENT)
    holdings.take(shipment=former, holder=cast.officer)
    latest = declared("TJ-1", SHIRTS)
    assert models.Holding.objects.get().end == models.Holding.End.AMENDED
    assert "Nobody works on this shipment yet." in _text(signed_in(cast.officer), latest)


def test_an_unknown_act_does_not_exist(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    assert _act(signed_in(cast.officer), declared("TJ-1", SOLVENT), "burn").status_code == 404


def test_the_dashboard_lists_what_i_work_on(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    mine, free = declared("TJ-1", SOLVENT), declared("TJ-2", SOLVENT)
    holdings.take(shipment=mine, holder=cast.officer)
    page = signed_in(cast.officer).get("/", {"show": "mine"}).text
    assert reverse("shipment", args=[mine.pk]) in page
    assert reverse("shipment", args=[free.pk]) not in page
