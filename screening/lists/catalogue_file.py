"""Reads a catalogue file (YAML, edited by customs experts) into an edition.

Every value is text: nothing is guessed to be a number, a date or a yes. A problem names the file, the
line, the field, the value and the remedy; a file with a problem gives no edition at all.
The format is told in docs/catalogue.md.

Run ``python -m screening.lists.catalogue_file FILE…`` to check files without a database.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import yaml

from screening.engine import catalogue as c
from screening.engine.measurements import QUANTITIES, factor
from screening.lists import identifiers
from screening.lists.yaml_reader import CatalogueError, Problem, YamlReader

T = TypeVar("T")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # five times as fast where PyYAML was built with libyaml

_HEADER = {"list", "edition", "title", "source", "effective_from", "review_by", "hs_edition", "origin", "entries"}
_ENTRY = {
    "code", "under", "kind", "hazards", "title", "looks_like", "excluded", "review", "terms",
    "identifiers", "hs", "parameters",
}  # fmt: skip
_OF_GOODS = {"terms", "identifiers", "hs", "parameters"}


def read_catalogue_file(path: Path) -> c.Edition:
    """The edition that a file describes. Raises CatalogueError with every problem found."""
    return _joined([_read(path)])[0]


def read_catalogue(folder: Path) -> c.Catalogue:
    """All editions of a folder, ordered by list. Raises CatalogueError with the problems of all files."""
    files: list[_File] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            files.append(_read(path))
        except CatalogueError as error:
            problems += error.problems
    if problems:
        raise CatalogueError(problems)
    return c.Catalogue(tuple(_joined(files)))


@dataclass(frozen=True)
class _File:
    """What one file holds, and the line of each of its entries."""

    name: str
    edition: c.Edition
    lines: tuple[int, ...]


def _read(path: Path) -> _File:
    reader = _Reader(path.name)
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise CatalogueError([Problem(path.name, 1, f"not UTF-8 ({error.reason}): save the file as UTF-8")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CatalogueError([Problem(path.name, line, f"not YAML: {error.problem}")]) from error
    if root is None:
        raise CatalogueError([Problem(path.name, 1, "the file is empty: begin with the header, see docs/catalogue.md")])
    edition = reader.edition(root)
    if reader.problems or edition is None:
        raise CatalogueError(reader.problems)
    return _File(path.name, edition, tuple(reader.lines))


def _joined(files: list[_File]) -> list[c.Edition]:
    """One edition a list: a long list is kept in several files with equal headers."""
    by_slug: dict[str, list[_File]] = {}
    for file in files:
        by_slug.setdefault(file.edition.list_slug, []).append(file)
    problems = [problem for parts in by_slug.values() for problem in (*_unequal_headers(parts), *_broken_tree(parts))]
    if problems:
        raise CatalogueError(problems)
    return [
        dataclasses.replace(parts[0].edition, entries=tuple(entry for part in parts for entry in part.edition.entries))
        for _, parts in sorted(by_slug.items())
    ]


def _unequal_headers(parts: list[_File]) -> Iterator[Problem]:
    first = dataclasses.replace(parts[0].edition, entries=())
    for part in parts[1:]:
        if dataclasses.replace(part.edition, entries=()) != first:
            yield Problem(
                part.name, 1, f"the header differs from that of {parts[0].name}, the same list: make them equal"
            )


def _broken_tree(parts: list[_File]) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in parts:
        for entry, line in zip(part.edition.entries, part.lines, strict=True):
            if entry.code in seen:
                yield Problem(part.name, line, f"code {entry.code} stands twice: keep one")
            if entry.parent and entry.parent not in seen:
                reason = f"{entry.code} is under {entry.parent}, which does not stand before it: add or move it"
                yield Problem(part.name, line, reason)
            seen.add(entry.code)


@dataclass
class _Reader(YamlReader):
    """Reads the parts of an edition."""

    hs_edition: str = ""
    origin: str = ""
    lines: list[int] = field(default_factory=list)  # of each entry read

    def by_language(self, node: yaml.Node, name: str) -> dict[str, str]:
        found = {lang: self.text(value) for lang, value in self.fields(node, name, c.LANGUAGES).items()}
        missing = [lang for lang in c.LANGUAGES if not found.get(lang)]
        if missing:
            self.complain(node, f"{name}: no text in {', '.join(missing)}: write all four languages")
        return found

    # -- the parts of an edition -------------------------------------------------------------------

    def edition(self, root: yaml.Node) -> c.Edition | None:
        found = self.fields(root, "header", _HEADER)
        if not self.require(root, "header", found, *sorted(_HEADER)):
            return None
        self.hs_edition = self.text(found["hs_edition"])
        self.origin = self.text(found["origin"])
        entries = [self.entry(node) for node in self.items(found["entries"], "entries")]
        return c.Edition(
            list_slug=self.text(found["list"]),
            name=self.text(found["edition"]),
            title=self.by_language(found["title"], "title"),
            source=self.text(found["source"]),
            effective_from=self.iso_date(found["effective_from"], "effective_from"),
            review_by=self.iso_date(found["review_by"], "review_by"),
            hs_edition=self.hs_edition,
            entries=tuple(entry for entry in entries if entry),
        )

    def entry(self, node: yaml.Node) -> c.Entry | None:
        found = self.fields(node, "entry", _ENTRY)
        if not self.require(node, "entry", found, "code", "kind", "hazards", "title", "looks_like"):
            return None
        code = self.text(found["code"])
        kind = self.choice(found["kind"], f"{code}, kind", c.KINDS)
        self.lines.append(node.start_mark.line + 1)
        for name in _OF_GOODS & found.keys() if kind == c.INTANGIBLE else ():
            self.complain(found[name], f"{code}, {name}: an intangible is not sought in a goods text; leave it out")
        review = self.review(found.get("review"))
        texts = {
            name: self.by_language(found[name], f"{code}, {name}")
            for name in ("title", "looks_like", "excluded")
            if name in found
        }
        return c.Entry(
            code=code,
            parent=self.text(found["under"]) if "under" in found else "",
            kind=kind,
            hazards=tuple(self.hazards(found["hazards"], code)),
            title=texts["title"],
            looks_like=texts["looks_like"],
            excluded=texts.get("excluded", {}),
            text_review=review,
            terms=tuple(self.terms(found["terms"], code, review)) if "terms" in found else (),
            identifiers=tuple(self.identifiers(found["identifiers"], code)) if "identifiers" in found else (),
            hs=self.each(found, "hs", lambda item: self.hs(item, code)),
            parameters=self.each(found, "parameters", lambda item: self.parameter(item, code)),
        )

    def each(self, found: dict[str, yaml.Node], name: str, read: Callable[[yaml.Node], T | None]) -> tuple[T, ...]:
        if name not in found:
            return ()
        return tuple(value for value in map(read, self.items(found[name], name)) if value is not None)

    def hazards(self, node: yaml.Node, code: str) -> Iterator[str]:
        for hazard in self.texts(node):
            if hazard not in c.HAZARDS:
                self.complain(node, f"{code}, hazards: {hazard!r} is not known; use: {', '.join(c.HAZARDS)}")
            yield hazard

    def review(self, node: yaml.Node | None) -> dict[str, str]:
        """Who has read the texts, by language; ``drafted`` where nothing is said."""
        states = dict.fromkeys(c.LANGUAGES, "drafted")
        if node is not None:
            for lang, value in self.fields(node, "review", c.LANGUAGES).items():
                states[lang] = self.choice(value, "review", c.REVIEW_STATES)
        return states

    def terms(self, node: yaml.Node, code: str, review: dict[str, str]) -> Iterator[c.Term]:
        seen: dict[tuple[str, str], str] = {}
        for weight, languages in self.fields(node, f"{code}, terms", c.WEIGHTS).items():
            for lang, value in self.fields(languages, f"{code}, terms, {weight}", c.LANGUAGES).items():
                for text in self.texts(value):
                    if (lang, text.casefold()) in seen:
                        self.complain(value, f"{code}, terms: {text!r} stands twice in {lang}: keep one")
                    seen[lang, text.casefold()] = weight
                    yield c.Term(lang, text, weight, self.origin, review[lang])

    def identifiers(self, node: yaml.Node, code: str) -> Iterator[c.Identifier]:
        for kind, value in self.fields(node, f"{code}, identifiers", c.IDENTIFIER_KINDS).items():
            for text in self.texts(value):
                if not identifiers.fits(kind, text):
                    self.complain(value, f"{code}: {text!r} does not look like a {kind} number: correct it")
                elif not identifiers.checks_out(kind, text):
                    self.complain(value, f"{code}: the check digit of CAS {text} is wrong: correct it")
                yield c.Identifier(kind, text)

    def hs(self, node: yaml.Node, code: str) -> c.HsCorrelation | None:
        found = self.fields(node, f"{code}, hs", {"code", "confidence", "reason"})
        if not self.require(node, f"{code}, hs", found, "code", "confidence"):
            return None
        digits = self.text(found["code"]).replace(".", "")
        if not re.fullmatch(r"\d{4}|\d{6}", digits):
            self.complain(found["code"], f"{code}: {digits!r} is no HS code; write 4 or 6 digits, as 2930.70")
        return c.HsCorrelation(
            code=digits,
            confidence=self.choice(found["confidence"], f"{code}, confidence", c.CONFIDENCES),
            reason=self.text(found["reason"]) if "reason" in found else "",
            hs_edition=self.hs_edition,
        )

    def parameter(self, node: yaml.Node, code: str) -> c.Parameter | None:
        name = f"{code}, parameters"
        found = self.fields(node, name, {"group", "role", "quantity", "is", "limit", "unit"})
        if not self.require(node, name, found, "quantity", "is", "limit", "unit"):
            return None
        quantity = self.choice(found["quantity"], f"{name}, quantity", sorted(QUANTITIES))
        unit = self.text(found["unit"])
        if quantity in QUANTITIES and factor(unit, QUANTITIES[quantity].dimension) is None:
            reason = f"{name}: the unit {unit!r} does not belong to {quantity}; correct it or add it to units.toml"
            self.complain(found["unit"], reason)
        limit = self.text(found["limit"])
        try:
            Decimal(limit)
        except InvalidOperation:
            self.complain(found["limit"], f"{name}: the limit {limit!r} is not a number; write it as 0.006")
        return c.Parameter(
            group=self.text(found["group"]) if "group" in found else "1",
            role=self.choice(found["role"], f"{name}, role", c.ROLES) if "role" in found else "control",
            quantity=quantity,
            comparison=self.choice(found["is"], f"{name}, is", c.COMPARISONS),
            limit=limit,
            unit=unit,
        )


def main(names: list[str]) -> int:
    """Checks files and says what was found; 1 where a file has a problem."""
    failed = False
    for name in names:
        try:
            edition = read_catalogue_file(Path(name))
        except CatalogueError as error:
            print(error)
            failed = True
        else:
            terms = sum(len(entry.terms) for entry in edition.entries)
            print(f"{name}: {edition.label}: {len(edition.entries)} entries, {terms} terms")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
