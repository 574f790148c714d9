"""From text to a declaration: one way for all formats, so that a file and a message are judged alike."""

from __future__ import annotations

from dataclasses import replace

from screening.intake import checks, fields
from screening.intake.declaration import (
    Declaration,
    DeclaredDocument,
    DeclaredItem,
    DeclaredParty,
    Parsed,
    Refusal,
)
from screening.intake.fields import Clock
from screening.intake.notes import Names, Notes
from screening.intake.raw import OFFICES, ROLES, RawDeclaration, RawDocument, RawLine
from screening.intake.reader import Reader

_LONGEST_DESCRIPTION = 20_000
_LONGEST_ADDRESS = 2_000


def assemble(raw: RawDeclaration, names: Names, clock: Clock, notes: Notes | None = None) -> Parsed:
    """One declaration taken, with its doubts, or refused whole with every reason found.

    ``notes`` are what the format's reader found already.
    """
    notes = notes or Notes()
    notes.number = fields.code(raw.values.get("number", ""))
    if len(raw.lines) > checks.MOST_LINES:
        checks.refuse_line_count(len(raw.lines), raw.place, names, notes)
        return Parsed((), tuple(notes.refusals))
    declaration = _declaration(raw, names, clock, notes)
    places = [line.place for line in raw.lines]
    refusals = _joined(notes, checks.refusals_of(declaration, names=names, place=raw.place, places=places))
    if refusals:
        return Parsed((), refusals)
    doubts = (*notes.doubts, *checks.doubts_of(declaration, now=clock.now))
    return Parsed((replace(declaration, doubts=tuple(dict.fromkeys(doubts))),))


def _joined(notes: Notes, found: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
    """What could not be read is not called missing as well."""
    said = {(refusal.line, refusal.field) for refusal in notes.refusals}
    return (*notes.refusals, *(refusal for refusal in found if (refusal.line, refusal.field) not in said))


def _declaration(raw: RawDeclaration, names: Names, clock: Clock, notes: Notes) -> Declaration:
    read = Reader(raw.values, names.declaration, notes, raw.place, 0, raw.comma)
    items = tuple(_item(line, place, raw, names, notes) for place, line in enumerate(raw.lines, 1))
    return Declaration(
        number=read.code("number", 60),
        items=items,
        declaration_type=read.code("declaration_type", 10),
        arrival_at=read.moment("arrival_at", clock.zone),
        offices={role: read.code(f"office_{role}", 17) for role in OFFICES if read.has(f"office_{role}")},
        parties=tuple(_party(role, read) for role in ROLES if _is_named(role, read)),
        dispatch=read.country("dispatch"),
        destination=read.country("destination"),
        transit=_transit(raw, names, notes),
        mode=read.code("mode", 2),
        means=read.text("means", 60),
        means_country=read.country("means_country"),
        containers=_containers(raw, names, notes),
        documents=_documents(raw, items, names, notes),
        invoice_total=read.decimal("invoice_total", checks.DECLARATION_PLACES["invoice_total"]),
        currency=read.currency("currency"),
        gross_kg=read.decimal("gross_kg", checks.DECLARATION_PLACES["gross_kg"]),
        incoterm=read.code("incoterm", 10).upper(),
        delivery_place=read.text("delivery_place", 80),
    )


def _item(line: RawLine, position: int, raw: RawDeclaration, names: Names, notes: Notes) -> DeclaredItem:
    """A line without a number of its own is numbered by its position."""
    number = Reader(line.values, names.goods, notes, line.place).whole("number") or position
    read = Reader(line.values, names.goods, notes, line.place, number, raw.comma)
    figures = {name: read.decimal(name, places) for name, places in checks.GOODS_PLACES.items()}
    return DeclaredItem(
        number=number,
        description=read.text("description", _LONGEST_DESCRIPTION, lines=True),
        hs_code=read.hs_code("hs_code"),
        origin=read.country("origin"),
        package_kind=read.text("package_kind", 20),
        unit=read.text("unit", 20),
        licence=read.code("licence", 60),
        **figures,
    )


def _is_named(role: str, read: Reader) -> bool:
    return any(read.has(f"{role}_{part}") for part in ("name", "identifier", "address", "country", "phone", "email"))


def _party(role: str, read: Reader) -> DeclaredParty:
    return DeclaredParty(
        role=role,
        name=read.text(f"{role}_name", 300),
        identifier=read.code(f"{role}_identifier", 60),
        address=read.text(f"{role}_address", _LONGEST_ADDRESS, lines=True),
        country=read.country(f"{role}_country"),
        phone=read.text(f"{role}_phone", 60),
        email=read.text(f"{role}_email", 120),
    )


def _transit(raw: RawDeclaration, names: Names, notes: Notes) -> tuple[str, ...]:
    codes = (Reader({"transit": name}, names.declaration, notes, raw.place).country("transit") for name in raw.transit)
    return tuple(code for code in codes if code)


def _containers(raw: RawDeclaration, names: Names, notes: Notes) -> tuple[str, ...]:
    """Each number once, in the order in which it is first named."""
    named = [(number, raw.place, names.declaration) for number in raw.containers]
    named += [(number, line.place, names.goods) for line in raw.lines for number in line.containers]
    numbers = (
        Reader({}, of, notes, place).fitting("containers", fields.container(number), 20) for number, place, of in named
    )
    return tuple(dict.fromkeys(number for number in numbers if number))


def _documents(
    raw: RawDeclaration, items: tuple[DeclaredItem, ...], names: Names, notes: Notes
) -> tuple[DeclaredDocument, ...]:
    of_all = [_document(document, Reader({}, names.declaration, notes, raw.place), None) for document in raw.documents]
    of_lines = [
        _document(document, Reader({}, names.goods, notes, line.place), item.number)
        for line, item in zip(raw.lines, items, strict=True)
        for document in line.documents
    ]
    return tuple(document for document in of_all + of_lines if document is not None)


def _document(raw: RawDocument, within: Reader, item: int | None) -> DeclaredDocument | None:
    """None for one that is empty throughout."""
    values = {"documents.code": raw.code, "documents.reference": raw.reference, "documents.date": raw.dated}
    read = replace(within, values=values, names={part: _named(part, within) for part in values}, line=item or 0)
    if not any(read.has(part) for part in values):
        return None
    if not read.has("documents.code"):
        read.refuse("documents.code", raw.reference, "document-without-code")
    return DeclaredDocument(
        code=read.code("documents.code", 12),
        reference=read.text("documents.reference", 120),
        dated=read.day("documents.date"),
        item=item,
    )


def _named(part: str, within: Reader) -> str:
    """The sender's own name for a part of a document, else its name for the documents."""
    return within.names.get(part, within.names.get("documents", part))
