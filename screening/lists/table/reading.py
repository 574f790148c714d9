"""The rows of a table become an edition, or come back with everything that is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from screening.engine import catalogue as c
from screening.engine.measurements import QUANTITIES, factor
from screening.lists import identifiers
from screening.lists.faults import Faults
from screening.lists.hs_codes import EDITIONS, codes_of
from screening.lists.table.cells import is_sound
from screening.lists.table.header import Header
from screening.lists.table.rows import Row, rows_of

MOST_ENTRIES: Final = 20_000
DRAFTED: Final = "drafted"
_TELL_EVERY: Final = 100
_NUMBER: Final = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,15})?(?:[eE]-?[0-9]{1,2})?")
_HS: Final = re.compile(r"[0-9]{4}(?:[0-9]{2})?")
_HAZARDS_BETWEEN: Final = ";"


def read_table(content: bytes, progress: Callable[[int], object] = lambda _rows: None) -> c.Edition:
    """The edition that a CSV or XLSX describes, whole. Raises ListRefused with every fault found.

    ``progress`` is told the number of rows read, every hundred.
    """
    reader = _Reader()
    for count, row in enumerate(rows_of(content), 1):
        reader.take(row)
        if count % _TELL_EVERY == 0:
            progress(count)
        if reader.faults.full:
            break
    return reader.edition()


@dataclass(slots=True)
class _Entry:
    """What was read of one entry; ``line`` is that of its row of part ``entry``."""

    line: int
    code: str
    kind: str
    under: str
    hazards: tuple[str, ...]


@dataclass(slots=True)
class _Facts:
    """What hangs on a code; ``line`` is the first row that names it."""

    line: int
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    text_lines: dict[tuple[str, str], int] = field(default_factory=dict)
    review: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], tuple[int, c.Term]] = field(default_factory=dict)
    identifiers: dict[c.Identifier, None] = field(default_factory=dict)
    hs: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    figures: list[c.Parameter] = field(default_factory=list)

    def by_language(self, part: str) -> dict[str, str]:
        return {language: self.texts[part, language] for language in c.LANGUAGES if (part, language) in self.texts}


@dataclass(slots=True)
class _Reader:
    """Takes rows in any order; a heading stands before its paragraphs, as it is printed."""

    faults: Faults = field(default_factory=Faults)
    header: Header = field(init=False)
    entries: dict[str, _Entry] = field(default_factory=dict)
    facts: dict[str, _Facts] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    """Part and code of rows with a fault: nobody is told that what they say is missing."""

    def __post_init__(self) -> None:
        self.header = Header(self.faults)

    # -- a row -------------------------------------------------------------------------------------

    def take(self, row: Row) -> None:
        part = row.cells.get("part", "")
        if is_sound(row, self.faults):
            _TAKERS[part](self, row)
        else:
            self.broken.add((part, row.cells.get("class" if part == "list" else "code", "")))

    def _facts_of(self, row: Row) -> _Facts:
        return self.facts.setdefault(row.cells["code"], _Facts(row.line))

    def _list(self, row: Row) -> None:
        self.header.take(row)

    def _entry(self, row: Row) -> None:
        code, under = row.cells["code"], row.cells.get("under", "")
        hazards = tuple(dict.fromkeys(filter(None, map(str.strip, row.cells["hazards"].split(_HAZARDS_BETWEEN)))))
        for hazard in hazards:
            if hazard not in c.HAZARDS:
                self.faults.add(row.line, "hazards", hazard, "choice-unknown", "; ".join(c.HAZARDS))
        if not hazards:
            self.faults.add(row.line, "hazards", "", "cell-missing")
        if code in self.entries:
            self.faults.add(row.line, "code", code, "code-repeated", self.entries[code].line)
            return
        if under and under not in self.entries and ("entry", under) not in self.broken:
            self.faults.add(row.line, "under", under, "parent-missing")
        self.entries[code] = _Entry(row.line, code, row.cells["class"], under, hazards)
        if len(self.entries) == MOST_ENTRIES + 1:
            self.faults.add(row.line, "", "", "too-many-entries", MOST_ENTRIES)

    def _text(self, row: Row) -> None:
        facts, key = self._facts_of(row), (row.cells["part"], row.cells["language"])
        if key in facts.texts:
            self.faults.add(row.line, "language", key[1], "text-repeated", facts.text_lines[key])
            return
        facts.texts[key], facts.text_lines[key] = row.cells["value"], row.line
        if key[0] == "title":
            facts.review[key[1]] = row.cells.get("review", DRAFTED)

    def _term(self, row: Row) -> None:
        facts, language, text = self._facts_of(row), row.cells["language"], row.cells["value"]
        key = (language, text.casefold())
        if key in facts.terms:
            self.faults.add(row.line, "value", text, "term-repeated", facts.terms[key][0])
            return
        review = row.cells.get("review", DRAFTED)
        term = c.Term(language, text, row.cells["class"], row.cells.get("origin", ""), review)
        facts.terms[key] = (row.line, term)

    def _identifier(self, row: Row) -> None:
        kind, value = row.cells["class"], row.cells["value"]
        if not identifiers.fits(kind, value):
            self.faults.add(row.line, "value", value, "identifier-shape", f"{kind} {identifiers.EXAMPLES[kind]}")
        elif not identifiers.checks_out(kind, value):
            self.faults.add(row.line, "value", value, "cas-check-digit")
        self._facts_of(row).identifiers[c.Identifier(kind, value)] = None

    def _hs(self, row: Row) -> None:
        code, facts = row.cells["value"].replace(".", ""), self._facts_of(row)
        if not _HS.fullmatch(code):
            self.faults.add(row.line, "value", row.cells["value"], "hs-shape")
        elif code in facts.hs:
            self.faults.add(row.line, "value", code, "hs-repeated", facts.hs[code][0])
        else:
            facts.hs[code] = (row.line, row.cells["class"], row.cells.get("reason", ""))

    def _figure(self, row: Row) -> None:
        quantity, limit, unit = (row.cells[column] for column in ("quantity", "limit", "unit"))
        if factor(unit, QUANTITIES[quantity].dimension) is None:
            self.faults.add(row.line, "unit", unit, "unit-unknown", quantity)
        if not _NUMBER.fullmatch(limit):
            self.faults.add(row.line, "limit", limit, "number-unreadable")
        group, role = row.cells.get("group", "1"), row.cells.get("role", "control")
        figure = c.Parameter(group, role, quantity, row.cells["comparison"], limit, unit)
        self._facts_of(row).figures.append(figure)

    # -- the whole ---------------------------------------------------------------------------------

    def edition(self) -> c.Edition:
        """Raises ListRefused where anything was wrong."""
        self.header.check({name for part, name in self.broken if part == "list"})
        self._check_codes()
        self._check_hs()
        self.faults.refuse()
        entries = tuple(self._finished(entry) for entry in self.entries.values())
        self.faults.refuse()
        said = self.header.said
        return c.Edition(
            list_slug=said["slug"],
            name=said["edition"],
            title={
                language: self.header.titles[language] for language in c.LANGUAGES if language in self.header.titles
            },
            source=said["source"],
            effective_from=said["effective_from"],
            review_by=said["review_by"],
            hs_edition=said["hs_edition"],
            entries=entries,
        )

    def _check_codes(self) -> None:
        """Every fact has its entry, every entry a title, every other text a title in its language."""
        if not self.entries and not self.faults.found:
            self.faults.add(0, "part", "", "entries-missing")
        for code, facts in self.facts.items():
            if code not in self.entries and ("entry", code) not in self.broken:
                self.faults.add(facts.line, "code", code, "entry-missing")
            for (part, language), line in facts.text_lines.items():
                if part != "title" and ("title", language) not in facts.texts and ("title", code) not in self.broken:
                    self.faults.add(line, "language", language, "title-missing-language", code)
        for code, entry in self.entries.items():
            if not self._of(code).by_language("title") and ("title", code) not in self.broken:
                self.faults.add(entry.line, "code", code, "title-missing")

    def _of(self, code: str) -> _Facts:
        return self.facts.get(code, _Facts(0))

    def _check_hs(self) -> None:
        edition = self.header.said.get("hs_edition", "")
        if edition not in EDITIONS:
            return
        known = codes_of(edition)
        for facts in self.facts.values():
            for code, (line, _, _) in facts.hs.items():
                if code not in known:
                    self.faults.add(line, "value", code, "hs-not-in-edition", edition)

    def _finished(self, entry: _Entry) -> c.Entry:
        facts = self._of(entry.code)
        return c.Entry(
            code=entry.code,
            parent=entry.under,
            kind=entry.kind,
            hazards=entry.hazards,
            title=facts.by_language("title"),
            looks_like=facts.by_language("looks_like"),
            excluded=facts.by_language("excluded"),
            text_review=facts.review,
            terms=tuple(self._with_origin(facts)),
            identifiers=tuple(facts.identifiers),
            hs=tuple(
                c.HsCorrelation(code, confidence, reason, self.header.said["hs_edition"])
                for code, (_, confidence, reason) in facts.hs.items()
            ),
            parameters=tuple(facts.figures),
        )

    def _with_origin(self, facts: _Facts) -> Iterator[c.Term]:
        """Terms without an origin of their own come from where the list says."""
        default = self.header.said.get("origin", "")
        for line, term in facts.terms.values():
            if not term.origin and not default:
                self.faults.add(line, "origin", "", "origin-missing")
            yield term if term.origin else c.Term(term.language, term.text, term.weight, default, term.review)


_TAKERS: Final[Mapping[str, Callable[[_Reader, Row], None]]] = {
    "list": _Reader._list,
    "entry": _Reader._entry,
    "title": _Reader._text,
    "looks_like": _Reader._text,
    "excluded": _Reader._text,
    "term": _Reader._term,
    "identifier": _Reader._identifier,
    "hs": _Reader._hs,
    "figure": _Reader._figure,
}
