"""A shipment's page: what was found and why, questions, decisions, history."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from screening import models
from tests.cast import Cast, shipment
from tests.web.conftest import MACHINE, SHIRTS, SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 32


def _text(client: Client, shipment: models.Shipment, **asked: int) -> str:
    return html.unescape(client.get(reverse("shipment", args=[shipment.pk]), asked).text)


def _language(client: Client, language: str) -> Client:
    client.post("/language/", {"language": language, "page": "/"})
    return client


# -- what was found --------------------------------------------------------------------------------


def test_the_words_that_matter_are_marked_in_the_declared_text(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    page = _text(signed_in(cast.officer), declared("TJ-1", SOLVENT))
    assert '<mark class="for">Thiodiglycol</mark> 99%, drums of 220 kg, CAS <mark class="for">111-48-8</mark>' in page


def test_markup_in_a_description_stays_text(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    hostile = {"box_31_description": "<script>alert(1)</script> thiodiglycol"}
    page = signed_in(cast.officer).get(reverse("shipment", args=[declared("TJ-1", hostile).pk])).text
    assert "<script>alert" not in page
    assert '&lt;script&gt;alert(1)&lt;/script&gt; <mark class="for">thiodiglycol</mark>' in page


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            [
                "Thiodiglycol",
                "Thick liquid.",
                "strong indication",
                "CAS number 111-48-8 stands on the list.",
                "Do not open, shake or sniff the packages.",
                "Concentration by weight: at most 30\N{NO-BREAK SPACE}%",
            ],
        ),
        ("ru", ["Густая жидкость.", "сильный признак", "Номер CAS 111-48-8 есть в списке.", "Не вскрывайте"]),
        ("tg", ["Моеи ғафс.", "нишонаи қавӣ", "Рақами CAS 111-48-8 дар рӯйхат ҳаст.", "Бастаро накушоед"]),
        ("uz", ["Quyuq suyuqlik.", "kuchli alomat", "CAS 111-48-8 raqami roʻyxatda bor.", "Qadoqni ochmang"]),
    ],
)
def test_a_candidate_explains_itself_in_the_readers_language(
    cast: Cast, declared: Declared, signed_in: SignedIn, language: str, texts: list[str]
) -> None:
    page = _text(_language(signed_in(cast.officer), language), declared("TJ-1", SOLVENT))
    for text in ["1C350.1", *texts]:
        assert text in page, text


def test_what_speaks_against_stands_apart(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    elsewhere = {"box_31_description": "milling machine", "box_33_hs_code": "2930709809"}
    page = _text(signed_in(cast.officer), declared("TJ-1", elsewhere))
    against = page[page.index("What speaks against it") :]
    assert "HS code 2930709809 lies outside the chapters where such goods are declared" in against


@pytest.mark.parametrize(
    ("items", "said"), [((SHIRTS,), "No indication found, lists as of"), ((SOLVENT,), "strong indication")]
)
def test_a_clear_shipment_is_never_called_free(
    cast: Cast, declared: Declared, signed_in: SignedIn, items: tuple[dict[str, str], ...], said: str
) -> None:
    page = _text(signed_in(cast.officer), declared("TJ-1", *items))
    assert said in page
    if items == (SHIRTS,):
        assert "Small list (small)" in page
        assert "This is no proof that the goods are free of control." in page
        assert "The parties were not compared with any watchlist." in page
        assert "ot controlled" not in page


@pytest.mark.parametrize(
    ("state", "late"), [("flagged", True), ("confirming", True), ("clear", False), ("decided", False)]
)
def test_an_arrival_presses_while_somebody_is_waited_for(
    cast: Cast, signed_in: SignedIn, state: str, late: bool
) -> None:
    arrived = shipment(cast, state=state)
    arrived.arrival_at = timezone.now() - timedelta(hours=1)
    arrived.save()
    page = _text(signed_in(cast.officer), arrived)
    assert ('class="arrival late"' in page) is late


def test_what_was_declared_is_shown_with_its_doubts(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared(
        "TJ-1",
        SOLVENT | {"box_35_gross_kg": "100", "box_38_net_kg": "120.5", "box_31_containers": ["CSQU3054384"]},
        box_15_dispatch_country="DE",
        box_17_destination_country="TJ",
        transit_countries=["PL", "KZ"],
        box_25_mode_of_transport="30",
        box_18_means_of_transport={"identity": "01 TEST 001", "country": "KG"},
        box_22_invoice={"amount": "18400", "currency": "USD"},
    )
    page = _text(signed_in(cast.officer), shipment)
    for text in (
        "Germany (DE)",
        "Poland (PL), Kazakhstan (KZ)",
        "road",
        "01 TEST 001 Kyrgyzstan (KG)",
        "18\N{NO-BREAK SPACE}400 USD",
        "120.5",
        "Net mass is above gross mass: 120.5 > 100 kg.",
        "CSQU3054384",
        "doubtful number",
        "Dushanbe-2",
    ):
        assert text in page, text


def test_letters_of_two_alphabets_in_a_word_are_a_sign(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    page = _text(signed_in(cast.officer), declared("TJ-1", {"box_31_description": "thiodiglyсol in drums"}))
    assert "Letters of two alphabets are mixed within a word" in page


# -- many lines ------------------------------------------------------------------------------------


def test_of_many_lines_those_that_ask_for_a_human_come_first(
    cast: Cast, declared: Declared, signed_in: SignedIn
) -> None:
    page = _text(signed_in(cast.officer), declared("TJ-1", *[SHIRTS] * 119, SOLVENT))
    assert page.index('id="line-120"') < page.index("119 lines without a flag, question or doubt")
    assert page.count("<article") == 1
    assert "120 lines, 1 flagged" in re.sub(r"\s+", " ", page)


def test_lines_are_paged(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    shipment = declared("TJ-1", *[SOLVENT] * 20, *[SHIRTS] * 150)
    client = signed_in(cast.officer)
    shown = [set(re.findall(r'id="line-(\d+)"', _text(client, shipment, page=page))) for page in (1, 2, 3)]
    assert set().union(*shown) == {str(number) for number in range(1, 21)}
    assert _text(client, shipment, table=2).count("Cotton shirts") == 50


@pytest.mark.parametrize("lines", [1, 119, 400])
def test_the_statements_do_not_grow_with_the_lines(
    cast: Cast,
    declared: Declared,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    lines: int,
) -> None:
    shipment = declared("TJ-1", *[SOLVENT, MACHINE, SHIRTS][:lines] * max(1, lines // 3))
    client = signed_in(cast.supervisor)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        _text(client, shipment)
