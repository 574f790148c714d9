"""Entries are found by what trade calls them, in any script, and by their numbers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.services import entry_search

pytestmark = pytest.mark.django_db
SOLVENT, MACHINE = ("eu-dual-use", "1C350.1"), ("eu-dual-use", "2B001.b")


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(
    ("text", "keys"),
    [
        *((text, [SOLVENT]) for text in ("thiodigl", "Тиодигликоль", "тиодигликол", "111-48-8", "111488", "293070")),
        *((text, [SOLVENT]) for text in ("2930.70", "2930709809", "1c350.1", "1С350.1")),
        *((text, [MACHINE]) for text in ("milling", "фрезерный станок", "станки", "dastgohlari", "8457", "2B001")),
        ("1C350", [("eu-dual-use", "1C350"), SOLVENT]),
        *((text, []) for text in ("thiodiglycole 111-48-9", "milling thiodiglycol", "%", "8458", "111-48-9", "x")),
    ],
)
def test_what_is_found(text: str, keys: list[tuple[str, str]]) -> None:
    assert entry_search.find(text).keys == keys


@pytest.mark.usefixtures("lists")
def test_one_list_alone() -> None:
    assert entry_search.find("milling", slug="eu-dual-use").keys == [MACHINE]
    assert entry_search.find("milling", slug="cwc-schedules").keys == []


def test_without_a_list_in_force_nothing_is_found() -> None:
    assert entry_search.find("milling").keys == []


@pytest.mark.usefixtures("lists")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=100))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert not entry_search.find(text).more
