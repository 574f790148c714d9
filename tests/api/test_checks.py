"""One goods line without a shipment."""

import math
from typing import Any

import pytest
from django.test import Client

from screening import models
from tests.api.conftest import sent

CHECK = "/api/v1/check"
SOLVENT = {"description": "Thiodiglycol 99%, drums, CAS 111-48-8", "hs_code": "2930709809"}


@pytest.mark.usefixtures("lists")
def test_a_line_is_judged_as_a_run_would_and_nothing_is_kept(caller: Client) -> None:
    answer = sent(caller, SOLVENT, CHECK).json()
    [candidate] = answer["line"]["candidates"]
    assert (answer["line"]["level"], candidate["code"], candidate["title"]) == ("high", "1C350.1", "Thiodiglycol")
    assert (answer["lists"], answer["stale_lists"]) == (["eu-dual-use small"], [])
    assert not models.Submission.objects.exists()


@pytest.mark.usefixtures("lists")
def test_harmless_goods_give_no_candidate(caller: Client) -> None:
    assert sent(caller, {"description": "cotton shirts"}, CHECK).json()["line"]["candidates"] == []


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(("language", "title"), [("ru", "Тиодигликоль"), ("tg", "Тиодигликол"), ("uz", "Tiodiglikol")])
def test_reasons_are_told_in_the_language_asked_for(caller: Client, language: str, title: str) -> None:
    answer = sent(caller, SOLVENT, f"{CHECK}?language={language}")
    assert answer["Content-Language"] == language
    assert answer.json()["line"]["candidates"][0]["title"] == title


@pytest.mark.usefixtures("lists")
def test_what_is_known_beyond_the_words_counts(caller: Client) -> None:
    def codes(**known: Any) -> list[str]:
        answer = sent(caller, {"description": "thiodiglycol", **known}, CHECK).json()
        return [each["code"] for each in answer["line"]["candidates"]]

    assert codes() == ["1C350.1"]
    assert codes(answers={"quantity:concentration": "15 %"}) == []  # freed by its limit of 30 %
    assert codes(answers={"quantity:concentration": "99 %"}) == ["1C350.1"]


@pytest.mark.usefixtures("lists")
def test_the_standing_of_any_entry_is_told_when_asked(caller: Client) -> None:
    line = {"description": "dye without thiodiglycol"}
    assert sent(caller, line, CHECK).json()["why"] == []
    [why] = sent(caller, {**line, "entry": "1C350.1"}, f"{CHECK}?language=ru").json()["why"]
    assert (why["list"], why["code"], why["named"], why["level"]) == ("eu-dual-use", "1C350.1", False, "none")
    assert [each["id"] for each in why["evidence"]] == ["EV-WORDS", "EV-DENIED"]
    odds = why["prior"] + sum(each["points"] for each in why["evidence"]) - why["repeated"]
    assert why["score"] == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.001)
    assert why["not_stated"] == ["Массовая доля"]


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "description"),
        ({"description": "  "}, "description"),
        ({"description": ["thiodiglycol"]}, "description"),
        ({"description": "a\x00b"}, "description"),
        ({**SOLVENT, "hs_code": 2930709809}, "hs_code"),
        ({**SOLVENT, "answers": {"quantity:concentration": 15}}, "answers.quantity:concentration"),
        ({**SOLVENT, "answers": "15 %"}, "answers"),
        ({**SOLVENT, "entry": "9Z999"}, "entry"),
        ([], "body"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(caller: Client, body: Any, field: str) -> None:
    answer = sent(caller, body, CHECK)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


def test_without_a_list_nothing_is_said_to_be_clear(caller: Client) -> None:
    answer = sent(caller, SOLVENT, CHECK)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:problem:no-lists")


@pytest.mark.usefixtures("lists")
def test_a_check_takes_few_statements(caller: Client, django_assert_max_num_queries: Any) -> None:
    sent(caller, SOLVENT, CHECK)
    with django_assert_max_num_queries(6):  # who asks, the index, whose lists, the stale ones of either kind
        sent(caller, SOLVENT, CHECK)
