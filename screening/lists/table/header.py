"""What the rows of part ``list`` say: slug, name, titles, source, dates and HS edition of the list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from screening.lists.faults import Faults
from screening.lists.hs_codes import EDITIONS
from screening.lists.table.columns import LIST_FIELDS, OPTIONAL_FIELDS, SLUG
from screening.lists.table.rows import Row


@dataclass(slots=True)
class Header:
    """``said`` holds the fields but for the titles, which are by language; ``lines`` where each stands."""

    faults: Faults
    said: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """A row whose cells are sound."""
        name, value, language = row.cells["class"], row.cells["value"], row.cells.get("language", "")
        key = f"{name} {language}" if name == "title" else name
        if name == "title" and not language:
            self.faults.add(row.line, "language", "", "cell-missing")
        elif name != "title" and language:
            self.faults.add(row.line, "language", language, "cell-not-here", f"list, {name}")
        elif key in self.lines:
            self.faults.add(row.line, "class", name, "field-repeated", self.lines[key])
        self.lines.setdefault(key, row.line)
        if name == "title":
            self.titles.setdefault(language, value)
        else:
            self.said.setdefault(name, value)

    def check(self, broken: set[str]) -> None:
        """Adds what is missing, but for ``broken`` fields, whose rows have a fault already; and what does not fit."""
        said = {*self.said, *(["title"] if self.titles else []), *broken, *OPTIONAL_FIELDS}
        for name in LIST_FIELDS:
            if name not in said:
                self.faults.add(0, "class", name, "field-missing")
        if not SLUG.fullmatch(self.said.get("slug", "a")):
            self._complain("slug", "slug-bad")
        begin, review = self._day("effective_from"), self._day("review_by")
        if begin and review and review <= begin:
            self._complain("review_by", "review-too-early", begin.isoformat())
        if self.said.get("hs_edition", EDITIONS[0]) not in EDITIONS:
            self._complain("hs_edition", "hs-edition-unknown", ", ".join(EDITIONS))

    def _complain(self, name: str, message: str, known: str = "") -> None:
        self.faults.add(self.lines[name], "value", self.said[name], message, known)

    def _day(self, name: str) -> date | None:
        if name not in self.said:
            return None
        try:
            found = date.fromisoformat(self.said[name])
        except ValueError:
            self._complain(name, "date-unreadable")
            return None
        self.said[name] = found.isoformat()  # 20260101 is a date too, but has another canonical form
        return found
