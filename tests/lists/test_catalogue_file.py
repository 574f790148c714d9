"""A catalogue file with a fault gives no edition, and says file, line and remedy."""

from pathlib import Path

import pytest

from screening.lists.catalogue_file import read_catalogue, read_catalogue_file
from screening.lists.yaml_reader import CatalogueError

GOOD = """\
list: test-list
edition: "1"
title: {en: Test, ru: Тест, tg: Санҷиш, uz: Sinov}
source: invented
effective_from: 2026-01-01
review_by: 2027-01-01
hs_edition: 2022
origin: invented for tests
entries:
- code: A1
  kind: substance
  hazards: chemical
  title: {en: Thing, ru: Вещь, tg: Чиз, uz: Narsa}
  looks_like: {en: Grey, ru: Серая, tg: Хокистарӣ, uz: Kulrang}
  terms:
    exact:
      en: thing one; thing two
  identifiers:
    cas: 111-48-8
  hs:
  - {code: 2930.70, confidence: high}
  parameters:
  - {quantity: volume, is: above, limit: 100, unit: l}
"""

FAULTS = [
    ("kind: substance", "kind: substanc", 11, "'substanc' is not known; use one of:"),
    ("cas: 111-48-8", "cas: 111-48-9", 19, "check digit of CAS 111-48-9 is wrong"),
    ("cas: 111-48-8", "cas: 111488", 19, "does not look like a cas number"),
    ("code: 2930.70", "code: 29307", 21, "write 4 or 6 digits"),
    ("unit: l", "unit: kPa", 23, "'kPa' does not belong to volume"),
    ("limit: 100", "limit: many", 23, "'many' is not a number"),
    ("is: above", "is: over", 23, "'over' is not known"),
    ("quantity: volume", "quantity: loudness", 23, "'loudness' is not known"),
    ("thing one; thing two", "thing one; Thing One", 17, "stands twice in en"),
    ("effective_from: 2026-01-01", "effective_from: soon", 5, "'soon' is not a date; write it as"),
    (", uz: Narsa}", "}", 13, "no text in uz: write all four languages"),
    ("  hazards: chemical\n", "  hazards: chemical\n  colour: red\n", 13, "the field 'colour' is not known"),
    ("  kind: substance\n", "", 10, "kind missing: add it"),
    ("source: invented\n", "", 1, "source missing: add it"),
    ("entries:\n", "entries: none\nx:\n", 9, "a list is expected; begin each item with a dash"),
    ("title: {en: Test,", "title: {en: Test: 1,", 3, "not YAML"),
]


def _written(folder: Path, text: str, name: str = "test.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_good_file_gives_its_edition(tmp_path: Path) -> None:
    edition = read_catalogue_file(_written(tmp_path, GOOD))
    (entry,) = edition.entries
    assert (edition.label, entry.code) == ("test-list 1", "A1")
    assert [term.text for term in entry.terms] == ["thing one", "thing two"]
    assert entry.hs[0].code == "293070"


@pytest.mark.parametrize(
    ("good", "bad", "line", "said"), FAULTS, ids=[fault[1].strip() or fault[0] for fault in FAULTS]
)
def test_a_fault_is_told_with_file_line_and_remedy(tmp_path: Path, good: str, bad: str, line: int, said: str) -> None:
    assert good in GOOD
    with pytest.raises(CatalogueError) as raised:
        read_catalogue_file(_written(tmp_path, GOOD.replace(good, bad, 1)))
    told = [str(problem) for problem in raised.value.problems]
    assert any(each.startswith(f"test.yaml:{line}: ") and said in each for each in told), told


def test_an_intangible_has_nothing_that_finds_goods(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as raised:
        read_catalogue_file(_written(tmp_path, GOOD.replace("kind: substance", "kind: intangible")))
    fields = {str(problem).split(":")[2].removeprefix(" A1, ") for problem in raised.value.problems}
    assert fields == {"terms", "identifiers", "hs", "parameters"}
    bare = GOOD[: GOOD.index("  terms:")].replace("kind: substance", "kind: intangible")
    assert read_catalogue_file(_written(tmp_path, bare)).entries[0].kind == "intangible"


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("kind: substance", "kind: x").replace("is: above", "is: x")
    with pytest.raises(CatalogueError) as raised:
        read_catalogue_file(_written(tmp_path, text))
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"- a\n- b\n", b"just text", b"list: [unclosed"])
def test_what_is_no_catalogue_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as raised:
        read_catalogue_file(path)
    assert raised.value.problems


def test_a_paragraph_without_its_heading_is_told(tmp_path: Path) -> None:
    _written(tmp_path, GOOD.replace("  kind:", "  under: A\n  kind:", 1))
    with pytest.raises(CatalogueError, match=r"test\.yaml:10: A1 is under A, which does not stand before it"):
        read_catalogue(tmp_path)


def test_a_code_that_stands_twice_is_told(tmp_path: Path) -> None:
    entry = GOOD[GOOD.index("- code") :]
    with pytest.raises(CatalogueError, match=r"test\.yaml:24: code A1 stands twice"):
        read_catalogue_file(_written(tmp_path, GOOD + entry))


def test_files_of_one_list_are_joined_when_their_headers_agree(tmp_path: Path) -> None:
    _written(tmp_path, GOOD)
    _written(tmp_path, GOOD.replace("code: A1", "code: A2"), "test-2.yaml")
    (edition,) = read_catalogue(tmp_path).editions
    assert [entry.code for entry in edition.entries] == ["A2", "A1"]
    _written(tmp_path, GOOD.replace("code: A1", "code: A3").replace("invented\n", "other\n", 1), "test-3.yaml")
    with pytest.raises(CatalogueError, match=r"test-3\.yaml:1: the header differs from that of test-2\.yaml"):
        read_catalogue(tmp_path)
