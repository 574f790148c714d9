from __future__ import annotations

import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.intake.asycuda import parse_asycuda
from screening.intake.declaration import Declaration, Parsed
from tests.intake.cases import CLOCK, example

FILE = example("asycuda.xml")


def taken(content: bytes) -> Declaration:
    found = parse_asycuda(content, clock=CLOCK)
    assert found.refusals == ()
    return found.declarations[0]


def refused(content: bytes) -> list[tuple[int, str]]:
    found = parse_asycuda(content, clock=CLOCK)
    assert found.declarations == ()
    return [(fault.line, fault.message) for fault in found.refusals]


def without(pattern: str) -> bytes:
    changed = re.sub(pattern.encode(), b"", FILE, flags=re.DOTALL)
    assert changed != FILE
    return changed


def reference_file(name: str) -> bytes:
    folder = os.environ.get("REFERENCE_DATA")
    if not folder:
        pytest.skip("REFERENCE_DATA is unset: the real ASYCUDA files are not part of the project")
    return (Path(folder) / "declarations" / "asycuda" / name).read_bytes()


def test_a_file_with_every_oddity_is_read() -> None:
    declared = taken(FILE)
    assert declared.declaration_type == "IM4"
    assert declared.offices == {"lodgement": "TJ001", "entry": "TJ002"}
    assert [(party.role, party.name, party.address, party.identifier) for party in declared.parties] == [
        ("consignor", "EXAMPLE TRADING LTD.", "12 EXAMPLE PARK\nCHINA", ""),
        ("consignee", "Намунаи Савдо", "", "010012345"),
        ("declarant", "", "", "534"),
    ]
    assert (declared.dispatch, declared.destination) == ("CN", "TJ")
    assert (declared.means, declared.means_country, declared.mode) == ("01 A 123 BC", "UZ", "03")
    assert (declared.incoterm, declared.delivery_place) == ("C&F", "DUSHANBE")
    assert (declared.invoice_total, declared.currency) == (Decimal("2108.89"), "USD")
    assert (declared.gross_kg, declared.containers) == (Decimal("3.02"), ("CSQU3054383",))
    assert [(paper.code, paper.reference, paper.dated, paper.item) for paper in declared.documents] == [
        ("N380", "INV-77", date(2026, 11, 20), 1)
    ]
    assert declared.doubts == ()


def test_items_are_numbered_by_their_order() -> None:
    first, second = taken(FILE).items
    assert (first.number, first.description) == (1, "Other static converters\nAdapter 11 PCS")
    assert (first.hs_code, first.packages, first.package_kind) == ("85044090900", Decimal("0.06"), "CT")
    assert (first.quantity, first.unit, first.value) == (Decimal(11), "UNT", Decimal("26.05"))
    assert (first.gross_kg, first.net_kg, first.licence) == (Decimal("1.52"), Decimal("1.064"), "")
    assert (second.number, second.description, second.hs_code) == (2, "Air freshener", "330749")
    assert (second.quantity, second.net_kg, second.licence) == (None, None, "L-5")


def test_tags_are_read_whether_misspelt_or_right() -> None:
    assert taken(FILE.replace(b"Suppplementary", b"Supplementary")).items == taken(FILE).items


def test_the_number_is_of_the_registration_with_office_and_year() -> None:
    assert taken(FILE).number == "TJ001-2026-C1017"


def test_without_registration_the_assessment_and_then_the_declarants_reference_count() -> None:
    assert taken(FILE.replace(b"Registration>", b"Assessment>")).number == "TJ001-2026-C1017"
    assert taken(without("<Registration>.*</Registration>")).number == "534-2026-#5"


def test_without_any_number_the_file_itself_gives_one() -> None:
    bare = without("<Registration>.*</Registration>").replace(b"<Number>#5</Number>", b"<Number><null/></Number>")
    assert re.fullmatch(r"ASYCUDA-[0-9a-f]{12}", taken(bare).number)
    assert taken(bare).number == taken(bare).number != taken(bare + b"\n").number


def test_without_items_it_is_refused() -> None:
    assert refused(without("<Item>.*</Item>")) == [(0, "no-lines")]


def test_an_item_without_description_is_refused_by_its_position() -> None:
    assert refused(FILE.replace(b"Air freshener", b"<null/>")) == [(2, "no-description")]


def test_a_text_where_a_mass_belongs_is_refused() -> None:
    assert refused(FILE.replace(b">1.5<", b">heavy<")) == [(2, "number-unreadable")]


def test_the_119_items_of_a_real_file_all_arrive() -> None:
    declared = taken(reference_file("nepal_demo_119_items.xml"))
    assert [item.number for item in declared.items] == list(range(1, 120))
    assert sum(item.gross_kg or Decimal(0) for item in declared.items) == declared.gross_kg == Decimal(199)
    assert declared.items[0].description == "Other static converters\nAdaptar 11 PCS"
    assert declared.parties[1].identifier == "1000000000001NP"
    assert declared.offices == {"lodgement": "TIA00", "entry": "TIA00"}


def test_the_sample_of_the_real_format_counts_a_share_of_a_package() -> None:
    declared = taken(reference_file("nepal_sample_xml_format.xml"))
    assert (len(declared.items), declared.items[0].packages) == (119, Decimal("0.06"))


def test_the_real_blank_template_has_no_goods_and_is_refused() -> None:
    assert refused(reference_file("blank_asycuda_template.xml")) == [(0, "no-lines")]


def _bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE ASYCUDA [<!ENTITY e0 "ha">{entities}]><ASYCUDA>&e11;</ASYCUDA>'.encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_bomb(), "xml-unsafe"),
        (b'<!DOCTYPE A [<!ENTITY x SYSTEM "file:///etc/hostname">]><ASYCUDA>&x;</ASYCUDA>', "xml-unsafe"),
        (b'<!DOCTYPE ASYCUDA SYSTEM "http://127.0.0.1/a.dtd"><ASYCUDA/>', "xml-unsafe"),
        (_bomb().decode().encode("utf-16"), "xml-unsafe"),
        (b"<ASYCUDA>&undeclared;</ASYCUDA>", "xml-unreadable"),
        (b"<ASYCUDA><Item></ASYCUDA>", "xml-unreadable"),
        (b'<?xml version="1.0" encoding="bogus"?><ASYCUDA/>', "xml-unreadable"),
        (b"", "xml-unreadable"),
        (b"<a>" * 100_000, "xml-too-large"),
        (b"<ASYCUDA>" + b"<a/>" * 1_000_000 + b"</ASYCUDA>", "xml-too-large"),
        (b"<ASYCUDA " + b"a='1' " * 20_000 + b"/>", "xml-unreadable"),
        (b"<MetaData/>", "xml-not-asycuda"),
        (b"<asycuda/>", "no-lines"),
    ],
)
def test_hostile_and_foreign_xml_is_refused(content: bytes, message: str) -> None:
    assert refused(content) == [(0, message)]


def test_cyrillic_code_pages_are_read_as_the_file_declares() -> None:
    windows = FILE.decode().replace('encoding="UTF-8"', 'encoding="windows-1251"').encode("cp1251")
    assert taken(windows).parties[1].name == "Намунаи Савдо"


@given(st.binary())
def test_any_bytes_give_an_answer(content: bytes) -> None:
    assert isinstance(parse_asycuda(content), Parsed)


@given(st.integers(0, len(FILE)), st.binary(max_size=6))
def test_any_damage_gives_an_answer(place: int, damage: bytes) -> None:
    assert isinstance(parse_asycuda(FILE[:place] + damage + FILE[place + len(damage) :]), Parsed)
