"""What authorities publish becomes a tree of codes and titles; the fixtures are our own words in their layout."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from screening.engine.catalogue import Edition
from screening.lists.ccl_json import read_ccl_json
from screening.lists.ecfr import read_ccl_xml
from screening.lists.eu_annex import read_eu_annex
from screening.lists.faults import ListRefused
from screening.lists.publications import LONGEST_TITLE, shortened
from screening.lists.table.reading import read_table
from screening.lists.table.writing import written

ECFR = """\
<?xml version="1.0"?>
<ECFR><AMDDATE>2026-07-23</AMDDATE>
<DIV5 N="774" TYPE="PART"><HEAD>PART 774</HEAD>
<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX"><HEAD>The list</HEAD>
<HD1>Category 1</HD1><HD2>A. Goods</HD2>
<FP-2><B>1A001 Seals of an invented kind, as follows (see List of Items Controlled).</B></FP-2>
<HD3>License Requirements</HD3>
<P>a. No paragraph of the list.</P>
<HD3>List of Items Controlled</HD3>
<P><I>Related Controls:</I> See also 1A002.</P>
<P><I>Items:</I> a. Seals made of <I>invented</I> stuff; <I>or</I></P>
<P>a.1. Thin ones;</P>
<NOTE><HED>Note:</HED><P>b. a paragraph of a note</P></NOTE>
<P>a.1.a. The thinnest;</P>
<P>b. Gaskets.</P>
<FP-2><B>1A002 Laminates.</B></FP-2>
<P>1A001 is mentioned and is no heading.</P>
</DIV9>
<DIV9 N="Supplement No. 2 to Part 774"><FP-2><B>9A999 Of another supplement.</B></FP-2></DIV9>
</DIV5></ECFR>
"""

ANNEX = """\
CATEGORY 1 – INVENTED MATERIALS
1A      Things and Parts
1A001   Seals of an invented kind,
        made of stuff, as follows:
        N.B.   SEE ALSO 1A002.
        a.     Thin seals, having any
               of the following:
               Note: 1A001.a. does not mean:
                     1.     Seals of nothing;
                     2.     Seals of paper.
               1.     A thickness below 1 mm; or
               2.     Stuff specified in 1B001,
                      2.5 kg or more:
                      a.     Blue;
                      b.     Red.

                                                                  35
\f        CATEGORY 1 – INVENTED MATERIALS
        b.     Not used;
        c.     Gaskets.
        Technical Note:
        For the purposes of 1A001:
        a.     Stuff is what is stuffed.
1C350   Liquids, as follows:
        N.B.   SEE ALSO 1A001.
                           1.    Firstol;
                           2.    Secondol.
"""


def _tree(edition: Edition) -> dict[str, tuple[str, str]]:
    return {entry.code: (entry.parent, entry.title["en"]) for entry in edition.entries}


def test_the_xml_of_the_ecfr_gives_headings_and_paragraphs() -> None:
    edition = read_ccl_xml(ECFR.encode())
    assert (edition.label, edition.effective_from, edition.review_by) == (
        "us-ccl 2026-07-23",
        "2026-07-23",
        "2027-07-23",
    )
    assert _tree(edition) == {
        "1A": ("", "Category 1, product group A"),
        "1A001": ("1A", "Seals of an invented kind, as follows (see List of Items Controlled)"),
        "1A001.a": ("1A001", "Seals made of invented stuff"),
        "1A001.a.1": ("1A001.a", "Thin ones"),
        "1A001.a.1.a": ("1A001.a.1", "The thinnest"),
        "1A001.b": ("1A001", "Gaskets"),
        "1A002": ("1A", "Laminates"),
    }
    assert not [term for entry in edition.entries for term in entry.terms]


def test_the_json_gives_headings() -> None:
    entries = [
        {"eccn": "0A002", "heading": "Invented power.", "topLevelParagraphs": {"a": "First;", "b": "[Reserved]"}},
        {"eccn": "1A001", "heading": "Seals."},
    ]
    edition = read_ccl_json(json.dumps({"ecfrIssueDate": "2026-07-23", "entries": entries}).encode())
    assert list(_tree(edition)) == ["0A", "0A002", "0A002.a", "1A", "1A001"]
    assert edition.entries[1].hazards == ("nuclear", "dual-use")


def test_the_text_of_the_annex_gives_headings_and_paragraphs() -> None:
    assert _tree(read_eu_annex(ANNEX.encode())) == {
        "1A": ("", "Things and Parts"),
        "1A001": ("1A", "Seals of an invented kind, made of stuff, as follows"),
        "1A001.a": ("1A001", "Thin seals, having any of the following"),
        "1A001.a.1": ("1A001.a", "A thickness below 1 mm"),
        "1A001.a.2": ("1A001.a", "Stuff specified in 1B001, 2.5 kg or more"),
        "1A001.a.2.a": ("1A001.a.2", "Blue"),
        "1A001.a.2.b": ("1A001.a.2", "Red"),
        "1A001.c": ("1A001", "Gaskets"),
        "1C": ("", "Category 1, product group C"),
        "1C350": ("1C", "Liquids, as follows"),
        "1C350.1": ("1C350", "Firstol"),
        "1C350.2": ("1C350", "Secondol"),
    }


@pytest.mark.parametrize("edition", [read_ccl_xml(ECFR.encode()), read_eu_annex(ANNEX.encode())])
def test_a_publication_can_go_on_as_a_table(edition: Edition) -> None:
    assert read_table(written(edition, "csv")) == edition


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no xml", "xml-unreadable"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml-unreadable"),
        (b"<ECFR/>", "date-unreadable"),
        (b"<ECFR><AMDDATE>2026-07-23</AMDDATE></ECFR>", "headings-missing"),
    ],
)
def test_what_is_no_xml_of_the_ecfr_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ListRefused) as raised:
        read_ccl_xml(content)
    assert raised.value.faults[0].message == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "ccl-json-unreadable"),
        (b"[]", "ccl-json-unreadable"),
        (b'{"ecfrIssueDate": "soon", "entries": []}', "date-unreadable"),
        (b'{"ecfrIssueDate": "2026-07-23", "entries": []}', "headings-missing"),
        (b'{"ecfrIssueDate": "2026-07-23", "entries": [{"eccn": "A1"}]}', "eccn-missing"),
        (b'{"ecfrIssueDate": "2026-07-23", "entries": [7]}', "eccn-missing"),
    ],
)
def test_what_is_no_such_json_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ListRefused) as raised:
        read_ccl_json(content)
    assert raised.value.faults[0].message == message


@pytest.mark.parametrize(("content", "message"), [(b"no annex", "headings-missing"), (b"\xff", "not-utf8")])
def test_what_is_no_annex_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ListRefused) as raised:
        read_eu_annex(content)
    assert raised.value.faults[0].message == message


def test_a_long_heading_is_cut_between_words() -> None:
    cut = shortened("word " * 100)
    assert len(cut) <= LONGEST_TITLE
    assert cut.endswith("word…")


# -- the real files --------------------------------------------------------------------------------


def _reference(name: str) -> bytes:
    folder = os.environ.get("REFERENCE_DATA")
    if not folder:
        pytest.skip("REFERENCE_DATA is unset: the published lists are not part of the project")
    return (Path(folder) / "control_lists" / name).read_bytes()


def test_the_real_annex_has_its_headings() -> None:
    codes = {entry.code for entry in read_eu_annex(_reference("eu_annex_i_2021.txt")).entries}
    assert len([code for code in codes if re.fullmatch(r"\d[A-E]\d{3}", code)]) >= 360
    assert {"1C350.1", "2B001.b.2", "2B350.g", "3A001.a.5.a", "9A012.a"} <= codes


def test_the_real_list_of_commerce_has_its_headings() -> None:
    codes = {entry.code for entry in read_ccl_json(_reference("us_ccl_headings_2026_07.json")).entries}
    assert len([code for code in codes if re.fullmatch(r"\d[A-E]\d{3}", code)]) == 633
