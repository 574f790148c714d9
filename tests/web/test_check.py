"""The counter check: the same answer as on a shipment, and nothing stored."""

from __future__ import annotations

import html
import re

import pytest
from pytest_django import DjangoAssertNumQueries

from checkpoints.roles import Role
from screening import models
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
QUESTION = "answer-quantity:concentration"
SOLVENT = {"description": "Тиодигликоль, бочки", "hs_code": "2930709809"}


@pytest.mark.usefixtures("lists")
def test_listed_goods_are_shown_as_on_a_shipment(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post("/check/", {**SOLVENT, "origin": "DE", "quantity": "12", "unit": "drums"})
    page = html.unescape(answer.text)
    assert answer.status_code == 200
    for text in (
        '<mark class="for">Тиодигликоль</mark>',
        "1C350.1",
        "strong indication",
        "Germany (DE)",
        "12 drums",
        "Small list (small)",
        "Before you go near the goods",
        "Nothing is stored, and a check is no clearance.",
    ):
        assert text in page, text
    assert not models.Shipment.objects.exists()
    assert not models.ScreeningRun.objects.exists()


@pytest.mark.usefixtures("lists")
def test_an_answer_goes_along_and_the_check_is_repeated(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    asked = client.post("/check/", SOLVENT).text
    assert f'name="{QUESTION}" value=""' in asked
    assert "strong indication" in asked
    page = client.post("/check/", {**SOLVENT, QUESTION: "5 %"}).text
    assert f'name="{QUESTION}" value="5 %"' in page
    assert "strong indication" not in page


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("said", ["much", "5 kg"])
def test_an_answer_without_its_figure_is_told_at_the_question(cast: Cast, signed_in: SignedIn, said: str) -> None:
    answer = signed_in(cast.officer).post("/check/", {**SOLVENT, QUESTION: said})
    assert answer.status_code == 422
    assert f"“{said}” is no figure with a unit" in answer.text
    assert f'aria-describedby="{QUESTION}-problem"' in answer.text
    assert "strong indication" in answer.text


@pytest.mark.usefixtures("lists")
def test_what_cannot_be_found_out_is_asked_no_more(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post("/check/", {**SOLVENT, QUESTION: "?"})
    assert answer.status_code == 200
    assert f'name="{QUESTION}" value="?"' in answer.text


@pytest.mark.usefixtures("lists")
def test_answers_to_what_is_not_asked_are_left_aside(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).post("/check/", {**SOLVENT, "answer-quantity:axes": "5 axes"}).text
    assert "quantity:axes" not in page


@pytest.mark.usefixtures("lists")
def test_ordinary_goods_are_no_silent_clear(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).post("/check/", {"description": "Cotton shirts", "hs_code": "610510"}).text
    assert "No indication found, lists as of" in page
    assert "This is no proof that the goods are free of control." in page


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"description": ""}, "description"),
        ({"description": "x" * 20_001}, "description"),
        ({"description": "Pump", "quantity": "many"}, "quantity"),
    ],
)
def test_what_a_declaration_would_be_refused_for_is_told_at_its_field(
    cast: Cast, signed_in: SignedIn, typed: dict[str, str], field: str
) -> None:
    answer = signed_in(cast.officer).post("/check/", typed)
    assert answer.status_code == 422
    assert "Nothing was checked." in answer.text
    assert re.search(rf'<p class="problem" id="id_{field}_error">[^<]+<', answer.text)
    assert f'aria-describedby="id_{field}_error"' in answer.text
    assert "What the lists say" not in answer.text


@pytest.mark.usefixtures("lists")
def test_doubts_are_shown(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).post("/check/", {"description": "Pump", "hs_code": "HS?"}).text
    assert "<strong>Doubt:</strong>" in page


@pytest.mark.usefixtures("lists")
def test_a_check_costs_a_fixed_number_of_statements(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.officer)
    client.post("/check/", SOLVENT)
    with django_assert_max_num_queries(15):
        client.post("/check/", {**SOLVENT, QUESTION: "5 %"})


@pytest.mark.usefixtures("lists")
def test_a_field_that_the_form_does_not_have_is_not_read(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post("/check/", {"description": "", "net_kg": "x"})
    assert answer.status_code == 422
    assert "net_kg" not in answer.text


def test_without_a_list_in_force_the_page_says_so(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post("/check/", SOLVENT)
    assert answer.status_code == 503
    assert "No control list is in force." in answer.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ANALYST, 200),
        (Role.LIST_MANAGER, 200),
        (Role.TRAINER, 200),
        (Role.AUDITOR, 403),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_who_may_check(cast: Cast, signed_in: SignedIn, role: Role, status: int) -> None:
    assert signed_in(c.person("someone", cast.tajikistan, role)).get("/check/").status_code == status


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("asked", ["2930.70", "111-48-8"])
def test_the_entries_of_a_code_or_number_are_looked_up_from_here(cast: Cast, signed_in: SignedIn, asked: str) -> None:
    client = signed_in(cast.officer)
    page = client.get("/check/").text
    form = page[page.index('<form action="/lists/"') :]
    assert 'name="q"' in form[: form.index("</form>")]
    assert 'href="/lists/eu-dual-use/1C350.1/"' in client.get("/lists/", {"q": asked}).text
