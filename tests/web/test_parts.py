"""Small parts of pages: marks, durations, countries, languages of declared texts, figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from screening.web.countries import country
from screening.web.goods_lines import decimal_text
from screening.web.marks import Piece, pieces
from screening.web.times import how_long
from screening.web.tongue import language_of
from screening.web.words import state_word

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _verdict(*spans: tuple[float, int, int], signs: list[list[int]] | None = None) -> dict[str, Any]:
    evidence = [{"points": points, "spans": [[start, end]]} for points, start, end in spans]
    return {"candidates": [{"evidence": evidence}], "signs": [{"spans": signs or []}]}


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("a pump", _verdict((5, 2, 6)), [("a ", ""), ("pump", "for")]),
        ("toy pump", _verdict((-3, 0, 3), (5, 4, 8)), [("toy", "against"), (" ", ""), ("pump", "for")]),
        ("pump", _verdict((-3, 0, 4), (5, 0, 4)), [("pump", "for")]),
        ("pump", _verdict((5, 0, 2), (5, 1, 4)), [("pump", "for")]),
        ("pump", _verdict((5, 10, 14)), [("pump", "")]),  # a span in an answer, behind the description
        ("pump", _verdict((5, 2, 99)), [("pu", ""), ("mp", "for")]),
        ("pиmp", _verdict(signs=[[0, 4]]), [("pиmp", "sign")]),
        ("ﬁlter pump", _verdict((5, 7, 11)), [("filter ", ""), ("pump", "for")]),  # spans count after composing
        ("", _verdict(), []),
        ("pump", {}, [("pump", "")]),
    ],
)
def test_marks(text: str, verdict: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert pieces(text, verdict) == [Piece(*each) for each in expected]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(), "in 0 min"),
        (timedelta(minutes=59, seconds=59), "in 59 min"),
        (timedelta(hours=1), "in 1 h 0 min"),
        (timedelta(hours=23, minutes=59), "in 23 h 59 min"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(days=2, hours=5), "in 2 days"),
        (-timedelta(minutes=5), "5 min ago"),
        (-timedelta(days=1), "1 day ago"),
    ],
)
def test_how_long(after: timedelta, said: str) -> None:
    assert how_long(NOW + after, NOW) == said


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (22, "22 дня")]
)
def test_russian_counts_as_russian_does(days: int, said: str) -> None:
    with override("ru"):
        assert how_long(NOW + timedelta(days=days), NOW) == f"через {said}"


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("DE", "en", "Germany (DE)"),
        ("DE", "ru", "Германия (DE)"),
        ("TJ", "tg", "Тоҷикистон (TJ)"),
        ("TJ", "uz", "Tojikiston (TJ)"),
        ("QQ", "en", "QQ"),
        ("", "en", ""),
    ],
)
def test_countries(code: str, language: str, name: str) -> None:
    assert country(code, language) == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("насос вакуумный", "ru"),
        ("таҷҳизоти озмоишгоҳӣ", "tg"),
        ("oʻlchov asbobi", "uz"),
        ("vacuum pump", "en"),
        ("насос SS-316 DN50", "ru"),
        ("12345", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_declared_text(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (None, "en", ""),
        (Decimal("4600.000000"), "en", "4600"),
        (Decimal("17600.50"), "en", "17\N{NO-BREAK SPACE}600.5"),
        (Decimal("17600.50"), "ru", "17\N{NO-BREAK SPACE}600,5"),
        (Decimal("0.060"), "tg", "0,06"),
        (Decimal("0.060"), "uz", "0,06"),
        (Decimal(0), "en", "0"),
        (Decimal("1E+3"), "ru", "1000"),
    ],
)
def test_declared_figures_are_written_in_the_readers_way(value: Decimal | None, language: str, text: str) -> None:
    with override(language):
        assert decimal_text(value) == text


@pytest.mark.parametrize(
    ("state", "level", "said"),
    [("clear", 0, "no indication found"), ("clear", 1, "not flagged"), ("flagged", 3, "flagged")],
)
def test_weak_indications_are_not_called_none(state: str, level: int, said: str) -> None:
    assert state_word(state, level) == said
