"""The tour shows pages, people and shipments that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from django.urls import Resolver404, resolve

from screening.demo import tables

DOCS: Final = Path(__file__).parents[2] / "docs"
TOUR: Final = (DOCS / "tour.md").read_text("utf-8")
SCRIPT: Final = (DOCS.parent / "scripts" / "tour.py").read_text("utf-8")
LARGEST: Final = 60_000


def test_every_picture_is_there_small_and_taken_by_the_script() -> None:
    shown = re.findall(r"\]\(pictures/([\w-]+)\.png\)", TOUR)
    assert len(shown) >= 12
    assert sorted(shown) == sorted(re.findall(r'take\([\w.]+, "([\w-]+)"\)', SCRIPT))
    assert all((DOCS / "pictures" / f"{name}.png").stat().st_size <= LARGEST for name in shown)
    assert {path.stem for path in (DOCS / "pictures").glob("*.png")} == set(shown)


def test_every_address_that_the_tour_or_its_script_opens_resolves() -> None:
    addresses = set(re.findall(r'open_page\([\w.]+, f?"(/[\w/-]*)', SCRIPT)) | set(re.findall(r"`(/[\w/-]+/)`", TOUR))
    assert {"/search/", "/check/", "/audit/"} <= addresses
    for address in addresses:
        try:
            resolve(address)
        except Resolver404:
            pytest.fail(f"{address} is no page")


def test_people_and_shipments_of_the_tour_are_in_the_demo() -> None:
    people = {each["username"] for row in tables.administrations() for each in row["people"]}
    assert set(re.findall(r"`(\w+\.[a-z]+)`", TOUR)) <= people
    shipments = set(re.findall(r"DEMO-\w\w-\d{4}", TOUR + SCRIPT))
    assert shipments and shipments <= {each.number for each in tables.declarations()}
