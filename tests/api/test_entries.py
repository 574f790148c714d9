"""Lists in force, and their entries by HS code, CAS number and words."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("lists")
ENTRIES = "/api/v1/entries"


def _codes(caller: Client, **query: str) -> list[str]:
    return [each["code"] for each in caller.get(ENTRIES, query).json()["entries"]]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"hs": "2930"}, ["1C350.1"]),
        ({"hs": "2930.70 9809"}, ["1C350.1"]),
        ({"hs": "6105"}, []),
        ({"cas": "111-48-8"}, ["1C350.1"]),
        ({"cas": "111-48-9"}, []),
        ({"q": "тиодигликоль в бочках"}, ["1C350.1"]),
        ({"q": "1c350"}, ["1C350", "1C350.1"]),
        ({"q": "cotton shirts"}, []),
    ],
)
def test_entries_are_found(caller: Client, query: dict[str, str], codes: list[str]) -> None:
    assert _codes(caller, **query) == codes


@pytest.mark.parametrize("query", [{}, {"hs": ""}, {"hs": "2930", "cas": "111-48-8"}, {"hs": "29x"}, {"hs": "2"}])
def test_one_way_to_look_is_asked_for(caller: Client, query: dict[str, str]) -> None:
    answer = caller.get(ENTRIES, query)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:problem:parameter-bad")


def test_an_entry_is_told_in_full_in_the_language_asked_for(caller: Client) -> None:
    [row] = caller.get(ENTRIES, {"cas": "111-48-8"}).json()["entries"]
    entry = caller.get(row["entry"], {"language": "ru"}).json()
    assert (entry["title"], entry["language"], entry["parent"]) == ("Тиодигликоль", "ru", "1C350")
    assert entry["identifiers"] == [{"kind": "cas", "value": "111-48-8"}]
    assert [each["code"] for each in entry["hs"]] == ["293070"]
    [limit] = entry["limits"]
    assert (limit["role"], limit["limit"]) == ("exclusion", "30")
    assert caller.get(f"{ENTRIES}/eu-dual-use/1C350").json()["children"] == ["1C350.1"]


@pytest.mark.parametrize("address", ["eu-dual-use/9Z999", "no-list/1C350", "eu-dual-use/1C350%00"])
def test_an_entry_that_is_not_in_force_does_not_exist(caller: Client, address: str) -> None:
    assert caller.get(f"{ENTRIES}/{address}").status_code == 404


def test_lists_are_told_with_their_freshness(caller: Client) -> None:
    [row] = caller.get("/api/v1/lists", {"language": "uz"}).json()["lists"]
    assert (row["list"], row["edition"], row["title"]) == ("eu-dual-use", "small", "Kichik roʻyxat")
    assert row["stale"] is False


@pytest.mark.parametrize(
    ("address", "statements"),
    [
        (f"{ENTRIES}?q=thiodiglycol", 6),
        (f"{ENTRIES}?hs=29", 3),
        (f"{ENTRIES}/eu-dual-use/1C350.1", 7),
        ("/api/v1/lists", 2),
    ],
)
def test_looking_up_takes_few_statements(
    caller: Client, django_assert_max_num_queries: Any, address: str, statements: int
) -> None:
    caller.get(address)
    with django_assert_max_num_queries(statements):
        assert caller.get(address).status_code == 200
