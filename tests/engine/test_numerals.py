"""Figures and units in four languages; cases in tests/cases/engine/numerals.csv."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import measurements, text
from screening.engine.catalogue import LANGUAGES
from screening.engine.explain import limit_sentence, say
from screening.engine.measurements import QUANTITIES
from screening.engine.numerals import UNIT_NAMES, measure_text, number_text
from tests.cases import rows

_CATALOGUE: Final = Path(measurements.__file__).parents[1] / "catalogue"
_STORED: Final = {"quantity": "activity", "comparison": "at_least", "limit": "0.1 TBq", "codes": "Co-60"}


@pytest.mark.parametrize("case", rows("engine/numerals.csv"), ids=lambda case: f"{case['figure']} {case['unit']}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_reads_as_its_readers_write_it(case: dict[str, str], language: str) -> None:
    shown = measure_text(case["figure"], case["unit"], language, quantity=case["quantity"])
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == case[language]


def _limits(node: Any) -> Iterator[tuple[str, str]]:
    for entry in node.get("entries") or ():
        yield from ((each["quantity"], each["unit"]) for each in entry.get("parameters") or ())
        yield from _limits(entry)


@cache
def _units_of_the_catalogue() -> set[tuple[str, str]]:
    files = [yaml.load(path.read_text("utf-8"), yaml.CBaseLoader) for path in _CATALOGUE.glob("*.yaml")]
    return {limit for file in files for limit in _limits(file) if limit[1]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_may_repeat_the_unit_as_the_question_shows_it(language: str) -> None:
    for quantity, unit in sorted(_units_of_the_catalogue() - {("nominal_size", "DN")}):
        dimension = QUANTITIES[quantity].dimension
        figures = measurements.find(text.compose(measure_text("7.5", unit, language, quantity=quantity)))
        values = [figure.value for figure in figures if figure.dimension == dimension]
        factor = measurements.factor(unit, dimension)
        assert factor is not None, (quantity, unit)
        assert values == [pytest.approx(7.5 * factor)], (quantity, unit, language)


def test_every_unit_name_belongs_to_a_unit_that_is_read() -> None:
    spellings = {spelling.casefold() for _, spelling in measurements.UNITS}
    for name in UNIT_NAMES:
        unit = name.rpartition(" ")[2]
        assert measurements.plain(unit).casefold() in spellings, name


@given(st.decimals(-(10**11), 10**11, places=5), st.sampled_from(LANGUAGES))
def test_a_number_loses_nothing_by_being_written_for_a_reader(value: Decimal, language: str) -> None:
    written = number_text(value, language)
    digits = written.replace("\N{NO-BREAK SPACE}", "").replace(",", ".").replace("\N{MINUS SIGN}", "-")
    assert "·" in written or Decimal(digits) == value


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Activity of the source: at least 0.1 TBq"),
        ("ru", "Активность источника: не менее 0,1 ТБк"),
        ("tg", "Фаъолнокии манбаъ: на камтар аз 0,1 ТБк"),
        ("uz", "Manba faolligi: kamida 0,1 TBk"),
    ],
)
def test_a_limit_of_an_entry_is_a_phrase_in_the_readers_language(language: str, sentence: str) -> None:
    shown = limit_sentence("activity", "at_least", "0.1", "TBq", language)
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == sentence


def test_a_stored_question_is_put_into_words_and_figures_when_it_is_read() -> None:
    assert "не менее 0,1\N{NO-BREAK SPACE}ТБк" in say("QU-FIGURE-control", "ru", _STORED)
    assert _STORED["limit"] == "0.1 TBq"


def test_uzbek_puts_the_limit_before_more_and_less() -> None:
    assert say("QU-FIGURE-control", "uz", _STORED | {"comparison": "above"}).endswith(
        "TBk\N{NO-BREAK SPACE}dan ortiq boʻlsa."
    )


@pytest.mark.parametrize(("stored", "shown"), [("ir192", "Ir-192"), ("h3", "H-3"), ("am241", "Am-241")])
def test_a_nuclide_is_written_as_on_a_label(stored: str, shown: str) -> None:
    assert say("EV-ID-nuclide", "en", {"value": stored}) == f"The nuclide {shown} stands on the list."


def test_what_was_declared_stays_as_written() -> None:
    said = say("EV-LIMIT-MET", "ru", _STORED | {"stated": "0.2 TBq"})
    assert "0.2 TBq" in said and "0,1\N{NO-BREAK SPACE}ТБк" in said
