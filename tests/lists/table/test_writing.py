"""An edition written as a table and read again is the same edition."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.engine.catalogue import Edition, edition_digest
from screening.lists.table.escape import escaped, unescaped
from screening.lists.table.reading import read_table
from screening.lists.table.template import template
from screening.lists.table.writing import TYPES, written
from tests.lists.table.tables import as_csv
from tests.shipped import shipped_catalogue

EDITIONS = {edition.list_slug: edition for edition in shipped_catalogue().editions}


@pytest.mark.parametrize("slug", EDITIONS)
def test_every_shipped_list_comes_back_the_same_from_csv(slug: str) -> None:
    edition = EDITIONS[slug]
    assert edition_digest(read_table(written(edition, "csv"))) == edition_digest(edition)


@pytest.mark.parametrize("slug", sorted(EDITIONS.keys() - {"eu-dual-use"}))
def test_every_shipped_list_comes_back_the_same_from_a_workbook(slug: str) -> None:
    edition = EDITIONS[slug]
    assert edition_digest(read_table(written(edition, "xlsx"))) == edition_digest(edition)


def test_a_part_of_the_longest_list_comes_back_the_same_from_a_workbook() -> None:
    """Every tenth heading with what stands right below it: the workbook of all takes ten seconds."""
    edition = EDITIONS["eu-dual-use"]
    kept: dict[str, None] = {}
    for place, entry in enumerate(entry for entry in edition.entries if not entry.parent):
        if place % 10 == 0:
            kept[entry.code] = None
    for entry in edition.entries:
        if entry.parent in kept:
            kept[entry.code] = None
    part = replace(edition, entries=tuple(entry for entry in edition.entries if entry.code in kept))
    assert edition_digest(read_table(written(part, "xlsx"))) == edition_digest(part)


@pytest.mark.parametrize("extension", TYPES)
def test_a_list_in_some_languages_alone_comes_back_the_same(extension: str) -> None:
    edition = read_table(as_csv())
    assert edition_digest(read_table(written(edition, extension))) == edition_digest(edition)


@pytest.mark.parametrize("extension", TYPES)
def test_the_template_is_a_list_of_two_entries(extension: str) -> None:
    edition = read_table(template(extension))
    assert [entry.code for entry in edition.entries] == ["N1", "N1.a"]


@pytest.mark.parametrize("extension", TYPES)
@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "-5 to +40", "@home", "+7", "-5"])
def test_a_text_like_a_formula_is_not_run_and_not_changed(extension: str, text: str) -> None:
    edition = read_table(as_csv())
    changed = _with_title(edition, text)
    content = written(changed, extension)
    assert edition_digest(read_table(content)) == edition_digest(changed)
    if extension == "csv":
        cells = [cell for row in csv.reader(StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@"))]


def _with_title(edition: Edition, text: str) -> Edition:
    first, *rest = edition.entries
    return replace(edition, entries=(replace(first, title={"uz": text}), *rest))


@given(st.text(st.sampled_from("'=+-@1.a ")))
def test_taking_the_apostrophe_off_undoes_putting_it_on(text: str) -> None:
    assert unescaped(escaped(text)) == text
