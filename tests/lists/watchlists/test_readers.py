"""Each published layout as parties of one shape; what cannot be taken is told with line, field, value and remedy."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from screening.engine.parties.listed import ListedParty
from screening.lists.faults import ListRefused, sentence
from screening.lists.watchlists.formats import FORMATS
from screening.lists.watchlists.publication import Publication

CASES = Path(__file__).parents[2] / "cases" / "watchlists"
REAL = [
    ("ofac-csv", "ofac_sdn.csv", 8_900),
    ("csl-csv", "trade_gov_csl_sample.csv", 115),
    ("csl-json", "us_csl_screening_list_2026-07-31.json", 25_900),
    ("un-xml", "un_consolidated.xml", 1_003),
    ("japan-json", "japan_foreign_user_list.json", 835),
]


def read(layout: str, name: str) -> Publication:
    return FORMATS[layout](CASES / name)


def parties(layout: str, name: str) -> dict[str, ListedParty]:
    return {party.reference: party for party in read(layout, name).parties}


def written(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(layout: str, path: Path) -> str:
    with pytest.raises(ListRefused) as raised:
        FORMATS[layout](path)
    return raised.value.faults[0].message


# -- OFAC ------------------------------------------------------------------------------------------


def test_ofac_csv_joins_its_three_files_and_reads_the_remarks() -> None:
    found = parties("ofac-csv", "sdn.csv")
    assert found["101"] == ListedParty(
        reference="101",
        kind="company",
        names=(
            ("INVENTED TRADING COMPANY", "full"),
            ("VYMYSHLENNAYA TORGOVAYA KOMPANIYA", "alias"),
            ("ITC", "weak"),
        ),
        countries=("TR",),
        identifiers=(("tax", "123456789"), ("email", "office@example.org")),
        addresses=("1 Example Street, Istanbul, Turkey",),
        programme="SDGT; NPWMD",
    )
    person = found["102"]
    assert (person.kind, person.born, person.sex) == ("person", ("1964-11-21", "1965"), "m")
    assert (person.countries, person.identifiers) == (("TJ",), (("passport", "T1234567"),))
    ship = found["103"]
    assert (ship.kind, ship.countries) == ("vessel", ("KP",))
    assert {("imo", "9187629"), ("registration", "T3ST1")} <= set(ship.identifiers)


def test_rows_beside_that_belong_to_nobody_are_told_and_the_others_taken() -> None:
    publication = read("ofac-csv", "sdn.csv")
    (fault,) = publication.faults
    assert (fault.line, fault.column, fault.value, fault.known) == (3, "alt.csv", "999", "sdn.csv")
    assert "fetch them together" in sentence(fault, "en")


def test_sdn_csv_is_enough_alone(tmp_path: Path) -> None:
    path = written(tmp_path, (CASES / "sdn.csv").read_bytes(), "sdn.csv")
    assert len(FORMATS["ofac-csv"](path).parties) == 3


def test_ofac_xml() -> None:
    publication = read("ofac-xml", "sdn.xml")
    person, ship = publication.parties
    assert publication.published_on == date(2026, 7, 31)
    assert person.names == (
        ("TESTOV, Rustam Samplovich", "full"),
        ("TESTOV, Rustam", "alias"),
        ("RUSTIK", "weak"),
    )
    assert (person.born, person.sex, person.programme) == (("1964-11-21",), "m", "EXAMPLE-EO1; SDGT")
    assert (ship.kind, ship.countries, ship.identifiers) == (
        "vessel",
        ("IR",),
        (("imo", "9187629"), ("registration", "T3ST1")),
    )


# -- the United States, the United Nations, the European Union, the United Kingdom -----------------


def test_csl_csv_tells_parties_without_a_number_apart() -> None:
    publication = read("csl-csv", "csl.csv")
    company, hong_kong, shenzhen = publication.parties
    assert company.names[0] == ("INVENTED TRADING COMPANY", "full")
    assert (company.reference, company.countries, company.listed_on) == ("SDN-101", ("TR",), "2020-02-03")
    assert company.identifiers == (("tax", "123456789"),)
    assert (hong_kong.countries, shenzhen.countries) == (("HK",), ("CN",))
    assert shenzhen.reference == f"{hong_kong.reference}-2"
    assert [(fault.line, fault.message) for fault in publication.faults] == [(5, "party-repeated")]


def test_csl_json_as_published() -> None:
    (person,) = read("csl-json", "csl.json").parties
    assert (person.reference, person.kind, person.born) == ("SDN-102", "person", ("1964-11-21",))
    assert (person.countries, person.identifiers) == (("TJ",), (("passport", "T1234567"),))


def test_csl_json_in_its_compact_form() -> None:
    publication = read("csl-json", "csl_compact.json")
    electronics, company = publication.parties
    assert publication.published_on == date(2026, 7, 31)
    assert electronics.names == (("Sample Electronics Co.", "full"), ("SEC", "alias"))
    assert (electronics.kind, electronics.countries) == ("", ("HK", "CN"))
    assert (company.reference, company.programme) == ("SDN-101", "SDN; SDGT; NPWMD")


def test_un_xml() -> None:
    publication = read("un-xml", "un.xml")
    person, company = publication.parties
    assert publication.published_on == date(2026, 2, 27)
    assert person.names == (
        ("RUSTAM SAMPLOVICH TESTOV", "full"),
        ("Рустам Тестов", "alias"),
        ("Rustam Test", "alias"),
        ("Rustik", "weak"),
    )
    assert (person.reference, person.born, person.sex) == ("EXi.001", ("1964", "1965", "1966"), "m")
    assert (person.countries, person.listed_on) == (("IR", "CD"), "2012-12-31")
    assert (company.kind, company.countries) == ("company", ("KP",))


def test_eu_xml_leads_with_the_first_name_that_is_not_weak() -> None:
    publication = read("eu-xml", "eu.xml")
    person, company = publication.parties
    assert publication.published_on == date(2026, 7, 30)
    assert person.names == (
        ("Rustam Samplovich Testov", "full"),
        ("Рустам Самплович Тестов", "alias"),
        ("Rustik", "weak"),
    )
    assert (person.born, person.sex, person.countries) == (("1964-11-21", "1965"), "m", ("TJ",))
    assert company.identifiers == (("registration", "1027700000000"), ("email", "office@example.org"))
    assert (company.kind, company.countries, company.listed_on) == ("company", ("RU",), "2022-02-25")


def test_uk_csv_joins_the_rows_of_a_group() -> None:
    publication = read("uk-csv", "conlist.csv")
    person, ship = publication.parties
    assert publication.published_on == date(2026, 7, 31)
    assert person.names == (("Rustam Samplovich TESTOV", "full"), ("Рустам Тестов", "alias"), ("RUSTIK", "weak"))
    assert (person.born, person.countries, person.listed_on) == (("1964-11-21", "1965"), ("TJ",), "2020-12-31")
    assert (ship.kind, ship.identifiers) == ("vessel", (("imo", "9187629"),))


# -- OpenSanctions, Japan, national lists ----------------------------------------------------------


def test_opensanctions_ftm_joins_what_other_entities_tell_and_takes_targets_alone() -> None:
    person, ship = read("opensanctions-ftm", "entities.ftm.json").parties
    assert person.names == (("Rustam Testov", "full"), ("Рустам Тестов", "alias"), ("Rustik", "weak"))
    assert person.addresses == ("1 Example Street, Dushanbe",)
    assert (person.identifiers, person.programme, person.listed_on) == (
        (("passport", "T1234567"),),
        "EXAMPLE",
        "2020-12-31",
    )
    assert (ship.kind, ship.identifiers, ship.countries) == ("vessel", (("imo", "9187629"),), ("IR",))


def test_opensanctions_csv() -> None:
    person, company = read("opensanctions-csv", "targets.simple.csv").parties
    assert person.names == (("Rustam Testov", "full"), ("Рустам Тестов", "alias"), ("TESTOV; Rustam", "alias"))
    assert company.countries == ("TR", "AE")
    assert ("email", "office@example.org") in company.identifiers


def test_japan_json_reads_countries_from_addresses() -> None:
    publication = read("japan-json", "japan.json")
    first, second = publication.parties
    assert (first.countries, first.names[0]) == (("IR",), ("Invented Trading Company", "full"))
    assert (second.countries, second.names) == (("CN",), (("Sample Co. Ltd", "full"),))
    assert [fault.message for fault in publication.faults] == ["name-in-address"]


def test_a_national_list_has_a_row_for_each_name() -> None:
    person, company, ship = read("csv", "national.csv").parties
    assert person == ListedParty(
        reference="N-1",
        kind="person",
        names=(("Тестов Рустам Самплович", "full"), ("Rustam Testov", "alias"), ("Rustik", "weak")),
        countries=("TJ",),
        born=("1964-11-21",),
        sex="m",
        identifiers=(("passport", "T1234567"),),
        programme="Order 1",
    )
    assert (company.countries, company.identifiers) == (("IR",), (("tax", "123456789"), ("phone", "+992 000")))
    assert ship.kind == "vessel"


HEADER = "entity_id,name,is_alias,type,country,source\n"


def test_wrong_values_are_told_and_the_name_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,Testov,perhaps,robot,Atlantis,Order\n")
    publication = FORMATS["csv"](path)
    assert [(fault.line, fault.column, fault.value) for fault in publication.faults] == [
        (2, "is_alias", "perhaps"),
        (2, "type", "robot"),
        (2, "country", "Atlantis"),
    ]
    assert publication.parties[0].names == (("Testov", "full"),)
    assert "Write for example" in sentence(publication.faults[0], "en")


def test_rows_without_a_name_or_that_stand_there_twice_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,Testov,0,person,TJ,a\n1,Testov,0,person,TJ,a\n2,,0,person,TJ,a\n3,B,0,,,\n")
    publication = FORMATS["csv"](path)
    assert [fault.message for fault in publication.faults] == ["name-repeated", "watchlist-cell-missing"]
    assert ([party.reference for party in publication.parties], publication.left_out) == (["1", "3"], 2)


def test_a_byte_order_mark_and_semicolons_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + (HEADER + "1,Testov,0,person,TJ,a\n").replace(",", ";").encode())
    assert FORMATS["csv"](path).parties[0].countries == ("TJ",)


# -- what is refused whole -------------------------------------------------------------------------


@pytest.mark.parametrize("layout", FORMATS)
def test_an_empty_file_is_refused(layout: str, tmp_path: Path) -> None:
    assert refusal(layout, written(tmp_path, b"")) in {
        "watchlist-empty",
        "watchlist-layout",
        "xml-unreadable",
        "json-unreadable",
    }


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        ("ofac-csv", "sdn.csv"),
        ("ofac-xml", "sdn.xml"),
        ("csl-csv", "csl.csv"),
        ("csl-json", "csl.json"),
        ("csl-json", "csl_compact.json"),
        ("un-xml", "un.xml"),
        ("eu-xml", "eu.xml"),
        ("uk-csv", "conlist.csv"),
        ("opensanctions-ftm", "entities.ftm.json"),
        ("opensanctions-csv", "targets.simple.csv"),
        ("japan-json", "japan.json"),
        ("csv", "national.csv"),
    ],
)
def test_a_file_that_is_cut_is_refused(layout: str, name: str, tmp_path: Path) -> None:
    content = (CASES / name).read_bytes().removesuffix(b"\x1a\n").rstrip()
    last = content.rfind(b"\n") + 1
    cut = content[: last + 3] if last else content[:-30]
    assert refusal(layout, written(tmp_path, cut, name)) in {
        "watchlist-cut",
        "xml-unreadable",
        "json-unreadable",
        "csv-unreadable",
    }


@pytest.mark.parametrize("layout", ["csv", "csl-csv", "uk-csv", "opensanctions-csv", "ofac-csv", "japan-json"])
def test_another_encoding_is_refused_with_its_line(layout: str, tmp_path: Path) -> None:
    path = written(tmp_path, b"Last Updated,x\n" + "1,Тестов\n".encode("cp1251"))
    assert refusal(layout, path) in {"watchlist-not-utf8", "watchlist-layout"}
    name = {"csv": "national.csv", "japan-json": "japan.json"}.get(layout, "")
    if name:
        content = (CASES / name).read_bytes().replace(b"Sample", b"\xd2\xe5")
        assert refusal(layout, written(tmp_path, content)) == "watchlist-not-utf8"


def test_fewer_records_than_told_are_a_cut(tmp_path: Path) -> None:
    few = (CASES / "csl_compact.json").read_bytes().replace(b'"entryCount": 2', b'"entryCount": 3')
    assert refusal("csl-json", written(tmp_path, few)) == "watchlist-cut"
    few = (CASES / "sdn.xml").read_bytes().replace(b"<Record_Count>2", b"<Record_Count>1,002")
    assert refusal("ofac-xml", written(tmp_path, few)) == "watchlist-cut"


def test_entities_of_an_xml_are_not_resolved(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST><ENTITY>&a;</ENTITY></CONSOLIDATED_LIST>'
    assert refusal("un-xml", written(tmp_path, bomb)) == "xml-unreadable"


@pytest.mark.parametrize(("layout", "name"), [("csl-csv", "sdn.csv"), ("ofac-csv", "csl.csv"), ("csv", "csl.csv")])
def test_another_layout_is_refused(layout: str, name: str) -> None:
    assert refusal(layout, CASES / name) == "watchlist-layout"


def test_a_file_of_faults_alone_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,A,0,,,\n2,,,,,\n3,,,,,\n4,,,,,\n")
    assert refusal("csv", path) == "watchlist-mostly-faulty"


# -- the real files --------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "name", "least"), REAL)
def test_the_real_files_are_read_as_published(layout: str, name: str, least: int) -> None:
    folder = os.environ.get("REFERENCE_DATA")
    if not folder:
        pytest.skip("REFERENCE_DATA is unset: the published lists are not part of the project")
    publication = FORMATS[layout](Path(folder) / "watchlists" / name)
    assert len(publication.parties) >= least
    assert publication.left_out <= 4
