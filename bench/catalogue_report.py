"""What the shipped control lists hold, by list and category: make catalogue-report.

A goods heading is whole when it has terms enough in each language and an HS code, with its paragraphs taken
together; tests/catalogue holds what must be there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from screening.engine.catalogue import INTANGIBLE, LANGUAGES, Catalogue, Edition, Entry
from screening.lists.catalogue_file import read_catalogue

SHIPPED: Final = Path(__file__).resolve().parent.parent / "screening/catalogue"
LEAST_TERMS: Final = {"en": 4, "ru": 4, "tg": 3, "uz": 3}
NAMES: Final = ("exact", "strong", "weak")
_BY_CODES_ALONE: Final = ("common-high-priority",)  # lists that consist of HS codes


@dataclass
class Row:
    """A list, or one category of it. ``whole`` and ``with_hs`` count headings of goods."""

    name: str
    entries: int = 0
    headings: int = 0
    goods: int = 0
    whole: int = 0
    with_hs: int = 0
    identifiers: int = 0
    figures: int = 0
    terms: Counter[str] = field(default_factory=Counter)
    reviewed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Heading:
    """An entry at the top of its list with all that stands below it."""

    top: Entry
    entries: tuple[Entry, ...]
    names_goods: bool

    @property
    def terms(self) -> Counter[str]:
        return Counter(term.language for entry in self.entries for term in entry.terms if term.weight in NAMES)

    @property
    def has_terms(self) -> bool:
        return all(self.terms[language] >= least for language, least in LEAST_TERMS.items())

    @property
    def has_hs(self) -> bool:
        return any(entry.hs for entry in self.entries)


def headings_of(edition: Edition) -> list[Heading]:
    """In printed order; a heading stands before what is below it."""
    top: dict[str, Entry] = {}
    below: dict[str, list[Entry]] = {}
    for entry in edition.entries:
        top[entry.code] = top[entry.parent] if entry.parent else entry
        below.setdefault(top[entry.code].code, []).append(entry)
    return [
        Heading(top[code], tuple(entries), names_goods=any(each.kind != INTANGIBLE for each in entries))
        for code, entries in below.items()
    ]


def rows_of(catalogue: Catalogue) -> Iterator[Row]:
    """A row for each list, and below it one for each category of the dual-use list."""
    for edition in catalogue.editions:
        headings = headings_of(edition)
        yield _row(edition.list_slug, headings, edition.list_slug in _BY_CODES_ALONE)
        if edition.list_slug == "eu-dual-use":
            for category in sorted({heading.top.code[:2] for heading in headings}):
                yield _row(f"  {category}", [each for each in headings if each.top.code.startswith(category)], False)


def _row(name: str, headings: Iterable[Heading], by_codes: bool) -> Row:
    row = Row(name)
    for heading in headings:
        row.headings += 1
        row.goods += heading.names_goods
        row.whole += heading.names_goods and (by_codes or heading.has_terms)
        row.with_hs += heading.names_goods and heading.has_hs
        row.terms += heading.terms
        for entry in heading.entries:
            row.entries += 1
            row.identifiers += len(entry.identifiers)
            row.figures += len(entry.parameters)
            row.reviewed += Counter(entry.text_review.get(language, "drafted") for language in LANGUAGES)
    return row


def main() -> None:
    languages = "".join(f"{language:>8}" for language in LANGUAGES)
    print(
        f"{'list, category':24}{'entries':>8}{'headings':>9}{'of goods':>9}{'worded %':>9}{'HS %':>7}{languages}",
        end="",
    )
    print(f"{'numbers':>9}{'figures':>8}{'read':>7}{'confirmed':>10}")
    for row in rows_of(read_catalogue(SHIPPED)):
        terms = "".join(f"{row.terms[language]:>8,}" for language in LANGUAGES)
        print(f"{row.name:24}{row.entries:>8,}{row.headings:>9}{row.goods:>9}", end="")
        print(f"{_share(row.whole, row.goods):>9}{_share(row.with_hs, row.goods):>7}{terms}", end="")
        print(f"{row.identifiers:>9,}{row.figures:>8,}{row.reviewed['read']:>7}{row.reviewed['confirmed']:>10}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


if __name__ == "__main__":
    main()
