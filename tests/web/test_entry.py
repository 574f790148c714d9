"""The page of a list entry, in the edition in force."""

from __future__ import annotations

import html

import pytest

from screening.selectors.entries import EntryWords, words_of
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
ADDRESS = "/lists/eu-dual-use/1C350.1/"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            [
                "Thiodiglycol",
                "Thick liquid.",
                "Mixtures up to 30 %.",
                "Concentration by weight: at most 30 %",
                "Free of control where all of this holds",
            ],
        ),
        ("ru", ["Тиодигликоль", "Густая жидкость.", "Смеси до 30 %.", "Массовая доля: не более 30 %"]),
        ("tg", ["Тиодигликол", "Моеи ғафс.", "Омехтаҳо то 30 %."]),
        ("uz", ["Tiodiglikol", "Quyuq suyuqlik.", "30 % gacha aralashmalar."]),
    ],
)
def test_an_entry_in_the_readers_language(cast: Cast, signed_in: SignedIn, language: str, texts: list[str]) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": language, "page": "/"})
    page = html.unescape(client.get(ADDRESS).text)
    for text in [*texts, "111-48-8", "293070", "тиодигликоль", "thiodiglycol"]:
        assert text in page, text


def test_what_lacks_in_a_language_is_shown_in_english() -> None:
    words = words_of([("eu-dual-use", "1C350.1")], "kk")
    assert words["eu-dual-use", "1C350.1"] == EntryWords("en", "Thiodiglycol", "Thick liquid.", "Mixtures up to 30 %.")


def test_the_tree_can_be_walked(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    assert 'href="/lists/eu-dual-use/1C350/"' in client.get(ADDRESS).text
    assert f'href="{ADDRESS}"' in client.get("/lists/eu-dual-use/1C350/").text


@pytest.mark.parametrize("address", ["/lists/eu-dual-use/9Z999/", "/lists/no-such-list/1C350.1/"])
def test_what_is_not_in_force_is_not_found(cast: Cast, signed_in: SignedIn, address: str) -> None:
    assert signed_in(cast.officer).get(address).status_code == 404


def test_list_managers_may_read_entries(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.list_manager).get(ADDRESS).status_code == 200
