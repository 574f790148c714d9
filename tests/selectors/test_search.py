"""Search: what was declared is found in any script and spelling, and only within the actor's scope."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from checkpoints.actors import person
from screening import models
from screening.intake.json_format import parse_json
from screening.intake.reception import Received, receive
from screening.selectors import folding, search
from screening.selectors.search import Hit, Query, Unusable
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _made(cast: Cast, number: str, goods: str = "Насос центробежный", **parts: str) -> models.Shipment:
    """A declaration received at Dushanbe-2."""
    message = {
        "declaration_number": number,
        "box_2_consignor": {"name": parts.get("party", "Nobody"), "identifier": parts.get("tax", "")},
        "box_18_means_of_transport": {"identity": parts.get("means", "")},
        "items": [
            {"box_31_description": "Cotton shirts", "box_31_containers": [parts.get("container", "MSCU1234566")]},
            {"box_31_description": goods, "box_33_hs_code": parts.get("hs", "6105100000")},
        ],
    }
    receipt = receive(
        actor=person(cast.officer),
        received=Received(models.Submission.Channel.FORM, json.dumps(message).encode()),
        parsed=parse_json(message),
        enqueue=lambda _: None,
        at=cast.dushanbe_2,
    )
    return receipt.shipments[0]


def _query(text: str) -> Query:
    query = search.read(text)
    assert isinstance(query, Query), query
    return query


def _found(cast: Cast, text: str) -> list[str]:
    page = search.page(person(cast.officer), _query(text), after=None)
    return [found.shipment.declaration_number for found in (*page.named, *page.others)]


@pytest.fixture
def declared(cast: Cast) -> None:
    _made(
        cast,
        "26012027/121124/0004711",
        "Микросхемы; подшипники шариковые",
        means="01 А 123 АА",
        party="ООО «Хоруғ Тиҷорат»",
        tax="020012345",
        hs="8457101000",
    )
    _made(cast, "OTHER-1", "Mercury vapour lamps", means="4567 TT 01", party="Xorazm savdo MCHJ", hs="8539320000")


@pytest.mark.parametrize(
    "text",
    [
        *("26012027/121124/0004711", "26012027 121124 0004711", "260120271211240004711", "2601202", "0004711"),
        *("01 А 123 АА", "01A123AA", "01а123аа", "01 a 123 aa", "01-A-123-AA", "01A1"),
        *("Хоруғ", "Хорог", "Khorog", "Xorugʻ", "хоруг", "Xorug'", "тиҷорат", "Tijorat", "020012345"),
        *("8457", "845710", "8457.10", "8457101000"),
        *("микросхема", "МИКРОСХЕМЫ", "mikrosxema", "mikroskhemy", "подшип", "podshipnik", "шариковые подшипники"),
        *("Хорог микросхемы", "8457 подшипник 01А123АА", "and микросхемы", "MSCU1234566", "mscu 123456-6"),
    ],
)
def test_what_was_declared_is_found_however_it_is_written(cast: Cast, declared: None, text: str) -> None:
    assert "26012027/121124/0004711" in _found(cast, text)


@pytest.mark.parametrize(
    "text",
    [
        *("26012028", "02A123AA", "8458", "микроскоп", "Хорог насосы", "%", "_0", "0' OR '1'='1"),
        *("Mercury lamps", "4567TT01", "Xorazm"),
    ],
)
def test_what_was_not_declared_is_not_found(cast: Cast, declared: None, text: str) -> None:
    query = search.read(text)
    if isinstance(query, Query):
        assert "26012027/121124/0004711" not in _found(cast, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x", Unusable.SHORT),
        ("5", Unusable.SHORT),
        ("%", Unusable.SHORT),
        ("\x00 \u202e", Unusable.SHORT),
        ("« » “ ”", Unusable.SHORT),
        ("a" * 201, Unusable.LONG),
        ("one two three four five six seven eight nine", Unusable.MANY),
    ],
)
def test_what_cannot_be_searched_for_says_why(text: str, why: Unusable) -> None:
    assert search.read(text) is why


@given(text=st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(search.read(text), Query | Unusable)


_NUMBERS = st.from_regex(r"[0-9A-ZАВЕКМНОРСТУХ]{2,8}([ /.\-]?[0-9A-ZАВЕКМНОРСТУХ]{1,8}){0,3}", fullmatch=True)


@given(number=_NUMBERS)
def test_any_number_is_found_by_itself_in_lower_case_and_without_blanks_and_dashes(number: str) -> None:
    whole = folding.code(number)
    assert whole in folding.code_keys(number)
    for spelt in (number.lower(), re.sub(r"[ /.\-]", "", number), number.replace("-", " "), number.replace("А", "A")):
        assert folding.code(spelt) == whole


@given(text=st.text(max_size=300))
def test_any_word_is_found_by_itself(text: str) -> None:
    keys = {word.key for word in folding.words(text)}
    assert set(folding.telling(text)) <= keys
    assert all(folding.SHORTEST <= len(key) <= folding.LONGEST for key in keys)


# -- order, pages, scope -----------------------------------------------------------------------------


def test_the_versions_of_the_number_asked_for_stand_first(cast: Cast) -> None:
    old = _made(cast, "TJ-1")
    longer = _made(cast, "TJ-10")
    new = _made(cast, "TJ-1", "Насос, исправлено")
    page = search.page(person(cast.officer), _query("tj 1"), after=None)
    assert [found.shipment.pk for found in page.named] == [new.pk, old.pk]
    assert [found.shipment.pk for found in page.others] == [longer.pk]


def test_pages_hold_each_shipment_once_the_newest_first(cast: Cast) -> None:
    made = [_made(cast, f"TJ-{number}") for number in range(search.PAGE + 3)]
    first = search.page(person(cast.officer), _query("насос"), after=None)
    second = search.page(person(cast.officer), _query("насос"), after=first.next)
    shown = [found.shipment.pk for found in (*first.others, *second.others)]
    assert shown == [shipment.pk for shipment in reversed(made)]
    assert len(first.others) == search.PAGE
    assert second.next is None


@pytest.mark.parametrize("who", ["khorog_officer", "ayritom_officer", "list_manager"])
def test_nothing_foreign_is_found(cast: Cast, declared: None, who: str) -> None:
    page = search.page(person(getattr(cast, who)), _query("0004711"), after=None)
    assert page.named == page.others == []


def test_the_number_of_statements_is_fixed(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(4):
        _made(cast, f"TJ-{number}")
    actor = person(cast.officer)
    with django_assert_max_num_queries(5):
        search.page(actor, _query("насос центробежный 01 TJ 84"), after=None)


def test_the_place_that_matched_is_shown(cast: Cast, declared: None) -> None:
    [found] = search.page(person(cast.officer), _query("подшипник хорог 01a123aa"), after=None).others
    plate, party, goods = found.hits
    assert plate == Hit("means", "01 А 123 АА", ((0, 11),))
    assert [party.text[start:end] for start, end in party.spans] == ["Хоруғ"]
    assert [goods.text[start:end] for start, end in goods.spans] == ["подшипники"]
