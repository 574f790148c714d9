"""Look-up by HS code and CAS number, editions in force and drafts, entries in printed order."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from screening import models
from screening.selectors import lists as selector
from screening.selectors.lists import FoundEntry, entries_by_cas, entries_by_hs
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SOLVENT = FoundEntry("eu-dual-use", "1C350.1", "Thiodiglycol", "en", "Small list")


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("code", ["29", "2930", "293070", "2930709809"])
def test_an_hs_code_finds_entries_by_its_beginning_and_by_more_digits(code: str) -> None:
    assert SOLVENT in entries_by_hs(code, None)


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("code", ["", "2931", "30", "29AB", "٢٩", "293071"])
def test_another_code_finds_nothing(code: str) -> None:
    assert SOLVENT not in entries_by_hs(code, None)


@pytest.mark.usefixtures("lists")
def test_a_cas_number_finds_its_substance_in_the_readers_language() -> None:
    in_russian = FoundEntry("eu-dual-use", "1C350.1", "Тиодигликоль", "ru", "Малый список")
    assert entries_by_cas("111-48-8", None, language="ru") == [in_russian]
    assert entries_by_cas("111-48-8", None, language="kk") == [SOLVENT]
    assert entries_by_cas("111-48-9", None) == []


@pytest.mark.usefixtures("lists")
def test_a_draft_finds_nothing() -> None:
    drafted = c.edition("drafted")
    models.HsCorrelation.objects.create(
        entry=drafted.entries.get(), position=2, code="845710", hs_edition="2022", confidence="low"
    )
    assert {found.list_slug for found in entries_by_hs("845710", None)} == {"eu-dual-use"}


@pytest.mark.usefixtures("lists")
def test_look_ups_are_bounded_in_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(2):
        entries_by_hs("2930", None)
    with django_assert_max_num_queries(2):
        entries_by_cas("111-48-8", None)


@pytest.mark.usefixtures("lists")
def test_drafts_are_listed_for_those_who_manage_lists(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    c.activation(c.edition("proposed"), cast.list_manager)
    c.edition("drafted")
    with django_assert_max_num_queries(1):
        found = selector.editions(None, drafts=True)
    assert [(str(each.edition), each.entries, each.terms, each.proposed) for each in found] == [
        ("drafted 1", 1, 1, False),
        ("eu-dual-use small", 3, 6, False),
        ("proposed 1", 1, 1, True),
    ]
    assert [str(each.edition) for each in selector.editions(None, drafts=False)] == ["eu-dual-use small"]


@pytest.mark.usefixtures("lists")
def test_entries_stand_in_printed_order_under_their_headings() -> None:
    edition = selector.edition_in_force("eu-dual-use", None)
    assert edition is not None
    page = selector.tree(edition)
    assert [(node.code, node.depth) for node in page.nodes] == [("1C350", 0), ("1C350.1", 1), ("2B001.b", 0)]
    assert [code for _, code in selector.headings(edition)] == ["1C350", "2B001.b"]


def test_a_long_list_comes_in_pages(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    long = c.edition("long")
    models.Entry.objects.bulk_create(
        models.Entry(edition=long, position=number, code=f"X{number}", kind="heading", hazards="chemical")
        for number in range(2, 2 * selector.PAGE + 10)
    )
    with django_assert_max_num_queries(2):
        first = selector.tree(long)
    assert first.former is None
    assert first.next == selector.PAGE + 1
    second = selector.tree(long, begin=first.next)
    third = selector.tree(long, begin=second.next or 0)
    assert third.next is None
    assert third.former == second.nodes[0].position
    shown = [node.position for page in (first, second, third) for node in page.nodes]
    assert shown == list(range(1, 2 * selector.PAGE + 10))
